from odoo import fields, models

from ..common.names import join_clauses

MAX_NAMED = 10


class LegalSlip(models.Model):
    """Confirming the lines of signed slips."""

    _inherit = "legal.slip"

    def action_confirm_lines(self):
        """Confirm every entry on the slips on the strength of the signed paper.

        An entry that changed after printing, or that its own rules hold back, is
        left out and named; it stays open for another slip.

        :return: notification that names what was left out
        :raises UserError: one sentence per slip that cannot be confirmed
        """
        self._check_may_confirm()
        self.check_access("write")
        left_out = self.line_ids._get_left_out()
        self._raise_blockers(self._get_confirm_blockers(left_out))
        now = fields.Datetime.now()
        for line, reason in left_out.items():
            line._guarded_write({"state": "left_out", "left_out_reason": reason})
        lines = self.line_ids - self.line_ids.browse([rec.id for rec in left_out])
        for slip, signed in lines.grouped("slip_id").items():
            # Before the confirmation, which seals the entry.
            signed.visit_id.sudo()._guarded_write({"slip_id": slip.id})
        lines.visit_id.action_confirm(kind="township")
        lines._guarded_write({"state": "confirmed"})
        self._guarded_write(
            {
                "state": "confirmed",
                "confirmed_at": now,
                "confirmed_by_id": self.env.uid,
            }
        )
        for slip in self:
            slip._note_left_out()
        return self._get_confirm_notification(lines, left_out)

    def _get_confirm_blockers(self, left_out):
        blockers = self._get_not_out_blockers()
        for slip in self - self.browse([rec.id for rec in blockers]):
            photos = slip.photo_ids.sudo()
            if not photos:
                blockers[slip] = self.env._("Attach a photo of the signed slip first.")
            elif not all(self._is_paper(photo.datas) for photo in photos):
                blockers[slip] = self.env._(
                    "The signed slip must be attached as a photo or a PDF."
                )
            elif all(line in left_out for line in slip.line_ids):
                reasons = slip._name_left_out(
                    {line: left_out[line] for line in slip.line_ids}
                )
                blockers[slip] = self.env._(
                    "Nothing on this slip can be confirmed. Reprint or void it. "
                    "%(reasons)s",
                    reasons=reasons,
                )
        return blockers

    def _name_left_out(self, left_out):
        """Name entries with the reason they were left out, at most ten."""
        names = [
            self.env._(
                "%(reference)s: %(reason)s", reference=line.reference, reason=reason
            )
            for line, reason in list(left_out.items())[:MAX_NAMED]
        ]
        if len(left_out) > MAX_NAMED:
            names.append(
                self.env._("and %(count)s more", count=len(left_out) - MAX_NAMED)
            )
        return join_clauses(self.env, names)

    def _note_left_out(self):
        self.ensure_one()
        left_out = {
            line: line.left_out_reason
            for line in self.line_ids
            if line.state == "left_out"
        }
        if left_out:
            self.message_post(
                body=self.env._(
                    "Left out, still open: %(entries)s",
                    entries=self._name_left_out(left_out),
                )
            )

    def _get_confirm_notification(self, lines, left_out):
        message = self.env._("%(count)s entries confirmed.", count=len(lines))
        if left_out:
            message = self.env._(
                "%(confirmed)s Left out, still open: %(entries)s",
                confirmed=message,
                entries=self._name_left_out(left_out),
            )
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "warning" if left_out else "success",
                "message": message,
                "sticky": bool(left_out),
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }

from odoo import api, fields, models


class LegalVisit(models.Model):
    """Entries of a year whose volume is closed: into its supplement, with a reason."""

    _inherit = "legal.visit"

    supplement_reason = fields.Text(
        "Why it is entered after closing",
        copy=False,
        help="The village's volume of the year is closed: the entry goes into a "
        "supplement, with this reason and the name of who submits it.",
    )
    is_after_closing = fields.Boolean(compute="_compute_is_after_closing")

    @api.depends("village_id", "program_id", "volume_id")
    def _compute_is_after_closing(self):
        closed = self._get_closed_keys()
        for visit in self:
            key = (visit.village_id.id, visit.program_id.id)
            visit.is_after_closing = bool(visit.volume_id.sudo().supplement_of_id) or (
                not visit.volume_id and key in closed
            )

    def _get_closed_keys(self):
        """Pairs of village and program id whose volume is closed.

        :rtype: set[tuple[int, int]]
        """
        # Who records an entry need not be allowed to read the volume.
        volumes = (
            self.env["legal.volume"]
            .sudo()
            .search(
                [
                    ("village_id", "in", self.village_id.ids),
                    ("program_id", "in", self.program_id.ids),
                    ("supplement_of_id", "=", False),
                    ("state", "=", "closed"),
                ],
                order="id",
            )
        )
        return {(volume.village_id.id, volume.program_id.id) for volume in volumes}

    def _get_unexplained(self):
        """Entries of closed volumes that nothing says the reason of.

        :rtype: legal.visit
        """
        closed = self._get_closed_keys()
        return self.filtered(
            lambda visit: (visit.village_id.id, visit.program_id.id) in closed
            and not (visit.supplement_reason or "").strip()
        )

    def _get_submit_blockers(self):
        reason = self.env._(
            "The village's volume of the year is closed: say why the entry comes only "
            "now."
        )
        return (
            dict.fromkeys(self._get_unexplained(), reason)
            | super()._get_submit_blockers()
        )

    def _get_confirm_blockers(self, states=("submitted", "disputed")):
        # The volume was closed while the entry was being submitted.
        reason = self.env._(
            "The village's volume of the year was closed meanwhile and nothing says "
            "why the entry comes after it. Reject it, so that the adviser gives the "
            "reason and submits it again."
        )
        return dict.fromkeys(
            self._get_unexplained(), reason
        ) | super()._get_confirm_blockers(states)

    def _get_marks(self):
        marks = super()._get_marks()
        # The reason and the decision of a correction are its own.
        explained = self.supplement_reason or self.corrects_id
        if explained and self.is_after_closing:
            marks.append(self.env._("After closing"))
        return marks

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL, format_date

from .assignment import ACTIVATED_STATES


class LegalAssignment(models.Model):
    """Putting assignments into force: one responsible, the cap, the certificate."""

    _inherit = "legal.assignment"

    activation_note = fields.Text(
        compute="_compute_activation_note",
        compute_sudo=True,
        help="Why this proposal cannot become active as it stands.",
    )
    is_over_cap = fields.Boolean(
        compute="_compute_activation_note",
        compute_sudo=True,
        help="The adviser would serve more villages than the cap allows.",
    )

    def _compute_activation_note(self):
        proposals = self._origin.filtered(lambda a: a.state == "proposed")
        over_cap = proposals._get_over_cap()
        notes = proposals._get_over_cap_sentences(over_cap)
        notes |= proposals._get_activate_blockers()
        for assignment in self:
            assignment.activation_note = notes.get(assignment._origin)
            assignment.is_over_cap = assignment._origin in over_cap

    def action_activate(self, cap_override_reason=None):
        """Put proposed assignments into force.

        :param str cap_override_reason: a bureau manager's reason for more villages
            than the cap (clause 三.2); ignored where the cap is kept
        :raises UserError: one sentence per assignment that cannot become active
        """
        self._check_group("village_legal_advisor.group_legal_officer")
        self.check_access("write")
        self._lock_advisors()
        self._raise_blockers(self._get_activate_blockers())
        over_cap = self._get_over_cap()
        if over_cap:
            self._check_cap_override(over_cap, cap_override_reason)
        activation = {
            "state": "active",
            "activated_at": fields.Datetime.now(),
            "activated_by_id": self.env.uid,
        }
        by_firm = self.grouped(lambda rec: rec.advisor_id.firm_id)
        for firm, assignments in by_firm.items():
            assignments._guarded_write(activation | {"firm_id": firm.id})
        if over_cap:
            self.browse().concat(*over_cap)._guarded_write(
                {
                    "cap_override_reason": cap_override_reason.strip(),
                    "cap_override_user_id": self.env.uid,
                }
            )
        # The exclusion constraint must speak here, not in somebody's later flush.
        self.flush_recordset()
        return True

    def action_open_activation(self):
        """Show which of the chosen proposals can become active, and why not."""
        proposals = self.filtered(lambda a: a.state == "proposed")
        if not proposals:
            raise UserError(self.env._("Choose at least one proposed assignment."))
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Activate assignments"),
            "res_model": "legal.assignment.activate",
            "view_mode": "form",
            "target": "new",
            "context": {"default_assignment_ids": proposals.ids},
        }

    def _lock_advisors(self):
        """Let one of several activations for the same adviser go first.

        Transactions are REPEATABLE READ, so whoever waited still counts from an
        old snapshot: a lock alone would let both pass. Writing the row makes the
        later transaction fail, and Odoo runs it again. The inner lock only keeps
        the order of rows, without which two batches could block each other.
        """
        if not self.advisor_id:
            return
        self.env.cr.execute(
            SQL(
                """
                UPDATE legal_advisor advisor
                   SET load_token = COALESCE(advisor.load_token, 0) + 1
                  FROM (SELECT id
                          FROM legal_advisor
                         WHERE id IN %s
                         ORDER BY id
                           FOR NO KEY UPDATE) locked
                 WHERE advisor.id = locked.id
                """,
                tuple(self.advisor_id.ids),
            )
        )
        self.env["legal.advisor"].invalidate_model(["load_token"])

    # === Who cannot become active, cap apart ===

    def _get_activate_blockers(self):
        """Reasons against activation, cap apart.

        :return: {assignment: sentence}, only those that are blocked
        """
        today = self.env.company._legal_today()
        first_days = self.advisor_id._get_first_certificate_days()
        suspended = self.advisor_id._get_suspended_on(today)
        blockers = self._get_overlaps()
        for assignment in self:
            advisor = assignment.advisor_id
            program = assignment.program_id
            first_day = first_days.get(advisor)
            if assignment.state != "proposed":
                reason = self.env._(
                    "Only a proposed assignment can be activated; this one is "
                    "%(state)s.",
                    state=assignment._get_state_label(),
                )
            elif program.state != "open":
                reason = self.env._(
                    "%(program)s is not open. A bureau manager opens it first.",
                    program=program.display_name,
                )
            elif advisor.state == "left":
                reason = self.env._(
                    "%(advisor)s has left. Propose somebody else.", advisor=advisor.name
                )
            elif not first_day or first_day > today:
                reason = self.env._(
                    "%(advisor)s has no service certificate yet. Grant one after "
                    "the training first.",
                    advisor=advisor.name,
                )
            elif advisor in suspended:
                reason = self.env._(
                    "%(advisor)s is suspended. Reinstate the adviser or propose "
                    "somebody else.",
                    advisor=advisor.name,
                )
            else:
                continue
            blockers[assignment] = reason
        return blockers

    def _get_state_label(self):
        labels = dict(self._fields["state"]._description_selection(self.env))
        return labels.get(self.state, self.state)

    def _get_overlaps(self):
        """Name who answers for the village in the same days (rule 1).

        The database refuses it anyway; a clerk should read whom to end.
        """
        if not self:
            return {}
        in_force = self.search(
            [
                ("village_id", "in", self.village_id.ids),
                ("state", "in", ACTIVATED_STATES),
                ("date_start", "<=", max(self.mapped("date_end"))),
                ("date_end", ">=", min(self.mapped("date_start"))),
            ]
        )
        by_village = (in_force | self).grouped("village_id")
        blockers = {}
        for assignment in self:
            for other in by_village[assignment.village_id] - assignment:
                if not assignment._overlaps(other):
                    continue
                names = {
                    "advisor": other.advisor_id.name,
                    "village": assignment.village_id.display_name,
                    "start": format_date(self.env, other.date_start),
                    "end": format_date(self.env, other.date_end),
                }
                if other in in_force:
                    blockers[assignment] = self.env._(
                        "%(advisor)s already answers for %(village)s from %(start)s "
                        "to %(end)s. End or hand over that assignment first.",
                        **names,
                    )
                    break
                blockers[assignment] = self.env._(
                    "%(advisor)s is proposed for %(village)s in the same period "
                    "(%(start)s to %(end)s). Activate only one of the two.",
                    **names,
                )
        return blockers

    def _overlaps(self, other):
        self.ensure_one()
        return other.date_start <= self.date_end and other.date_end >= self.date_start

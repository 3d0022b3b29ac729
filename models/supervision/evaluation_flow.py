from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import AccessError, UserError

TOWNSHIP = "village_legal_advisor.group_legal_township"
OFFICER = "village_legal_advisor.group_legal_officer"
MANAGER = "village_legal_advisor.group_legal_manager"


class LegalEvaluation(models.Model):
    """From draft to confirmed: who may do what, and from which state (rule 10)."""

    _inherit = "legal.evaluation"

    can_object = fields.Boolean(compute="_compute_can_object")

    @api.depends("state", "advisor_id")
    @api.depends_context("uid")
    def _compute_can_object(self):
        for evaluation in self:
            evaluation.can_object = evaluation.state == "notified" and (
                evaluation._is_adviser(self.env.user)
                or self.env.user.has_group(OFFICER)
            )

    def _is_adviser(self, user):
        """Whether a user is the person evaluated."""
        self.ensure_one()
        advisor = self.sudo().advisor_id
        partner = user.sudo().partner_id
        return advisor.user_id == user or (
            bool(partner) and advisor.employee_id.work_contact_id == partner
        )

    def action_preliminary(self):
        """Give the preliminary evaluation, as the township or on its behalf.

        :raises UserError: one sentence per evaluation that is not ready for it
        """
        self._check_group(TOWNSHIP, OFFICER)
        self.check_access("write")
        self._raise_blockers(self._get_preliminary_blockers())
        return self._record_step("preliminary", "preliminary")

    def _get_preliminary_blockers(self):
        blockers = self._get_state_blockers(
            ("draft",), self.env._("A preliminary evaluation begins with a draft.")
        )
        for evaluation in self - self._union(blockers):
            if evaluation.superseded_by_id:
                blockers[evaluation] = self.env._("A later version has replaced it.")
            elif not evaluation.line_ids:
                blockers[evaluation] = self.env._("Compute the marks first.")
            elif evaluation._is_adviser(self.env.user):
                blockers[evaluation] = self.env._("Nobody evaluates oneself.")
        return blockers

    def action_reset(self):
        """Give evaluations back to the township as drafts.

        Bureau officers may while the adviser does not know the marks, a manager also
        afterwards, until an objection or the confirmation.

        :raises UserError: for those that are too far
        """
        self._check_group(OFFICER)
        self.check_access("write")
        states = ["preliminary"]
        if self.env.su or self.env.user.has_group(MANAGER):
            states.append("notified")
        self._raise_blockers(
            self._get_state_blockers(
                states,
                self.env._(
                    "It can only go back to the township before the adviser is "
                    "notified; a manager may take it back until it is objected to "
                    "or confirmed."
                ),
            )
        )
        self._guarded_write(
            {
                "state": "draft",
                "preliminary_by_id": False,
                "preliminary_at": False,
                "notified_by_id": False,
                "notified_at": False,
            }
        )
        return True

    def action_notify(self):
        """Tell the advisers: from now on they read their marks and may object.

        :raises UserError: one sentence per evaluation without the township's yes
        """
        self._check_group(OFFICER)
        self.check_access("write")
        self._raise_blockers(
            self._get_state_blockers(
                ("preliminary",),
                self.env._("The township must give its preliminary evaluation first."),
            )
        )
        return self._record_step("notified", "notified")

    def action_object(self, text=None):
        """Object to one's marks; a bureau officer records an objection on paper.

        :param str text: what the adviser objects to
        :raises AccessError: for anybody else
        :raises UserError: without a text, or when it is not the time
        """
        self.check_access("read")
        if not self.env.su and not self.env.user.has_group(OFFICER):
            for evaluation in self:
                if not evaluation._is_adviser(self.env.user):
                    raise AccessError(
                        self.env._("Only the adviser objects to the own evaluation.")
                    )
        text = self._require_text(text, self.env._("Write what you object to."))
        self._raise_blockers(
            self._get_state_blockers(
                ("notified",),
                self.env._(
                    "An objection is possible after the adviser is notified and "
                    "before the evaluation is confirmed, once."
                ),
            )
        )
        # Advisers read their evaluation but write nothing of it themselves.
        return self.sudo()._record_step("objected", "objected", objection=text)

    def action_answer(self, text=None):
        """Answer objections; marks may have been changed before, with reasons.

        :param str text: the bureau's answer, shown to the adviser
        :raises UserError: without a text, or where no objection waits
        """
        self._check_group(OFFICER)
        self.check_access("write")
        text = self._require_text(text, self.env._("Write the answer."))
        blockers = self._get_state_blockers(
            ("objected",), self.env._("There is no objection to answer.")
        )
        for evaluation in self - self._union(blockers):
            if evaluation.answered_at:
                blockers[evaluation] = self.env._("It has been answered already.")
            elif evaluation._is_adviser(self.env.user):
                blockers[evaluation] = self.env._("Nobody evaluates oneself.")
        self._raise_blockers(blockers)
        return self._record_step("objected", "answered", answer=text)

    def action_confirm(self):
        """Confirm for good: who confirms is a person, neither author nor adviser.

        :raises UserError: one sentence per evaluation that cannot be confirmed
        """
        self._check_group(MANAGER)
        self.check_access("write")
        self._raise_blockers(self._get_confirm_blockers())
        # Marks given in this very transaction must arrive before the seal.
        self.line_ids.flush_recordset()
        self._record_step("confirmed", "confirmed")
        self._make_current()
        return True

    def _get_confirm_blockers(self):
        blockers = self._get_state_blockers(
            ("notified", "objected"),
            self.env._("The adviser must be notified before it is confirmed."),
        )
        for evaluation in self - self._union(blockers):
            if evaluation.state == "objected" and not evaluation.answered_at:
                reason = self.env._("Answer the adviser's objection first.")
            elif self.env.uid == SUPERUSER_ID:
                reason = self.env._(
                    "A person must confirm it, signed in under the own name."
                )
            elif evaluation.preliminary_by_id == self.env.user:
                reason = self.env._(
                    "You gave the preliminary evaluation; another manager must "
                    "confirm it."
                )
            elif evaluation._is_adviser(self.env.user):
                reason = self.env._("Nobody confirms the own evaluation.")
            else:
                continue
            blockers[evaluation] = reason
        return blockers

    def _record_step(self, state, step, **vals):
        """Write a state with who and when; many records in one go."""
        # Marks given in this transaction must arrive before the seal does.
        self.line_ids.flush_recordset()
        self._guarded_write(
            vals
            | {
                "state": state,
                f"{step}_by_id": self.env.uid,
                f"{step}_at": fields.Datetime.now(),
            }
        )
        # The database's refusal belongs here, not in somebody's later flush.
        self.flush_recordset()
        return True

    def _get_state_blockers(self, states, sentence):
        return {
            evaluation: sentence
            for evaluation in self
            if evaluation.state not in states
        }

    @api.model
    def _union(self, blockers):
        return self.browse([evaluation.id for evaluation in blockers])

    @api.model
    def _require_text(self, text, sentence):
        text = (text or "").strip()
        if not text:
            raise UserError(sentence)
        return text

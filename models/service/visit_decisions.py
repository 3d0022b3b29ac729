from odoo import api, fields, models
from odoo.exceptions import UserError

from .visit_actions import TOWNSHIP_GROUPS
from .visit_rules import LONG_DAY_MINUTES


class LegalVisit(models.Model):
    """Disputing, rejecting, and what somebody takes upon themselves."""

    _inherit = "legal.visit"

    @api.model
    def _require_reason(self, reason, sentence):
        """The reason without blanks around it.

        :raises UserError: with the sentence, when there is none
        """
        reason = (reason or "").strip()
        if not reason:
            raise UserError(sentence)
        return reason

    def action_dispute(self, reason=None):
        """Object to submitted entries, for the village.

        :param str reason: about times, place or method
        :raises UserError: without a reason, or one sentence per entry that is not
            waiting
        """
        self._check_may_decide()
        reason = self._require_reason(
            reason, self.env._("Say what is wrong with the times, place or method.")
        )
        self._raise_blockers(
            {
                visit: self.env._("Only a submitted entry can be disputed.")
                for visit in self
                if visit.state != "submitted"
            }
        )
        self.sudo()._guarded_write(
            {
                "state": "disputed",
                "disputed_at": fields.Datetime.now(),
                "disputed_by_id": self.env.uid,
                "dispute_reason": reason,
                "dispute_answer": False,
            }
        )
        return True

    def action_reject(self, reason=None):
        """Send entries back to the adviser; a disputed one: the village is right.

        :param str reason: what is to be corrected
        :raises UserError: without a reason, or one sentence per entry that is not
            waiting
        """
        self._check_may_decide(("township",))
        reason = self._require_reason(
            reason, self.env._("Say what is to be corrected.")
        )
        self._raise_blockers(self._get_reject_blockers())
        vals = {
            "state": "rejected",
            "rejected_at": fields.Datetime.now(),
            "rejected_by_id": self.env.uid,
            "reject_reason": reason,
        }
        disputed = self.filtered(lambda visit: visit.state == "disputed")
        disputed._guarded_write(vals | {"dispute_upheld": True})
        (self - disputed)._guarded_write(vals)
        return True

    def _get_reject_blockers(self):
        """Why entries cannot be rejected; other files may add to it.

        :rtype: dict[legal.visit, str]
        """
        return {
            visit: self.env._("Only a submitted or disputed entry can be rejected.")
            for visit in self
            if visit.state not in ("submitted", "disputed")
        }

    def action_agree_long_day(self):
        """The township's yes to more than 12 hours in one day (rule 5).

        :raises UserError: one sentence per entry that needs none
        """
        self._check_group(*TOWNSHIP_GROUPS)
        self._check_may_decide(("township",))
        self._raise_blockers(
            {
                visit: self.env._("Only a draft of more than 12 hours needs this.")
                for visit in self
                if visit.state != "draft" or visit.minutes <= LONG_DAY_MINUTES
            }
        )
        self._guarded_write(
            {
                "long_day_agreed_at": fields.Datetime.now(),
                "long_day_agreed_by_id": self.env.uid,
            }
        )
        return True

from odoo import api, fields, models
from odoo.exceptions import UserError


class LegalVillageShare(models.Model):
    """Reckoning a share anew on which something was paid: one at a time, by reason.

    Preparing the year leaves these alone; an adviser may have left since.
    """

    _inherit = "legal.village.share"

    reckon_reason = fields.Text("Reason for the new amount", copy=False, readonly=True)
    reckoned_at = fields.Datetime("Reckoned anew at", copy=False, readonly=True)
    reckoned_by_id = fields.Many2one(
        "res.users", "Reckoned anew by", copy=False, readonly=True
    )

    @api.model
    def _get_guarded_fields(self):
        return super()._get_guarded_fields() | {
            "reckon_reason",
            "reckoned_at",
            "reckoned_by_id",
        }

    def action_reckon(self, reason=None):
        """Bring what is due in line with the time served, for a recorded reason.

        :param str reason: required
        :raises UserError: one sentence per share that stays as it is
        """
        self._check_may_account()
        self.check_access("write")
        if not (reason or "").strip():
            raise UserError(self.env._("Say why the amount is reckoned anew."))
        self._lock()
        dues = self._get_present_dues()
        self._raise_blockers(self._get_reckon_blockers(dues))
        for share in self:
            share._guarded_write(
                {
                    "amount_due": dues[share],
                    "reckon_reason": reason.strip(),
                    "reckoned_at": fields.Datetime.now(),
                    "reckoned_by_id": self.env.uid,
                }
            )
        self._close_reminders()
        return True

    def _get_present_dues(self):
        """What the assignments come to now.

        :rtype: dict[legal.village.share, float]
        """
        by_program = {
            program: program._get_village_dues() for program in self.program_id
        }
        return {
            share: by_program[share.program_id].get(share.village_id.id, 0.0)
            for share in self
        }

    def _get_reckon_blockers(self, dues):
        """Reasons against a new amount.

        :param dict dues: {share: amount}
        :return: {share: sentence}
        """
        called = self._get_called()
        blockers = {}
        for share in self:
            currency, due = share.currency_id, dues[share]
            if not currency.compare_amounts(due, share.amount_due):
                reason = self.env._("The time served comes to the same amount.")
            elif share in called:
                reason = self.env._(
                    "A funding notice is out. Withdraw or reverse it first."
                )
            elif currency.compare_amounts(due, share.amount_paid) < 0:
                reason = self.env._(
                    "%(paid)s is paid already, %(due)s is due by the time served. "
                    "Settle the difference with the village first.",
                    paid=currency.format(share.amount_paid),
                    due=currency.format(due),
                )
            else:
                continue
            blockers[share] = reason
        return blockers

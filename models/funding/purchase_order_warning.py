from odoo import models
from odoo.tools import format_date

from .purchase_order_deadline import SOON, STEPS


class PurchaseOrder(models.Model):
    """What is to be said about a contract's deadlines, one sentence each."""

    _inherit = "purchase.order"

    def _get_step_message(self, step):
        """What is to be said about a step, or False.

        :param str step: a key of `STEPS`
        :rtype: str or bool
        """
        self.ensure_one()
        due, done = (self[name] for name in STEPS[step])
        today = self.company_id._legal_today()
        if not due or (done and done <= due) or (not done and due > today + SOON):
            return False
        days = {"due": format_date(self.env, due), "days": abs((due - today).days)}
        if done:
            return self._get_late_message(step, days["due"], done)
        if due < today:
            return self._get_overdue_message(step, days)
        return self._get_soon_message(step, days)

    def _get_late_message(self, step, due, done):
        done = format_date(self.env, done)
        if step == "sign":
            return self.env._(
                "Signed on %(done)s, after the last day %(due)s.", done=done, due=due
            )
        if step == "publish":
            return self.env._(
                "Published on %(done)s, after the last day %(due)s.", done=done, due=due
            )
        return self.env._(
            "Copy filed on %(done)s, after the last day %(due)s.", done=done, due=due
        )

    def _get_overdue_message(self, step, days):
        if step == "sign":
            return self.env._(
                "Not signed yet: the last day was %(due)s, %(days)s days ago.", **days
            )
        if step == "publish":
            return self.env._(
                "Not published yet: the last day was %(due)s, %(days)s days ago.",
                **days,
            )
        return self.env._(
            "No copy filed with the finance department yet: the last day was %(due)s, "
            "%(days)s days ago.",
            **days,
        )

    def _get_soon_message(self, step, days):
        if step == "sign":
            return self.env._(
                "To be signed by %(due)s: %(days)s days are left.", **days
            )
        if step == "publish":
            return self.env._(
                "To be published by %(due)s: %(days)s days are left.", **days
            )
        return self.env._(
            "A copy is to be filed with the finance department by %(due)s: %(days)s "
            "days are left.",
            **days,
        )

    def _get_order_message(self):
        """Whether the contract was signed before its award, or False."""
        self.ensure_one()
        award = self.legal_procurement_id.award_date
        signed = self.legal_signed_date
        if award and signed and signed < award:
            return self.env._(
                "Signed on %(signed)s, before the award of %(award)s.",
                signed=format_date(self.env, signed),
                award=format_date(self.env, award),
            )
        return False

    def _get_provisional_message(self):
        """Whether the days were counted without official holidays, or False."""
        self.ensure_one()
        if self.legal_is_due_provisional and self.legal_next_step != "sign":
            return self.env._(
                "The official holidays of that year are not in the table yet "
                "(Configuration > Official Holidays): only weekends were left out, so "
                "the last days may lie later."
            )
        return False

from odoo import fields, models
from odoo.tools import SQL

from .procurement import FINANCE


class LegalProcurement(models.Model):
    """The steps of a procurement project."""

    _inherit = "legal.procurement"

    def action_announce(self):
        """Announce projects in preparation, today unless a day is entered."""
        self._check_may_decide()
        self._raise_blockers(self._get_announce_blockers())
        self._take_step("announced", "announcement_date")
        return True

    def action_award(self):
        """Award projects, today unless a day is entered.

        Only a public tender must have been announced before (招标投标法 10): the other
        methods may invite firms directly.
        """
        self._check_may_decide()
        self._raise_blockers(self._get_award_blockers())
        self._take_step("awarded", "award_date")
        return True

    def action_cancel(self):
        """Cancel projects under which nothing was contracted."""
        self._check_may_decide()
        self._lock_against_contracts()
        blockers = self._get_contract_blockers()
        for project in self:
            if project.state == "cancelled":
                blockers[project] = self.env._("It is cancelled already.")
        self._raise_blockers(blockers)
        self._take_step("cancelled")
        return True

    def action_reset(self):
        """Take projects back to preparation, to put right what was entered."""
        self._check_may_decide()
        self._lock_against_contracts()
        blockers = self._get_contract_blockers()
        for project in self:
            if project.state == "draft":
                blockers[project] = self.env._("It is in preparation already.")
        self._raise_blockers(blockers)
        self._take_step("draft")
        return True

    def _check_may_decide(self):
        self._check_group(FINANCE)
        self.check_access("write")

    def _take_step(self, state, date_field=None):
        for project in self:
            vals = {
                "state": state,
                "state_by_id": self.env.uid,
                "state_at": fields.Datetime.now(),
            }
            if date_field and not project[date_field]:
                vals[date_field] = project.company_id._legal_today()
            project._guarded_write(vals)

    # === Reasons why not ===

    def _get_announce_blockers(self):
        blockers = {}
        for project in self:
            if project.state != "draft":
                blockers[project] = self.env._(
                    "Only a project in preparation can be announced."
                )
            elif reason := project._get_date_blocker("announcement_date"):
                blockers[project] = reason
            elif reason := project._get_budget_blocker():
                blockers[project] = reason
        return blockers

    def _get_award_blockers(self):
        blockers = {}
        for project in self:
            if project.state not in ("draft", "announced"):
                blockers[project] = self.env._(
                    "Only a project in preparation or announced can be awarded."
                )
            elif project.state == "draft" and project.method == "public_tender":
                blockers[project] = self.env._(
                    "A public tender is announced first: press Announce."
                )
            elif reason := project._get_date_blocker("award_date"):
                blockers[project] = reason
            elif reason := project._get_budget_blocker():
                blockers[project] = reason
        return blockers

    def _get_date_blocker(self, name):
        self.ensure_one()
        if self[name] and self[name] > self.company_id._legal_today():
            return self.env._(
                "%(field)s lies in the future: enter the day when it has come.",
                field=self._fields[name]._description_string(self.env),
            )
        if name == "award_date" and self.announcement_date:
            award = self.award_date or self.company_id._legal_today()
            if award < self.announcement_date:
                return self.env._("The award comes after the announcement.")
        return False

    def _get_budget_blocker(self):
        self.ensure_one()
        if not self.budget:
            return self.env._("Enter the budget first.")
        lots = sum(self.lot_ids.mapped("budget"))
        if self.currency_id.compare_amounts(lots, self.budget) > 0:
            return self.env._(
                "The lots' budgets add up to more than the project's. Raise the "
                "project's budget or lower the lots'."
            )
        return False

    def _get_contract_blockers(self):
        """Projects under which contracts are in force, with the reason."""
        # Whoever may decide on the project is told that contracts exist, and no more.
        counts = dict(
            self.env["purchase.order"]
            .sudo()
            ._read_group(
                [
                    ("legal_procurement_id", "in", self.ids),
                    ("state", "in", ("to approve", "purchase")),
                ],
                ["legal_procurement_id"],
                ["__count"],
            )
        )
        return {
            project: self.env._(
                "%(count)s contracts are in force under it: cancel them first.",
                count=counts[project.sudo()],
            )
            for project in self
            if project.sudo() in counts
        }

    def _lock_against_contracts(self):
        """Let one transaction only confirm contracts of a project or take it back.

        The other fails at this write and is run again by Odoo.
        """
        self.flush_recordset(["state"])
        self.env.cr.execute(
            SQL(
                "UPDATE legal_procurement SET state = state WHERE id IN %s",
                tuple(self.ids) or (0,),
            ),
            log_exceptions=False,
        )

from odoo import fields, models
from odoo.tools import format_date

from .acceptance import FINANCE, MANAGER, OFFICER, SEALED_STATES


class LegalAcceptance(models.Model):
    """From draft to published: who may do what, and what must be there for it."""

    _inherit = "legal.acceptance"

    def action_check(self):
        """Check acceptances: from now on only the manager's yes is lacking.

        :raises UserError: one sentence per acceptance that is not ready for it
        """
        self._check_group(FINANCE, OFFICER)
        self.check_access("write")
        self._raise_blockers(self._get_state_blockers("draft"))
        self._refresh_lines()
        self._raise_blockers(self._get_check_blockers())
        self._guarded_write(
            {
                "state": "checked",
                "checked_at": fields.Datetime.now(),
                "checked_by_id": self.env.uid,
            }
        )
        return True

    def action_reset(self):
        """Take checked acceptances back to draft."""
        self._check_group(FINANCE, OFFICER)
        self.check_access("write")
        self._raise_blockers(self._get_state_blockers("checked"))
        self._guarded_write(
            {"state": "draft", "checked_at": False, "checked_by_id": False}
        )
        return True

    def action_accept(self):
        """Accept for good; the contract's lines receive what was accepted.

        :raises UserError: one sentence per acceptance that cannot be accepted
        """
        self._check_group(MANAGER)
        self.check_access("write")
        self._lock_orders()
        self.invalidate_recordset()
        self._raise_blockers(self._get_accept_blockers())
        dues = self._get_dues()
        for acceptance in self.sorted("id"):
            acceptance._accept(dues[acceptance.program_id])
        return True

    def _accept(self, due):
        self.ensure_one()
        money = self._prepare_money(due)
        for line in self.line_ids:
            line._guarded_write(money[line.assignment_id])
        self.line_ids.flush_recordset()
        self._apply_received()
        today = self.company_id._legal_today()
        self._guarded_write(
            {
                "state": "accepted",
                "number": self._get_next_number(),
                "date": self.date or today,
                "accepted_at": fields.Datetime.now(),
                "accepted_by_id": self.env.uid,
            }
        )
        # The database's refusal belongs here, not in somebody's later flush.
        self.flush_recordset()

    def action_publish(self):
        """Record that the results of acceptances were published (财库〔2016〕205号)."""
        self._check_group(FINANCE, OFFICER)
        self.check_access("write")
        self._raise_blockers(self._get_state_blockers("accepted"))
        for company, acceptances in self.grouped("company_id").items():
            acceptances._guarded_write(
                {
                    "state": "published",
                    "published_date": company._legal_today(),
                    "published_by_id": self.env.uid,
                }
            )
        return True

    def _get_next_number(self):
        """The contract's number and a running number behind it."""
        self.ensure_one()
        count = self.search_count(
            [("order_id", "=", self.order_id.id), ("number", "!=", False)]
        )
        # Officers know a contract's number without reading contracts.
        return f"YS-{self.order_id.sudo().name}-{count + 1}"

    def _get_list_action(self):
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "village_legal_advisor.action_acceptance"
        )
        action |= {"domain": [("id", "in", self.ids)], "context": {}}
        if len(self) == 1:
            action |= {"views": [(False, "form")], "res_id": self.id}
        return action

    # === What is in the way ===

    def _get_state_blockers(self, state):
        labels = dict(self._fields["state"]._description_selection(self.env))
        return {
            acceptance: self.env._(
                "%(acceptance)s is %(present)s, not %(needed)s.",
                acceptance=acceptance.display_name,
                present=labels[acceptance.state],
                needed=labels[state],
            )
            for acceptance in self
            if acceptance.state != state
        }

    def _get_check_blockers(self):
        return {
            acceptance: reason
            for acceptance in self
            if (reason := acceptance._get_check_blocker())
        }

    def _get_check_blocker(self):
        self.ensure_one()
        instalment = self.instalment_id.sudo()
        if not self.line_ids:
            return self.env._("There is nothing to accept.")
        if reason := self._get_order_blocker():
            return reason
        shares = self.program_id._get_shares_message()
        if shares:
            return shares
        if instalment.date_to >= self.company_id._legal_today():
            return self.env._(
                "The services that this instalment pays for run until %(date)s.",
                date=format_date(self.env, instalment.date_to),
            )
        if instalment.condition == "grade":
            lacking = self.line_ids.filtered(
                lambda line: line.weight and not line.evaluation_id
            )
            if lacking:
                return self.env._(
                    "Evaluations to confirm first: %(names)s.",
                    names=lacking._list_names(),
                )
        unexplained = self.line_ids.filtered(
            lambda line: line._differs() and not (line.reason or "").strip()
        )
        if unexplained:
            return self.env._(
                "Say why the accepted share is not the proposed one: %(names)s.",
                names=unexplained._list_names(),
            )
        return None

    def _get_order_blocker(self):
        if self.order_id.sudo().state != "purchase":
            return self.env._("The contract is not in force.")
        return None

    def _get_accept_blockers(self):
        blockers = self._get_state_blockers("checked")
        for acceptance in self:
            if acceptance in blockers:
                continue
            reason = acceptance._get_accept_blocker()
            if reason:
                blockers[acceptance] = reason
        return blockers

    def _get_accept_blocker(self):
        self.ensure_one()
        if reason := self._get_order_blocker():
            return reason
        lines = self.line_ids
        silent = lines.filtered(lambda line: not line.opinion)
        if silent:
            return self.env._(
                "The people served take part in acceptance. Record the village's "
                "opinion first: %(names)s.",
                names=silent._list_names(),
            )
        stale = lines.filtered(
            lambda line: line.evaluation_id and not line.evaluation_id.is_current
        )
        if stale:
            return self.env._(
                "Evaluations were corrected meanwhile; reset the acceptance to draft "
                "and check it again: %(names)s.",
                names=stale._list_names(),
            )
        earlier = self.settles_id
        if earlier and earlier.state not in SEALED_STATES:
            return self.env._("What it settles is not accepted yet.")
        under_contract = self.env["legal.assignment"].union(
            *(assignment for assignment, _source in self._get_contract_lines())
        )
        if lines.assignment_id - under_contract:
            return self.env._(
                "The contract has changed meanwhile; reset the acceptance to draft and "
                "check it again."
            )
        return None

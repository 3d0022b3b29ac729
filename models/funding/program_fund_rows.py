from odoo import models

from . import fund_rows_sql
from .fund_ledger_sql import prepare


class LegalProgram(models.Model):
    """The rows behind a year's money; papers and workbooks put out the same ones."""

    _inherit = "legal.program"

    def _check_fund_readers(self):
        """Money is for those who read the use of funds.

        :raises AccessError: for everybody else
        """
        self.check_access("read")
        self.env["legal.fund.status"].check_access("read")

    def _get_fund_status(self):
        """Rows of the screen `legal.fund.status`, in its order.

        :rtype: legal.fund.status
        """
        self.ensure_one()
        self.env.flush_all()
        Status = self.env["legal.fund.status"]
        Status.invalidate_model()
        return Status.search([("program_id", "=", self.id)])

    def _get_fund_rows(self, kind):
        """Rows of one kind, as dictionaries with names, days and amounts.

        What is committed, actual, paid and received adds up to the screen's figures.

        :param str kind: appropriations, receipts, contracts, acceptances, bills,
            payments or shares
        :rtype: list[dict]
        """
        self.ensure_one()
        self._check_fund_readers()
        self.env.flush_all()
        if kind == "shares":
            return self.env.execute_query_dict(fund_rows_sql.get_shares(self.id))
        accounts = self._get_source_accounts().ids
        if kind in ("appropriations", "contracts", "acceptances"):
            query = getattr(fund_rows_sql, f"get_{kind}")(accounts)
        else:
            query = getattr(fund_rows_sql, f"get_{kind}")(prepare(self.env), accounts)
        return self.env.execute_query_dict(query)

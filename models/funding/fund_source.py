from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL


class LegalFundSource(models.Model):
    """A program year's money by funding source, all townships together."""

    _name = "legal.fund.source"
    _description = "Use of funds by source"
    _inherit = ["legal.fund.status"]
    _auto = False
    _order = "program_id DESC, id"

    @property
    def _table_query(self):
        # Inherited from the rows by township: both always say the same.
        return SQL(
            """
            SELECT account_id::bigint AS id, account_id, program_id, source,
                   company_id, currency_id, NULL::integer AS township_id,
                   SUM(appropriated) AS appropriated, SUM(received) AS received,
                   SUM(committed) AS committed, SUM(actual) AS actual,
                   SUM(paid) AS paid, SUM(available) AS available
              FROM (%s) status
             GROUP BY account_id, program_id, source, company_id, currency_id
            """,
            super()._table_query,
        )

    @api.model
    def _get_township_domain(self, *names):
        return Domain.TRUE

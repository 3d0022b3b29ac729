from odoo import models

from .account_analytic_line import let_sync


class AccountMoveLine(models.Model):
    """Odoo brings analytic entries up to date with the lines that they follow from."""

    _inherit = "account.move.line"

    def _create_analytic_lines(self):
        return super(AccountMoveLine, let_sync(self))._create_analytic_lines()

    def _inverse_analytic_distribution(self):
        return super(AccountMoveLine, let_sync(self))._inverse_analytic_distribution()

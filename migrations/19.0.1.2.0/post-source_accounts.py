from odoo import SUPERUSER_ID, api


def migrate(cr, _version):
    """Years of before get the accounts of their funding sources."""
    env = api.Environment(cr, SUPERUSER_ID, {})
    env["legal.program"].search([])._make_source_accounts()

from odoo import SUPERUSER_ID, api


def migrate(cr, _version):
    """Projects and contracts of before get the checklist of their file."""
    env = api.Environment(cr, SUPERUSER_ID, {})
    env["legal.procurement.item"]._prepare_items(env["legal.procurement"].search([]))

from odoo import SUPERUSER_ID, api


def migrate(cr, _version):
    """Years of before get the usual two instalments, named in the bureau's language."""
    env = api.Environment(cr, SUPERUSER_ID, {})
    for program in env["legal.program"].search([]):
        lang = program.company_id.partner_id.lang
        program.with_context(lang=lang)._make_instalments()

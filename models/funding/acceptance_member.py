from odoo import api, fields, models


class LegalAcceptanceMember(models.Model):
    """Somebody who takes part in an acceptance and signs it."""

    _name = "legal.acceptance.member"
    _description = "Member of an acceptance committee"
    _inherit = ["legal.acceptance.part.mixin"]
    _order = "sequence, id"
    _check_company_auto = True

    sequence = fields.Integer(default=10)
    name = fields.Char(required=True)
    unit = fields.Char("Unit and position")

    @api.model_create_multi
    def create(self, vals_list):
        # The database would refuse too, in words of its own.
        ids = {vals.get("acceptance_id") for vals in vals_list} - {None, False}
        self.env["legal.acceptance"].browse(ids)._refuse_sealed()
        return super().create(vals_list)

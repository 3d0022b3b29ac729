from odoo import fields, models


class BenchVillage(models.Model):
    """What `load()` fills of villages: the fields, and no code."""

    _name = "legal.bench.village"
    _description = "Bench: village"

    name = fields.Char(required=True)
    code = fields.Char(required=True, index=True)
    kind = fields.Char()
    township_id = fields.Many2one("legal.bench.township", required=True, index=True)
    company_id = fields.Many2one("res.company", index=True)
    in_scope_from = fields.Date()

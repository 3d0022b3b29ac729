from odoo import fields, models


class BenchTownship(models.Model):
    """What `load()` fills of townships: the fields, and no code."""

    _name = "legal.bench.township"
    _description = "Bench: township"
    _rec_name = "code"

    name = fields.Char(required=True)
    code = fields.Char(required=True, index=True)
    county_code = fields.Char()
    county_name = fields.Char()
    company_id = fields.Many2one("res.company", index=True)

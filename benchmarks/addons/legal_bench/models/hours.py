from odoo import fields, models


class BenchHours(models.Model):
    """A village's year as Odoo's export needs it: a field for every column."""

    _name = "legal.bench.hours"
    _description = "Bench: hours of a year"
    _order = "code, id"

    township = fields.Char()
    code = fields.Char(index=True)
    village = fields.Char()
    month_1 = fields.Float()
    month_2 = fields.Float()
    month_3 = fields.Float()
    month_4 = fields.Float()
    month_5 = fields.Float()
    month_6 = fields.Float()
    month_7 = fields.Float()
    month_8 = fields.Float()
    month_9 = fields.Float()
    month_10 = fields.Float()
    month_11 = fields.Float()
    month_12 = fields.Float()
    required = fields.Float()
    confirmed = fields.Float()
    pending = fields.Float()
    shortfall = fields.Float()
    months = fields.Integer()
    met = fields.Integer()

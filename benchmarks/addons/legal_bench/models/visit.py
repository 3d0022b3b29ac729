from odoo import fields, models


class BenchVisit(models.Model):
    """What `load()` fills of service entries: the fields, and no code."""

    _name = "legal.bench.visit"
    _description = "Bench: service entry"

    reference = fields.Char(index=True)
    assignment_id = fields.Many2one("legal.assignment", required=True, index=True)
    advisor_id = fields.Many2one("legal.advisor", required=True, index=True)
    village_id = fields.Many2one("legal.village", required=True, index=True)
    township_id = fields.Many2one("legal.township", index=True)
    program_id = fields.Many2one("legal.program", index=True)
    company_id = fields.Many2one("res.company", index=True)
    place = fields.Char()
    date = fields.Date(required=True)
    time_start = fields.Datetime()
    time_stop = fields.Datetime()
    minutes = fields.Integer()
    service_mode = fields.Char()
    service_form = fields.Char()
    summary = fields.Text()
    advice = fields.Text()
    state = fields.Char(index=True)

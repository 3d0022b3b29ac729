from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..common.names import join_clauses

# What a year's acceptances were reckoned by.
TERMS = frozenset(
    {"program_id", "date_from", "date_to", "share", "condition", "months_share"}
    | {"grade_least"}
)
READERS = (
    "village_legal_advisor.group_legal_finance,"
    "village_legal_advisor.group_legal_officer,"
    "village_legal_advisor.group_legal_leading"
)


class LegalInstalment(models.Model):
    """A part of the year's fee: what it pays for, on what condition and until when."""

    _name = "legal.instalment"
    _description = "Instalment"
    _inherit = ["legal.guard.mixin"]
    _order = "program_id, sequence, id"
    _check_company_auto = True

    program_id = fields.Many2one(
        "legal.program",
        "Program year",
        required=True,
        index=True,
        ondelete="cascade",
        check_company=True,
    )
    company_id = fields.Many2one(
        related="program_id.company_id", store=True, index=True, precompute=True
    )
    sequence = fields.Integer(default=10)
    name = fields.Char(required=True)
    date_from = fields.Date(
        "Pays for services from",
        compute="_compute_dates",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
    )
    date_to = fields.Date(
        "To",
        compute="_compute_dates",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
    )
    share = fields.Float(
        "Share of the fee (%)", digits=(5, 2), required=True, aggregator="sum"
    )
    condition = fields.Selection(
        [
            ("none", "None"),
            ("months", "Months reached"),
            ("grade", "Grade of the evaluation"),
        ],
        default="none",
        required=True,
        help="What must be fulfilled for the whole instalment. Months reached: where "
        "fewer are reached, the instalment is paid in proportion to them.",
    )
    months_share = fields.Float(
        "Months reached at least (%)", digits=(5, 2), default=100.0, aggregator=None
    )
    grade_least = fields.Selection(
        [("excellent", "Excellent"), ("good", "Good"), ("qualified", "Qualified")],
        "Grade at least",
        default="qualified",
    )
    payment_deadline = fields.Date(
        help="From 60 days before, what is not ready for payment is listed."
    )
    acceptance_ids = fields.One2many("legal.acceptance", "instalment_id")

    _share_positive = models.Constraint(
        "CHECK (share > 0 AND share <= 100)",
        "An instalment's share lies above 0 and is not more than 100 %.",
    )
    _months_share_percent = models.Constraint(
        "CHECK (months_share >= 0 AND months_share <= 100)",
        "The share of months lies between 0 and 100 %.",
    )
    _grade_given = models.Constraint(
        "CHECK (condition != 'grade' OR grade_least IS NOT NULL)",
        "Say which grade is needed at least.",
    )
    _dates_ordered = models.Constraint(
        "CHECK (date_from <= date_to)", "The last day is before the first day."
    )

    @api.depends("program_id")
    def _compute_dates(self):
        for instalment in self:
            program = instalment.program_id
            instalment.date_from = instalment.date_from or program.date_start
            instalment.date_to = instalment.date_to or program.date_end

    @api.constrains("date_from", "date_to", "program_id")
    def _check_inside_program(self):
        for instalment in self:
            contains = instalment.program_id._contains
            if not (contains(instalment.date_from) and contains(instalment.date_to)):
                raise ValidationError(
                    self.env._(
                        "The instalment %(instalment)s must pay for days of its "
                        "program year.",
                        instalment=instalment.name,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        instalments = super().create(vals_list)
        instalments._check_open_to_change(TERMS)
        return instalments

    def write(self, vals):
        self._check_open_to_change(vals.keys())
        before = {
            rec: rec._get_terms() for rec in self if rec.program_id.state == "open"
        }
        result = super().write(vals)
        self._check_open_to_change(vals.keys())
        for instalment, terms in before.items():
            instalment._log_change(terms)
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_used(self):
        self._check_open_to_change(TERMS)

    def _check_open_to_change(self, names):
        """Terms stand once the year's first acceptance was made by them (rule 8).

        Before that a bureau manager may still change those of an open year: years that
        were opened before there were instalments have default ones.

        :raises UserError: saying why they stay
        """
        if self._is_guard_lifted():
            return
        for instalment in self:
            program = instalment.program_id
            if program.state == "draft":
                continue
            if program.state == "closed":
                raise UserError(
                    self.env._("%(program)s is closed.", program=program.display_name)
                )
            self._check_group("village_legal_advisor.group_legal_manager")
            # Who changes the terms need not read every acceptance.
            used = program.sudo().instalment_ids.acceptance_ids
            if (TERMS & set(names) and used) or instalment.sudo().acceptance_ids:
                raise UserError(
                    self.env._(
                        "Acceptances of %(program)s were made by these instalments: "
                        "they stay as they are.",
                        program=program.display_name,
                    )
                )

    def _get_terms(self):
        self.ensure_one()
        return {
            name: self._fields[name].convert_to_read(self[name], self)
            for name in ("name", *sorted(TERMS - {"program_id"}), "payment_deadline")
        }

    def _log_change(self, before):
        """Leave in the year's history who changed the terms of an open year."""
        changes = [
            self.env._(
                "%(field)s: %(old)s -> %(new)s",
                field=self._fields[name]._description_string(self.env),
                old=before[name] or "-",
                new=new or "-",
            )
            for name, new in self._get_terms().items()
            if new != before[name]
        ]
        if changes:
            self.program_id.message_post(
                body=self.env._(
                    "Instalment %(instalment)s changed. %(changes)s",
                    instalment=self.name,
                    changes=join_clauses(self.env, changes),
                )
            )

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from .score import MANUAL_SCORERS, PARAMETERS, clean_parameters

PARAMETER_NAMES = sorted({name for known in PARAMETERS.values() for name in known})


class LegalCriterion(models.Model):
    """One line of a year's evaluation: what is looked at and how much it weighs.

    Criteria without a program are the bureau's template: every new program begins
    with a copy of them, next year's with a copy of this year's.
    """

    _name = "legal.criterion"
    _description = "Evaluation criterion"
    _inherit = ["legal.guard.mixin"]
    _order = "program_id, sequence, id"
    _check_company_auto = True

    program_id = fields.Many2one(
        "legal.program",
        index=True,
        ondelete="cascade",
        check_company=True,
        help="Empty: a template from which new program years are filled.",
    )
    company_id = fields.Many2one(
        related="program_id.company_id", store=True, index=True, precompute=True
    )
    program_state = fields.Selection(related="program_id.state")
    sequence = fields.Integer(default=10)
    name = fields.Char(required=True, translate=True)
    description = fields.Text(
        translate=True, help="What full marks require; shown where marks are given."
    )
    weight = fields.Float(
        required=True,
        digits=(6, 2),
        help="Marks at most. All criteria of a program year add up to 100.",
    )
    scorer = fields.Selection(
        [
            ("months_met", "Months that reached the hours"),
            ("lectures_filed", "Lectures held and filed in time"),
            ("entries_complete", "Entries complete and recorded in time"),
            ("disputes_upheld", "Disputes upheld by the township"),
            ("certificate_valid", "Certificate valid at the first service"),
            ("manual_township", "Township's appraisal"),
            ("manual_bureau", "Bureau's appraisal"),
        ],
        "Marks by",
        required=True,
        default="manual_bureau",
    )
    kind = fields.Selection(
        [("automatic", "Automatic"), ("manual", "Manual")],
        compute="_compute_kind",
        store=True,
        precompute=True,
    )
    parameters = fields.Json(
        help="Rule parameters of the scorer, complete and checked."
    )
    # === The parameters, each as a plain field ===
    full_share = fields.Float(
        "Full marks from a share of",
        compute="_compute_from_parameters",
        inverse="_inverse_parameters",
        help="1 means that every month must be reached, 0.9 nine of ten.",
    )
    late_credit = fields.Float(
        "Credit for a late lecture",
        compute="_compute_from_parameters",
        inverse="_inverse_parameters",
        help="Part of a lecture's marks that one filed late still earns.",
    )
    within_days = fields.Integer(
        "Days to record an entry",
        compute="_compute_from_parameters",
        inverse="_inverse_parameters",
    )
    deduction = fields.Float(
        "Deduction per dispute",
        compute="_compute_from_parameters",
        inverse="_inverse_parameters",
    )

    _weight_range = models.Constraint(
        "CHECK (weight > 0 AND weight <= 100)",
        "A criterion weighs more than 0 and at most 100.",
    )

    @api.depends("scorer")
    def _compute_kind(self):
        for criterion in self:
            is_manual = criterion.scorer in MANUAL_SCORERS
            criterion.kind = "manual" if is_manual else "automatic"

    @api.depends("parameters", "scorer")
    def _compute_from_parameters(self):
        for criterion in self:
            known = PARAMETERS.get(criterion.scorer, {})
            for name in PARAMETER_NAMES:
                default = known[name][0] if name in known else 0
                criterion[name] = (criterion.parameters or {}).get(name, default)

    def _inverse_parameters(self):
        for criterion in self:
            criterion.parameters = {
                name: criterion[name] for name in PARAMETERS[criterion.scorer]
            }

    @api.constrains("parameters", "scorer")
    def _check_parameters(self):
        for criterion in self:
            try:
                clean_parameters(criterion.scorer, criterion.parameters)
            except ValueError as error:
                name = str(error)
                field = self._fields.get(name)
                raise ValidationError(
                    self.env._(
                        "%(criterion)s: the parameter %(parameter)s does not fit.",
                        criterion=criterion.name,
                        parameter=field._description_string(self.env)
                        if field
                        else name,
                    )
                ) from error

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            # Parameters of another scorer would only confuse whoever reads them.
            scorer = vals.get("scorer") or self._fields["scorer"].default(self)
            if not vals.get("parameters"):
                vals["parameters"] = clean_parameters(scorer, None)
        criteria = super().create(vals_list)
        criteria._check_unlocked()
        return criteria

    def write(self, vals):
        self._check_unlocked()
        if "scorer" in vals and "parameters" not in vals:
            vals = vals | {"parameters": clean_parameters(vals["scorer"], None)}
        result = super().write(vals)
        if "program_id" in vals:
            self._check_unlocked()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_locked(self):
        self._check_unlocked()

    def _check_unlocked(self):
        """Criteria are standards of their year: locked once it is open (rule 8)."""
        if self._is_guard_lifted():
            return
        for program in self.program_id:
            if program.state != "draft":
                raise UserError(
                    self.env._(
                        "%(program)s is open: its criteria are locked. A manager may "
                        "correct them with a reason (Correct criteria).",
                        program=program.display_name,
                    )
                )

    def _copy_to(self, program):
        """Copy criteria, translations included, into a program year."""
        for criterion in self:
            criterion.copy({"program_id": program.id})

    def _prepare_rules(self):
        """Rules for `score.score`, keyed by criterion id."""
        return [
            {
                "key": criterion.id,
                "scorer": criterion.scorer,
                "weight": criterion.weight,
                "parameters": criterion.parameters or {},
            }
            for criterion in self
        ]

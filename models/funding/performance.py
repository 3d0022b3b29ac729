from odoo import api, fields, models
from odoo.exceptions import UserError

# Of the hundred, what the execution of the budget counts.
EXECUTION_WEIGHT = 10.0
FULL_SCORE = 100.0
FINANCE = "village_legal_advisor.group_legal_finance"
MANAGER = "village_legal_advisor.group_legal_manager"
# The figures of the money, by source of the usual form.
MONEY = ("transfer", "other")


class LegalPerformance(models.Model):
    """The yearly self-assessment of the project's performance (项目支出绩效自评表).

    Goals, what was reached, and why not; after the form of the Measures for the
    performance management of project expenditure (财预〔2020〕10号).
    """

    _name = "legal.performance"
    _description = "Performance self-assessment"
    _inherit = ["legal.guard.mixin", "mail.thread"]
    _order = "year DESC, id DESC"
    _rec_names_search = ["project_name"]
    _check_company_auto = True

    program_id = fields.Many2one(
        "legal.program",
        "Program year",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
        default=lambda self: self._default_program_id(),
    )
    year = fields.Integer(
        related="program_id.year", store=True, precompute=True, aggregator=None
    )
    company_id = fields.Many2one(
        related="program_id.company_id", store=True, index=True, precompute=True
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    project_name = fields.Char(
        "Project",
        required=True,
        default=lambda self: self.env._(
            "One legal adviser for every village and community"
        ),
    )
    department = fields.Char(
        "Department in charge",
        required=True,
        default=lambda self: self.env.company.name,
    )
    unit = fields.Char(
        "Unit that carries it out",
        required=True,
        default=lambda self: self.env.company.name,
    )
    goal_expected = fields.Text("Goal of the year")
    goal_actual = fields.Text("What was reached")
    # === Money, as read on `figures_at` ===
    initial_transfer = fields.Monetary(
        "Initial budget, transfer payment", readonly=True, copy=False
    )
    initial_other = fields.Monetary(
        "Initial budget, other money", readonly=True, copy=False
    )
    budget_transfer = fields.Monetary(
        "Budget of the year, transfer payment", readonly=True, copy=False
    )
    budget_other = fields.Monetary(
        "Budget of the year, other money", readonly=True, copy=False
    )
    paid_transfer = fields.Monetary(
        "Executed, transfer payment", readonly=True, copy=False
    )
    paid_other = fields.Monetary("Executed, other money", readonly=True, copy=False)
    initial = fields.Monetary("Initial budget", compute="_compute_money", store=True)
    budget = fields.Monetary("Budget of the year", compute="_compute_money", store=True)
    paid = fields.Monetary("Executed", compute="_compute_money", store=True)
    execution_rate = fields.Float(
        "Execution rate (%)",
        digits=(6, 2),
        compute="_compute_money",
        store=True,
        aggregator=None,
        help="Executed of the budget of the year.",
    )
    execution_score = fields.Float(
        "Score of the execution",
        digits=(6, 2),
        compute="_compute_money",
        store=True,
        aggregator=None,
        help="Of 10: in proportion to the execution rate, not more than 10.",
    )
    line_ids = fields.One2many(
        "legal.performance.line", "performance_id", "Indicators", copy=False
    )
    weight_total = fields.Float(
        "Full score",
        digits=(6, 2),
        compute="_compute_score",
        store=True,
        aggregator=None,
        help="10 for the execution of the budget, and the weights of the indicators.",
    )
    score = fields.Float(
        digits=(6, 2), compute="_compute_score", store=True, aggregator="avg"
    )
    unexplained_count = fields.Integer(
        "Deviations without a reason", compute="_compute_unexplained_count"
    )
    state = fields.Selection(
        [("draft", "Draft"), ("done", "Finished")],
        default="draft",
        required=True,
        copy=False,
        index=True,
        tracking=True,
    )
    figures_at = fields.Datetime("Figures of", readonly=True, copy=False)
    finished_at = fields.Datetime(readonly=True, copy=False)
    finished_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    reopened_at = fields.Datetime(readonly=True, copy=False)
    reopened_by_id = fields.Many2one("res.users", readonly=True, copy=False)

    _once = models.Constraint(
        "UNIQUE (program_id)", "The program year has its self-assessment already."
    )
    _year_idx = models.Index("(year DESC, id DESC)")

    @api.model
    def _default_program_id(self):
        company = self.env.company
        program = self.env["legal.program"]._get_for_date(
            company, company._legal_today()
        )
        # The year that has none yet; else it is chosen by hand.
        return program if not self._get_of(program) else program.browse()

    @api.model
    def _get_of(self, program):
        return self.search([("program_id", "=", program.id)], limit=1)

    @api.depends("project_name", "year")
    def _compute_display_name(self):
        for record in self:
            record.display_name = f"{record.year or ''} {record.project_name or ''}"

    @api.depends(
        *(
            f"{name}_{source}"
            for name in ("initial", "budget", "paid")
            for source in MONEY
        )
    )
    def _compute_money(self):
        for record in self:
            for name in ("initial", "budget", "paid"):
                record[name] = sum(record[f"{name}_{source}"] for source in MONEY)
            share = record.paid / record.budget if record.budget else 0.0
            record.execution_rate = 100 * share
            record.execution_score = EXECUTION_WEIGHT * min(max(share, 0.0), 1.0)

    @api.depends("execution_score", "line_ids.weight", "line_ids.score")
    def _compute_score(self):
        for record in self:
            lines = record.line_ids
            record.weight_total = EXECUTION_WEIGHT + sum(lines.mapped("weight"))
            # As it is printed, to two digits.
            record.score = round(record.execution_score, 2) + sum(
                round(line.score, 2) for line in lines
            )

    @api.depends("line_ids.is_deviating", "line_ids.reason")
    def _compute_unexplained_count(self):
        for record in self:
            record.unexplained_count = len(record.line_ids._get_unexplained())

    @api.model
    def _get_guarded_fields(self):
        money = {
            f"{name}_{source}"
            for name in ("initial", "budget", "paid")
            for source in MONEY
        }
        return (
            super()._get_guarded_fields()
            | money
            | {"figures_at", "finished_at", "finished_by_id"}
            | {"reopened_at", "reopened_by_id"}
        )

    @api.model_create_multi
    def create(self, vals_list):
        records = super().create(vals_list)
        for record in records:
            if not record.line_ids:
                record._prepare_lines()
            record._read_figures()
        return records

    def write(self, vals):
        self._check_draft(vals.keys() - {"message_follower_ids", "message_ids"})
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_finished(self):
        self._check_draft({"state"})

    def _check_draft(self, names):
        """A finished assessment stays as it is.

        :raises UserError: for the first one that is finished
        """
        if not names or self._is_guard_lifted():
            return
        for record in self.filtered(lambda rec: rec.state == "done"):
            raise UserError(
                self.env._(
                    "%(assessment)s is finished. A bureau manager may open it again.",
                    assessment=record.display_name,
                )
            )

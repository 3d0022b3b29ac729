from odoo import api, fields, models
from odoo.tools import float_compare

FULL_MARKS = 100.0


class LegalProgram(models.Model):
    """A year's criteria, its thresholds, and what they keep from opening or closing."""

    _inherit = "legal.program"

    criterion_ids = fields.One2many("legal.criterion", "program_id", "Criteria")
    criterion_total = fields.Float(
        "Sum of weights", compute="_compute_criterion_total", digits=(6, 2)
    )
    criterion_source_id = fields.Many2one(
        "legal.program",
        "Criteria copied from",
        copy=False,
        readonly=True,
        ondelete="set null",
        help="Empty: from the bureau's template.",
    )
    evaluation_count = fields.Integer("Evaluations", compute="_compute_evaluations")
    evaluation_open_count = fields.Integer(
        "Evaluations to confirm", compute="_compute_evaluations"
    )

    @api.depends("criterion_ids.weight")
    def _compute_criterion_total(self):
        for program in self:
            program.criterion_total = sum(program.criterion_ids.mapped("weight"))

    def _compute_evaluations(self):
        counts = self._get_evaluation_counts()
        for program in self:
            total, waiting = counts.get(program, (0, 0))
            program.evaluation_count = total
            program.evaluation_open_count = waiting

    def _get_evaluation_counts(self):
        """How many evaluations there are and how many are not confirmed.

        Of several versions the last one says whether something waits.

        :rtype: dict[legal.program, tuple[int, int]]
        """
        counts = {}
        for program, state, count in self.env["legal.evaluation"]._read_group(
            [("program_id", "in", self.ids), ("superseded_by_id", "=", False)],
            ["program_id", "state"],
            ["__count"],
        ):
            total, waiting = counts.get(program, (0, 0))
            if state != "confirmed":
                waiting += count
            counts[program] = total + count, waiting
        return counts

    @api.model_create_multi
    def create(self, vals_list):
        programs = super().create(vals_list)
        programs._fill_criteria()
        return programs

    def _fill_criteria(self):
        """Give programs without criteria those of their source or of the template."""
        bare = self.filtered(lambda program: not program.criterion_ids)
        if not bare:
            return
        template = self.env["legal.criterion"].search([("program_id", "=", False)])
        for program in bare:
            source = program.criterion_source_id.criterion_ids or template
            source._copy_to(program)

    def _prepare_next_vals(self):
        return super()._prepare_next_vals() | {"criterion_source_id": self.id}

    def action_open(self):
        self.filtered(lambda program: program.state == "draft")._fill_criteria()
        return super().action_open()

    def _get_open_blockers(self):
        blockers = super()._get_open_blockers()
        for program in self:
            if program not in blockers and not program._has_full_marks():
                blockers[program] = program._get_weights_sentence()
        return blockers

    def _has_full_marks(self):
        self.ensure_one()
        return not float_compare(self.criterion_total, FULL_MARKS, precision_digits=2)

    def _get_weights_sentence(self):
        self.ensure_one()
        return self.env._(
            "The weights of the evaluation's criteria add up to %(total)g; they must "
            "add up to 100.",
            total=round(self.criterion_total, 2),
        )

    def _get_close_blockers(self):
        blockers = super()._get_close_blockers()
        candidates = self.filtered(lambda program: program not in blockers)
        unevaluated = candidates._get_unevaluated_counts()
        counts = candidates._get_evaluation_counts()
        for program in candidates:
            _total, waiting = counts.get(program, (0, 0))
            if unevaluated.get(program):
                blockers[program] = self.env._(
                    "%(count)s assignments have no evaluation yet. Compute the "
                    "evaluations first.",
                    count=unevaluated[program],
                )
            elif waiting:
                blockers[program] = self.env._(
                    "%(count)s evaluations are not confirmed yet.",
                    count=waiting,
                )
        return blockers

    def _get_unevaluated_counts(self):
        """How many assignments with months due lack an evaluation, per program."""
        months = self.env["legal.service.month"].sudo()
        counts = {}
        for program in self:
            evaluated = (
                self.env["legal.evaluation"]
                .sudo()
                ._search([("program_id", "=", program.id), ("is_current", "=", True)])
            )
            counts[program] = months._read_group(
                [
                    ("program_id", "=", program.id),
                    ("month", "<=", program._get_evaluated_until()),
                    ("minutes_required", ">", 0),
                    ("assignment_id", "not in", evaluated.subselect("assignment_id")),
                ],
                aggregates=["assignment_id:count_distinct"],
            )[0][0]
        return counts

    # === Evaluating ===

    def action_compute_evaluations(self):
        """Compute the evaluations of whole years; see `legal.evaluation`.

        :return: the list of the years' evaluations
        :raises UserError: when a year is not open or its weights are wrong
        """
        self._check_group("village_legal_advisor.group_legal_officer")
        self._raise_blockers(self._get_compute_blockers())
        self.env["legal.evaluation"]._compute_programs(self)
        return self.action_view_evaluations()

    def _get_compute_blockers(self):
        blockers = {}
        for program in self:
            if program.state == "draft":
                blockers[program] = self.env._("Open the program year first.")
            elif program.state == "closed":
                blockers[program] = self.env._(
                    "The year is closed. A confirmed evaluation can be corrected."
                )
            elif not program._has_full_marks():
                blockers[program] = program._get_weights_sentence()
        return blockers

    def action_view_evaluations(self):
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "village_legal_advisor.action_evaluation"
        )
        action["domain"] = [("program_id", "in", self.ids)]
        return action

    def _get_evaluated_until(self):
        """Last local day that counts: of the cutoff's month, or of the last month
        that is over while the year still runs.

        :rtype: datetime.date
        """
        self.ensure_one()
        cutoff = fields.Date.end_of(self.evaluation_cutoff, "month")
        today = self.company_id._legal_today()
        return min(cutoff, fields.Date.subtract(today.replace(day=1), days=1))

    def _get_previous(self):
        """The bureau's program year before this one, or none."""
        self.ensure_one()
        return self.search(
            [
                ("company_id", "=", self.company_id.id),
                ("date_end", "<", self.date_start),
            ],
            order="date_end DESC",
            limit=1,
        )

    def _get_grade_thresholds(self):
        """Least scores for excellent, good and qualified."""
        return self.grade_excellent, self.grade_good, self.grade_qualified

    def _get_least_within_days(self):
        """The fewest days that any of these years allows for recording an entry."""
        return min(self.criterion_ids.mapped("within_days"), default=0)

    # === Corrections (rule 8) ===

    def _correct_standards(self, vals, reason):
        result = super()._correct_standards(vals, reason)
        self._rebuild_evaluations()
        return result

    def _rebuild_evaluations(self):
        """Compute the drafts anew after standards or criteria were corrected."""
        Evaluation = self.env["legal.evaluation"]
        drafts = Evaluation.sudo().search(
            [("program_id", "in", self.ids), ("state", "=", "draft")]
        )
        if drafts:
            Evaluation._compute_marks(drafts.assignment_id)
            # The thresholds may have moved although no mark did.
            self.env.add_to_compute(Evaluation._fields["grade"], drafts.exists())

from odoo import api, models
from odoo.exceptions import UserError

from .evaluation_period import ACTIVATED_STATES
from .score import score

PERIOD = ("date_from", "date_to", "months")
# Thousands of drafts at once need no history of their own.
QUIET = {
    "tracking_disable": True,
    "mail_create_nolog": True,
    "mail_create_nosubscribe": True,
}


def write_changed(record, vals):
    """Write those values that differ; nothing when none does."""
    changed = {name: value for name, value in vals.items() if record[name] != value}
    if changed:
        record._guarded_write(changed)


class LegalEvaluation(models.Model):
    """Marks for a whole program year at once: read, score, store what changed."""

    _inherit = "legal.evaluation"

    def action_compute(self, program=None):
        """Compute marks anew; whatever is no longer a draft stays as it is.

        Called on evaluations, it computes those; called on none, all assignments of
        a program year. Marks and reasons that people entered are kept.

        :param program: a program year or its id; without it and on no evaluation,
            every open year of the user's companies
        :raises UserError: when a year cannot be evaluated, or nothing is a draft
        """
        self._check_group("village_legal_advisor.group_legal_officer")
        self.check_access("write")
        if self:
            drafts = self.filtered(lambda evaluation: evaluation.state == "draft")
            if not drafts:
                raise UserError(
                    self.env._(
                        "Only drafts are computed. Give it back to the township "
                        "first, or correct it if it is confirmed."
                    )
                )
            drafts._compute_marks(drafts.assignment_id)
            return True
        Program = self.env["legal.program"]
        if isinstance(program, models.BaseModel):
            programs = program
        elif program:
            programs = Program.browse(program)
        else:
            programs = Program.search(
                [
                    ("state", "=", "open"),
                    ("company_id", "in", self.env.companies.ids),
                ]
            )
        return programs.action_compute_evaluations()

    @api.model
    def _compute_programs(self, programs):
        assignments = (
            self.env["legal.assignment"]
            .sudo()
            .search(
                [
                    ("program_id", "in", programs.ids),
                    ("state", "in", ACTIVATED_STATES),
                ]
            )
        )
        # Drafts of assignments that were cancelled since must go.
        drafts = self.sudo().search(
            [("program_id", "in", programs.ids), ("state", "=", "draft")]
        )
        self._compute_marks(assignments | drafts.assignment_id)

    @api.model
    def _compute_marks(self, assignments, states=("draft",)):
        """Score assignments and write what differs from their drafts.

        The caller has checked rights. Nothing is written when nothing changed.

        :param states: what else than drafts shall follow the facts
        """
        self = self.sudo().with_context(**QUIET)
        assignments = assignments.sudo()
        in_force = assignments.filtered(lambda rec: rec.state in ACTIVATED_STATES)
        gathered = self._gather_facts(in_force)
        existing = self.search_fetch(
            [
                ("assignment_id", "in", assignments.ids),
                ("superseded_by_id", "=", False),
            ],
            ["assignment_id", "state", "version", "date_from", "date_to", "months"],
        )
        drafts = existing.filtered(lambda evaluation: evaluation.state in states)
        obsolete = drafts.filtered(
            lambda evaluation: evaluation.version == 1
            and evaluation.state == "draft"
            and evaluation.assignment_id not in gathered
        )
        obsolete.unlink()
        drafts -= obsolete
        marks = self._score_facts(gathered)
        drafts._store_marks(marks)
        drafts._store_periods(gathered)
        self._create_missing(existing - obsolete, gathered, marks)

    @api.model
    def _score_facts(self, gathered):
        """What the facts are worth by each year's criteria.

        :param dict gathered: what `_gather_facts` returned
        :return: {assignment: what `score.score` returned}
        """
        assignments = self.env["legal.assignment"].concat(*gathered)
        rules = {
            program: program.criterion_ids._prepare_rules()
            for program in assignments.program_id
        }
        return {
            assignment: score(known["facts"], rules[assignment.program_id])
            for assignment, known in gathered.items()
        }

    def _store_periods(self, gathered):
        """Keep the periods of these drafts right."""
        for evaluation in self:
            known = gathered.get(evaluation.assignment_id)
            if known:
                write_changed(evaluation, {name: known[name] for name in PERIOD})

    def _store_marks(self, marks):
        """Create and change lines of these drafts so that they say what is due."""
        Line = self.env["legal.evaluation.line"]
        lines = Line.search_fetch(
            [("evaluation_id", "in", self.ids)],
            [
                "evaluation_id",
                "criterion_id",
                "kind",
                "score",
                "max_score",
                "facts",
                "is_adjusted",
            ],
            order="id",
        ).grouped("evaluation_id")
        criteria = {program: program.criterion_ids for program in self.program_id}
        missing = []
        for evaluation in self:
            found = marks.get(evaluation.assignment_id)
            if not found:
                continue
            own = lines.get(evaluation, Line).grouped("criterion_id")
            for criterion in criteria[evaluation.program_id]:
                line = own.get(criterion)
                mark = found["lines"][criterion.id]
                if line:
                    write_changed(line, line._prepare_mark_vals(criterion, mark))
                else:
                    missing.append((evaluation, criterion, mark))
        Line._create_marks(missing)
        incomplete = {evaluation for evaluation, *_rest in missing}
        self.browse().concat(*incomplete).modified(["line_ids"])

    @api.model
    def _create_missing(self, existing, gathered, marks):
        """Create the evaluations that are lacking, with all their lines."""
        evaluated = existing.assignment_id
        lacking = [rec for rec in gathered if rec not in evaluated]
        values = [
            {name: gathered[assignment][name] for name in PERIOD}
            # Known already: summing up the lines' rows once more would take as long.
            | {"assignment_id": assignment, "score": marks[assignment]["score"]}
            for assignment in lacking
        ]
        evaluations = self._create_drafts(values)
        self.env["legal.evaluation.line"]._create_marks(
            [
                (evaluation, criterion, marks[assignment]["lines"][criterion.id])
                for evaluation, assignment in zip(evaluations, lacking, strict=True)
                for criterion in assignment.program_id.criterion_ids
            ]
        )

from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import split_every

from .evaluation_period import ACTIVATED_STATES
from .score import score

BATCH = 1000
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
        drafts = self._store_periods(existing - obsolete, drafts, gathered)
        drafts._store_marks(gathered)

    @api.model
    def _store_periods(self, existing, drafts, gathered):
        """Create what is missing and keep the drafts' periods right.

        :return: all drafts, the new ones included
        """
        current = existing.grouped("assignment_id")
        missing = []
        for assignment, known in gathered.items():
            vals = {name: known[name] for name in ("date_from", "date_to", "months")}
            evaluation = current.get(assignment)
            if not evaluation:
                missing.append(vals | {"assignment_id": assignment.id})
            elif evaluation in drafts:
                write_changed(evaluation, vals)
        for batch in split_every(BATCH, missing, list):
            drafts |= self._guarded_create(batch)
        return drafts

    def _store_marks(self, gathered):
        """Create and change lines so that they say what the facts are worth.

        :param dict gathered: what `_gather_facts` returned
        """
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
        rules = {program: found._prepare_rules() for program, found in criteria.items()}
        missing = []
        for evaluation in self:
            known = gathered.get(evaluation.assignment_id)
            if not known:
                continue
            program = evaluation.program_id
            marks = score(known["facts"], rules[program])["lines"]
            own = lines.get(evaluation, Line).grouped("criterion_id")
            for criterion in criteria[program]:
                line = own.get(criterion)
                mark = marks[criterion.id]
                if line:
                    write_changed(line, line._prepare_mark_vals(criterion, mark))
                else:
                    missing.append(
                        mark
                        | {
                            "evaluation_id": evaluation.id,
                            "criterion_id": criterion.id,
                            "max_score": criterion.weight,
                        }
                    )
        for batch in split_every(BATCH, missing, list):
            Line._guarded_create(batch)

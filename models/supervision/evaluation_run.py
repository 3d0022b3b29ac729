from odoo import api, fields, models

from .evaluation_period import ACTIVATED_STATES

# Beyond this many assignments the year is computed in the background.
AT_ONCE = 2000
BATCH = 1000


class LegalProgram(models.Model):
    """Computing a large year in the background: no request works longer than seconds.

    Assignments are computed in the order of their ids, a batch a transaction; what was
    done last is remembered with it, so that a restarted server goes on from there.
    Computing is repeatable, so a batch that was interrupted is just computed again.
    """

    _inherit = "legal.program"

    evaluation_run_user_id = fields.Many2one(
        "res.users", "Evaluations being computed for", copy=False, readonly=True
    )
    evaluation_run_last_id = fields.Integer(
        copy=False,
        readonly=True,
        help="The last assignment that the computation under way has done.",
    )
    evaluation_run_progress = fields.Float(
        "Evaluations computed", compute="_compute_evaluation_run_progress"
    )

    @api.depends("evaluation_run_user_id", "evaluation_run_last_id")
    def _compute_evaluation_run_progress(self):
        for program in self:
            done = total = 0
            if program.evaluation_run_user_id:
                total = program._count_evaluated()
                done = total - program._count_evaluated(program.evaluation_run_last_id)
            program.evaluation_run_progress = 100.0 * done / total if total else 0.0

    @api.model
    def _get_guarded_fields(self):
        return super()._get_guarded_fields() | {
            "evaluation_run_user_id",
            "evaluation_run_last_id",
        }

    def _get_evaluated_domain(self, after=0):
        return [
            ("program_id", "in", self.ids),
            ("state", "in", ACTIVATED_STATES),
            ("id", ">", after),
        ]

    def _count_evaluated(self, after=0):
        domain = self._get_evaluated_domain(after)
        return self.env["legal.assignment"].sudo().search_count(domain)

    def action_start_evaluations(self):
        """Compute the evaluations of whole years, large ones in the background.

        :return: the list of evaluations, or a notification that they are coming
        :raises UserError: when a year is not open or its weights are wrong
        """
        if self._count_evaluated() <= AT_ONCE:
            return self.action_compute_evaluations()
        self._check_group("village_legal_advisor.group_legal_officer")
        self._raise_blockers(self._get_compute_blockers())
        idle = self.filtered(lambda program: not program.evaluation_run_user_id)
        idle.sudo()._guarded_write(
            {"evaluation_run_user_id": self.env.uid, "evaluation_run_last_id": 0}
        )
        self.env.ref("village_legal_advisor.ir_cron_evaluation_runs")._trigger()
        message = self.env._(
            "%(count)s evaluations are being computed in the background. The year "
            "shows how far they are; you will be told when they are ready.",
            count=self._count_evaluated(),
        )
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "info",
                "message": message,
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }

    @api.model
    def _cron_compute_evaluations(self):
        """Go on with what was asked for, a batch a transaction."""
        running = self.search([("evaluation_run_user_id", "!=", False)], order="id")
        left = sum(
            program._count_evaluated(program.evaluation_run_last_id)
            for program in running
        )
        for program in running:
            # What stands in the way is told to who asked, in their language.
            lang = program.evaluation_run_user_id.lang
            program = program.with_context(lang=lang)
            while program.evaluation_run_user_id:
                done = program._compute_next_evaluations()
                left = max(left - done, 0)
                if not self.env["ir.cron"]._commit_progress(done, remaining=left):
                    return

    def _compute_next_evaluations(self):
        """Compute the next batch; after the last one, tell who asked.

        :return: how many assignments were computed
        """
        self.ensure_one()
        Evaluation = self.env["legal.evaluation"]
        blockers = self._get_compute_blockers()
        # The year may have been closed, the criteria changed meanwhile.
        batch = self.env["legal.assignment"]
        if not blockers:
            batch = batch.search(
                self._get_evaluated_domain(self.evaluation_run_last_id),
                order="id",
                limit=BATCH,
            )
        if batch:
            Evaluation._compute_marks(batch)
            self._guarded_write({"evaluation_run_last_id": batch[-1].id})
            return len(batch)
        if not blockers:
            # Drafts of assignments that were cancelled since must go.
            drafts = Evaluation.search(
                [("program_id", "=", self.id), ("state", "=", "draft")]
            )
            Evaluation._compute_marks(
                drafts.assignment_id.filtered(
                    lambda rec: rec.state not in ACTIVATED_STATES
                )
            )
        self._finish_run(blockers.get(self))
        return 0

    def _finish_run(self, blocker):
        user = self.evaluation_run_user_id
        self._guarded_write({"evaluation_run_user_id": False})
        user._bus_send(
            "simple_notification",
            {
                "type": "warning" if blocker else "success",
                "title": self.display_name,
                "message": blocker or self.env._("The evaluations are computed."),
                "sticky": True,
            },
        )

import random
from datetime import timedelta

from odoo import api, fields, models

DEDUCTIONS = (
    (0.5, "入户走访次数偏少"),
    (1.0, "服务时间公示不及时"),
    (1.5, "个别记录填写过于简单"),
    (2.0, "未参加季度工作例会"),
)


class LegalSampleEvaluations(models.AbstractModel):
    """Last year's evaluations, gone through all their steps by different people."""

    _inherit = "legal.sample"

    @api.model
    def _evaluate(self, program, staff):
        program.action_compute_evaluations()
        evaluations = self.env["legal.evaluation"].search(
            [("program_id", "=", program.id)]
        )
        self._appraise(evaluations)
        evaluations.with_user(staff["officer"]).action_preliminary()
        evaluations.with_user(staff["officer"]).action_notify()
        objected = evaluations.sorted("score")[:2]
        for evaluation in objected:
            evaluation.with_user(staff["officer"]).action_object(
                "有一次服务因停电未能当日登记，已附村委会证明，申请复核。"
            )
        objected.with_user(staff["officer"]).action_answer(
            "经核查，登记时间以系统提交时间为准，维持原得分。"
        )
        self._confirm(evaluations, staff["manager"])

    @api.model
    def _confirm(self, evaluations, manager):
        """Confirm them, and have the steps lie in the weeks after the year.

        Confirmed is frozen: the days come in with the confirmation itself.
        """
        year_end = fields.Datetime.to_datetime(evaluations.program_id.date_end)
        now = fields.Datetime.now()

        def after(days):
            return min(year_end + timedelta(days=days, hours=2), now)

        evaluations._guarded_write(
            {"preliminary_at": after(9), "notified_at": after(15)}
        )
        evaluations.filtered("objected_at")._guarded_write(
            {"objected_at": after(17), "answered_at": after(21)}
        )
        evaluations._guarded_write(
            {
                "state": "confirmed",
                "confirmed_by_id": manager.id,
                "confirmed_at": after(26),
            }
        )

    @api.model
    def _appraise(self, evaluations):
        """Deductions with a reason in about one of four villages."""
        for line in evaluations.line_ids.filtered(lambda rec: rec.kind == "manual"):
            rng = random.Random(f"{line.village_code} {line.scorer}")
            if rng.random() < 0.25:
                marks, reason = rng.choice(DEDUCTIONS)
                line.write({"score": line.max_score - marks, "reason": reason})

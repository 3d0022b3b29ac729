from odoo import api, fields, models

from .lecture import LECTURE_READERS


class LegalVillage(models.Model):
    _inherit = "legal.village"

    lecture_ids = fields.One2many("legal.lecture", "village_id", groups=LECTURE_READERS)
    lecture_count = fields.Integer("Lectures", compute="_compute_lecture_count")
    lacks_lecture_this_quarter = fields.Boolean(
        "No lecture this quarter",
        compute="_compute_lacks_lecture_this_quarter",
        search="_search_lacks_lecture_this_quarter",
        help="Takes part, and fewer lectures than the standard were held in the "
        "running quarter.",
    )
    planned_lecture_date = fields.Date(
        "Lecture planned for", compute="_compute_planned_lecture_date"
    )

    @api.depends("lecture_ids")
    def _compute_lecture_count(self):
        self.env["legal.lecture"]._count_for(self, "village_id")

    def _compute_lacks_lecture_this_quarter(self):
        lacking = self.browse(
            self.search(
                self._get_lacks_lecture_domain() & fields.Domain("id", "in", self.ids)
            ).ids
        )
        for village in self:
            village.lacks_lecture_this_quarter = village in lacking

    def _compute_planned_lecture_date(self):
        Lecture = self.env["legal.lecture"]
        planned = dict(
            Lecture.sudo()._read_group(
                self.env["legal.program"]._get_running_quarter_domain()
                & fields.Domain("state", "=", "planned")
                & fields.Domain("village_id", "in", self.ids),
                ["village_id"],
                ["date:min"],
            )
        )
        for village in self:
            village.planned_lecture_date = planned.get(village.sudo(), False)

    def _search_lacks_lecture_this_quarter(self, operator, value):
        if operator != "in":
            return NotImplemented
        return self.env["legal.lecture"]._match_boolean(
            self._get_lacks_lecture_domain(), value
        )

    @api.model
    def _get_lacks_lecture_domain(self):
        """Villages that owe a lecture of the running quarter (clause 五).

        Counted by village: a predecessor's lecture counts after a hand-over.

        :rtype: fields.Domain
        """
        Domain = fields.Domain
        today = self.env.company._legal_today()
        Lecture = self.env["legal.lecture"]
        lacking = Domain.FALSE
        for program, quarter in (
            self.env["legal.program"]._get_running_quarters().items()
        ):
            if not program.quarterly_lectures:
                continue
            counts = Lecture.sudo()._read_group(
                Lecture._get_standing_domain()
                & Domain("program_id", "=", program.id)
                & Domain("quarter", "=", quarter),
                ["village_id"],
                having=[("__count", ">=", program.quarterly_lectures)],
            )
            lacking |= Domain("company_id", "=", program.company_id.id) & Domain(
                "id", "not in", [village.id for (village,) in counts]
            )
        return lacking & Domain("in_scope_from", "<=", today)

    def action_view_lectures(self):
        """Lectures in these villages."""
        return self.env["legal.lecture"]._get_list_action(
            [("village_id", "in", self.ids)]
        )

    def action_plan_lecture(self):
        """A new lecture under today's responsible adviser."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("New lecture"),
            "res_model": "legal.lecture",
            "view_mode": "form",
            "context": {"default_assignment_id": self.current_assignment_id.id},
        }

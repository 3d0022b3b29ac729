from odoo import api, fields, models


class LegalProgram(models.Model):
    """What a year costs either way, shown before anybody decides."""

    _inherit = "legal.program"

    assignment_count = fields.Integer(
        "Assignments", compute="_compute_totals", compute_sudo=True
    )
    advisor_count = fields.Integer(
        "Advisers",
        compute="_compute_totals",
        compute_sudo=True,
        help="Paid advisers with an assignment this year; before the deployment, "
        "those qualified or certified.",
    )
    village_count = fields.Integer(
        "Villages",
        compute="_compute_totals",
        compute_sudo=True,
        help="Villages and communities that take part by the year's last day.",
    )
    total_per_advisor = fields.Monetary(
        "Total if paid per adviser", compute="_compute_totals", compute_sudo=True
    )
    total_per_village = fields.Monetary(
        "Total if paid per village", compute="_compute_totals", compute_sudo=True
    )

    @api.depends(
        "fee", "company_id", "date_end", "assignment_ids.state", "assignment_ids.paid"
    )
    def _compute_totals(self):
        counts = {}
        for program, paid, count, advisors in self.env["legal.assignment"]._read_group(
            [("program_id", "in", self._origin.ids), ("state", "!=", "cancelled")],
            ["program_id", "paid"],
            ["__count", "advisor_id:count_distinct"],
        ):
            total, paid_advisors = counts.get(program, (0, 0))
            counts[program] = (total + count, paid_advisors + advisors * paid)
        available = self._count_available_advisors()
        joined = self._count_villages_by_joining_day()
        for program in self:
            assignments, advisors = counts.get(
                program._origin, (0, available.get(program.company_id, 0))
            )
            villages = sum(
                count
                for company, day, count in joined
                if company == program.company_id
                and program.date_end
                and day <= program.date_end
            )
            program.assignment_count = assignments
            program.advisor_count = advisors
            program.village_count = villages
            program.total_per_advisor = program.fee * advisors
            program.total_per_village = program.fee * villages

    def _count_available_advisors(self):
        return dict(
            self.env["legal.advisor"]._read_group(
                [
                    ("state", "in", ("qualified", "certified")),
                    ("company_id", "in", self.company_id.ids),
                ],
                ["company_id"],
                ["__count"],
            )
        )

    def _count_villages_by_joining_day(self):
        return self.env["legal.village"]._read_group(
            [
                ("in_scope_from", "!=", False),
                ("company_id", "in", self.company_id.ids),
            ],
            ["company_id", "in_scope_from:day"],
            ["__count"],
        )

    def action_view_assignments(self):
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "village_legal_advisor.action_assignment"
        )
        return action | {
            "domain": [("program_id", "in", self.ids)],
            "context": {"default_program_id": self[:1].id},
        }

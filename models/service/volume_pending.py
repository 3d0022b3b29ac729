from odoo import api, fields, models
from odoo.fields import Domain

PENDING_VISIT_STATES = ("draft", "submitted", "disputed", "rejected")
OPEN_LECTURE_STATES = ("held", "submitted", "returned")


class LegalVolume(models.Model):
    """What is not finished in a volume's year and stands against closing it."""

    _inherit = "legal.volume"

    pending_visit_count = fields.Integer(
        "Entries not confirmed", compute="_compute_pending"
    )
    pending_lecture_count = fields.Integer(
        "Lectures not filed", compute="_compute_pending"
    )

    @api.depends("village_id", "program_id", "state")
    def _compute_pending(self):
        pending = self.filtered(lambda volume: volume.state == "open")._count_pending()
        for volume in self:
            counts = {}
            if volume.state == "open":
                counts = pending.get((volume.village_id, volume.program_id), {})
            volume.pending_visit_count = counts.get("legal.visit", 0)
            volume.pending_lecture_count = counts.get("legal.lecture", 0)

    @api.model
    def _get_pending_domains(self):
        """What is not finished, by model.

        :rtype: dict[str, Domain]
        """
        today = self.env.company._legal_today()
        overdue = Domain("state", "=", "planned") & Domain("date", "<", today)
        # Nothing more comes of what the village was right to object to, nor of a
        # lecture whose entry was annulled: both stay on record as they are.
        upheld = Domain("state", "=", "rejected") & Domain("dispute_upheld", "=", True)
        annulled = Domain("visit_id.is_annulled", "=", True)
        return {
            "legal.visit": Domain("state", "in", PENDING_VISIT_STATES) & ~upheld,
            "legal.lecture": Domain("state", "in", OPEN_LECTURE_STATES) & ~annulled
            | overdue,
        }

    def _get_year_domain(self):
        """Records of the volumes' villages and program years."""
        return Domain("village_id", "in", self.village_id.ids) & Domain(
            "program_id", "in", self.program_id.ids
        )

    def _count_pending(self):
        """What is not finished, by village and program year.

        :rtype: dict[tuple[legal.village, legal.program], dict[str, int]]
        """
        found = {}
        for model, domain in self._get_pending_domains().items():
            groups = self.env[model]._read_group(
                self._get_year_domain() & domain,
                ["village_id", "program_id"],
                ["__count"],
            )
            for village, program, count in groups:
                found.setdefault((village, program), {})[model] = count
        return found

    def _describe_pending(self):
        """The same in words.

        :rtype: dict[tuple[legal.village, legal.program], list[str]]
        """

        def say(model, count):
            if model == "legal.visit":
                return self.env._("%(count)s entries not confirmed", count=count)
            return self.env._("%(count)s lectures not filed", count=count)

        return {
            key: [say(model, count) for model, count in counts.items()]
            for key, counts in self._count_pending().items()
        }

    def action_view_pending_visits(self):
        """The entries that stand against closing."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "village_legal_advisor.action_visit"
        )
        domain = self._get_year_domain() & self._get_pending_domains()["legal.visit"]
        return action | {"domain": list(domain), "context": {}}

    def action_view_pending_lectures(self):
        """The lectures that stand against closing."""
        domain = self._get_year_domain() & self._get_pending_domains()["legal.lecture"]
        return self.env["legal.lecture"]._get_list_action(list(domain))

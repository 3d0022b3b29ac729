from odoo import fields, models

# Who reads entries among internal users; others see no count of them either.
ENTRY_READERS = (
    "village_legal_advisor.group_legal_township,"
    "village_legal_advisor.group_legal_officer"
)


class LegalVisitOwnerMixin(models.AbstractModel):
    """A record whose service entries are one click away."""

    _name = "legal.visit.owner.mixin"
    _description = "Owner of service entries"

    visit_count = fields.Integer(
        "Number of entries", compute="_compute_visit_count", groups=ENTRY_READERS
    )

    def _get_visit_owner_path(self):
        """From an entry to this record, such as "village_id".

        :rtype: str
        """
        raise NotImplementedError

    def _compute_visit_count(self):
        path = self._get_visit_owner_path()
        counts = dict(
            self.env["legal.visit"]._read_group(
                [(path, "in", self.ids)], [path], ["__count"]
            )
        )
        for owner in self:
            owner.visit_count = counts.get(owner, 0)

    def action_view_visits(self):
        """The ledger, limited to these records."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "village_legal_advisor.action_visit"
        )
        return action | {
            "domain": [(self._get_visit_owner_path(), "in", self.ids)],
            "context": self._get_visit_context(),
        }

    def _get_visit_context(self):
        """Defaults for entries recorded from here.

        :rtype: dict
        """
        return {}

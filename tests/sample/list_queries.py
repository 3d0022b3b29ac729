from dateutil.relativedelta import relativedelta
from lxml import etree

from odoo import fields
from odoo.tools.safe_eval import safe_eval

from ..statements import StatementCounts

PAGES = (20, 80)
ENOUGH = 2 * PAGES[0]
# Screens that have fewer rows, and why.
SHORT = {
    "village_legal_advisor.action_program": "A bureau has one row per year.",
    "village_legal_advisor.action_program_money": "A bureau has one row per year.",
    "village_legal_advisor.action_performance": "A bureau has one row per year.",
    "village_legal_advisor.action_instalment": "A year has a handful of them.",
}
# What the client's widgets of activities ask for beside their field.
ACTIVITY_FIELDS = (
    "activity_exception_decoration",
    "activity_exception_icon",
    "activity_state",
    "activity_summary",
    "activity_type_icon",
    "activity_type_id",
)


class ListQueries(StatementCounts):
    """Opens every list and board of the module as the web client does."""

    def _get_screens(self, user):
        """What the module's own actions show a user in rows.

        :return: tuples of an action, a view's type and id
        """
        data = self.env["ir.model.data"].search(
            [
                ("module", "=", "village_legal_advisor"),
                ("model", "=", "ir.actions.act_window"),
            ]
        )
        actions = self.env["ir.actions.act_window"].browse(data.mapped("res_id"))
        for action in actions.filtered(lambda rec: rec.target != "new"):
            if not self.env[action.res_model].with_user(user).has_access("read"):
                continue
            for view_id, view_type in action.views:
                if view_type in ("list", "kanban"):
                    yield action, view_type, view_id

    def _get_page(self, action, view_type, view_id, user):
        """The records, the domain and what the client asks of each."""
        today = fields.Date.context_today(self.env.user)
        names = {
            "uid": user.id,
            "context_today": lambda: today,
            "relativedelta": relativedelta,
            "active_id": False,
        }
        context = safe_eval(action.context or "{}", names)
        records = self.env[action.res_model].with_user(user).with_context(**context)
        view = records.get_views([(view_id, view_type)])["views"][view_type]
        return (
            records,
            safe_eval(action.domain or "[]", names),
            self._get_specification(records, etree.fromstring(view["arch"])),
        )

    def _get_specification(self, records, arch):
        """As `getFieldsSpec` of the web client makes it from a view."""
        specification = {}
        for node in arch.xpath("//field[not(ancestor::field)][not(ancestor::groupby)]"):
            name, widget = node.get("name"), node.get("widget") or ""
            field = records._fields[name]
            shown = {"display_name": {}}
            if field.type in ("many2one", "reference"):
                specification[name] = {"fields": shown}
            elif field.type in ("one2many", "many2many") and "tags" in widget:
                if "color_field" in (node.get("options") or ""):
                    color = safe_eval(node.get("options"))["color_field"]
                    shown[color] = {}
                specification[name] = {"fields": shown}
            else:
                specification[name] = {}
            if widget.endswith("_activity"):
                specification |= dict.fromkeys(ACTIVITY_FIELDS, {})
        return specification

    def _compare_pages(self, screen, user):
        """How often a page of 80 rows asks what a page of 20 asks.

        :return: number of rows of the long page, queries of both, and the statements
            that the long one makes more often
        """
        records, domain, specification = self._get_page(*screen, user)
        rows = records.search_count(domain, limit=PAGES[1])
        # Both pages are full: only then does the client ask for the number of all.
        limits = (min(PAGES[0], rows // 2), rows)

        def count(limit):
            return self._count_statements(
                lambda: records.web_search_read(domain, specification, limit=limit)
            )

        count(rows)
        short, long = map(count, limits)
        queries = (short.total(), long.total())
        return rows, queries, self._get_grown(short, long)

from odoo import fields
from odoo.tools.safe_eval import safe_eval

PAGES = (20, 80)
# Queries that one page makes and another does not, whatever their size: for a count of
# all rows, for something that only a few of them have.
SOME = 2
# Lists that stay short, whatever the bureau: no page of 80 to fill.
SHORT = {
    "legal.advisor.suspension",
    "legal.criterion",
    "legal.evaluation.firm.result",
    "legal.lecture.audience",
    "legal.matter.category",
    "legal.matter.topic",
    "legal.print.job",
    "legal.program",
    "legal.slip",
    "legal.speciality",
    "legal.training",
    "res.partner",
}


class ListQueries:
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

    def _count_queries(self, action, view_type, view_id, user, limit):
        """Rows and queries of one page of an action's view."""
        today = fields.Date.context_today(self.env.user)
        names = {"uid": user.id, "context_today": lambda: today, "active_id": False}
        context = safe_eval(action.context or "{}", names)
        domain = safe_eval(action.domain or "[]", names)
        records = self.env[action.res_model].with_user(user).with_context(**context)
        view = records.get_view(view_id, view_type)
        specification = {
            name: {"fields": {"display_name": {}}}
            if records._fields[name].type in ("many2one", "many2many")
            else {}
            for name in view["models"][action.res_model]
        }
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        page = records.web_search_read(domain, specification, limit=limit)
        return len(page["records"]), self.env.cr.sql_log_count - before

    def _get_unsteady_screens(self, user):
        """Screens that ask more for a full page than for a quarter of one.

        :return: sentences, and names of the models whose pages were compared
        """
        unsteady, compared = [], set()
        for screen in self._get_screens(user):
            action, view_type, _view_id = screen
            self._count_queries(*screen, user, PAGES[1])
            counts = [self._count_queries(*screen, user, limit) for limit in PAGES]
            if counts[1][0] <= PAGES[0]:
                continue
            compared.add(action.res_model)
            if counts[0][1] + SOME < counts[1][1]:
                unsteady.append(
                    f"{action.xml_id} {view_type} of {user.login}: "
                    + ", ".join("%s rows %s queries" % count for count in counts)
                )
        return unsteady, compared

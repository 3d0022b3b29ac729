from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL


class LegalVillage(models.Model):
    """What somebody must see to in each village: the screen "my villages".

    One query (`_get_open_points_sql`) says what is open; counts, filters and the
    order of the screen all read it, so that they cannot disagree.
    """

    _inherit = "legal.village"

    open_point_count = fields.Integer(
        "To do",
        compute="_compute_open_points",
        search="_search_open_point_count",
        help="Everything that waits in this village.",
    )
    uncovered_count = fields.Integer(
        "Without adviser today",
        compute="_compute_open_points",
        search="_search_uncovered_count",
    )
    disputed_count = fields.Integer(
        "Disputes to decide",
        compute="_compute_open_points",
        search="_search_disputed_count",
    )
    outline_count = fields.Integer(
        "Outlines to file",
        compute="_compute_open_points",
        search="_search_outline_count",
        help="Outlines of lectures that the township's judicial office has to file.",
    )
    slip_count = fields.Integer(
        "Slips out for signature",
        compute="_compute_open_points",
        search="_search_slip_count",
        help="Monthly slips that are out for signature.",
    )
    months_behind_count = fields.Integer(
        "Months behind",
        compute="_compute_open_points",
        search="_search_months_behind_count",
        help="Ended months of open program years whose hours are not reached.",
    )
    month_at_risk_count = fields.Integer(
        "At risk this month",
        compute="_compute_open_points",
        search="_search_month_at_risk_count",
    )
    waiting_count = fields.Integer(
        "Waiting for the village",
        compute="_compute_open_points",
        search="_search_waiting_count",
        help="Submitted entries that the committee has neither confirmed nor disputed.",
    )

    # === What is open ===

    @api.model
    def _get_open_points(self):
        """What is open, per kind a query of (village_id, number).

        Rooms to the right and later models add theirs. A kind is named like its
        count field without `_count`.

        :rtype: dict[str, SQL]
        """
        today = self.env.company._legal_today()
        rows = self.env["legal.village.month"].sudo()
        behind = rows._search(
            Domain("standing", "=", "behind") & Domain("program_id.state", "=", "open")
        )
        at_risk = rows._search(Domain("standing", "=", "at_risk"))
        entries = SQL("SELECT village_id, COUNT(*) AS number FROM legal_visit")
        return {
            "uncovered": SQL(
                "SELECT v.id AS village_id, 1 AS number FROM legal_village v "
                "WHERE v.active AND v.in_scope_from <= %(today)s AND NOT EXISTS ("
                "SELECT FROM legal_assignment a WHERE a.village_id = v.id "
                "AND a.state IN ('active', 'ended') "
                "AND %(today)s BETWEEN a.date_start AND a.date_end)",
                today=today,
            ),
            "disputed": SQL("%s WHERE state = 'disputed' GROUP BY village_id", entries),
            "outline": SQL(
                "SELECT village_id, COUNT(*) AS number FROM legal_lecture "
                "WHERE state = 'submitted' GROUP BY village_id"
            ),
            "slip": SQL(
                "SELECT village_id, COUNT(*) AS number FROM legal_slip "
                "WHERE state = 'printed' GROUP BY village_id"
            ),
            "months_behind": self._count_by_village(behind),
            "month_at_risk": self._count_by_village(at_risk),
            "waiting": SQL("%s WHERE state = 'submitted' GROUP BY village_id", entries),
        }

    @api.model
    def _get_waiting_kinds(self):
        """Kinds that wait for somebody else than the office: shown, not counted."""
        return {"waiting"}

    @api.model
    def _count_by_village(self, query):
        column = SQL.identifier(query.table, "village_id")
        return SQL(
            "SELECT %(column)s AS village_id, COUNT(*) AS number FROM %(from)s "
            "WHERE %(where)s GROUP BY %(column)s",
            column=column,
            **{"from": query.from_clause, "where": query.where_clause},
        )

    @api.model
    def _get_open_points_sql(self, kinds=None):
        """One query of (village_id, kind, number) over kinds, all by default."""
        for model_name in self._get_open_point_models():
            self.env[model_name].flush_model()
        return SQL(" UNION ALL ").join(
            SQL("SELECT village_id, %s AS kind, number FROM (%s) points", kind, query)
            for kind, query in self._get_open_points().items()
            if kinds is None or kind in kinds
        )

    @api.model
    def _get_open_point_models(self):
        return {
            "legal.assignment",
            "legal.lecture",
            "legal.program",
            "legal.slip",
            "legal.village",
            "legal.village.month",
            "legal.visit",
        }

    @api.model
    def _may_see_open_points(self):
        """What waits in an office is nothing for committees and advisers."""
        return self.env.su or self.env.user._is_internal()

    @api.depends_context("uid", "company")
    def _compute_open_points(self):
        numbers = {}
        if self._origin and self._may_see_open_points():
            self.env.cr.execute(
                SQL(
                    "SELECT * FROM (%s) points WHERE village_id IN %s",
                    self._get_open_points_sql(),
                    tuple(self._origin.ids),
                )
            )
            for village_id, kind, number in self.env.cr.fetchall():
                numbers[village_id, kind] = number
        kinds = self._get_open_points().keys()
        waiting = self._get_waiting_kinds()
        for village in self:
            total = 0
            for kind in kinds:
                number = numbers.get((village._origin.id, kind), 0)
                village[f"{kind}_count"] = number
                if kind not in waiting:
                    total += number
            village.open_point_count = total

    @api.model
    def _search_open_points(self, operator, value, kinds):
        """Villages with more than a number of open points of some kinds."""
        if operator != ">" or value < 0:
            return NotImplemented
        if not self._may_see_open_points():
            return Domain.FALSE
        points = self._get_open_points_sql(kinds)
        return Domain.custom(
            to_sql=lambda _model, alias, _query: SQL(
                "%s IN (SELECT village_id FROM (%s) points GROUP BY village_id "
                "HAVING SUM(number) > %s)",
                SQL.identifier(alias, "id"),
                points,
                value,
            )
        )

    def _search_open_point_count(self, operator, value):
        kinds = self._get_open_points().keys() - self._get_waiting_kinds()
        return self._search_open_points(operator, value, kinds)

    def _search_uncovered_count(self, operator, value):
        return self._search_open_points(operator, value, {"uncovered"})

    def _search_disputed_count(self, operator, value):
        return self._search_open_points(operator, value, {"disputed"})

    def _search_outline_count(self, operator, value):
        return self._search_open_points(operator, value, {"outline"})

    def _search_slip_count(self, operator, value):
        return self._search_open_points(operator, value, {"slip"})

    def _search_months_behind_count(self, operator, value):
        return self._search_open_points(operator, value, {"months_behind"})

    def _search_month_at_risk_count(self, operator, value):
        return self._search_open_points(operator, value, {"month_at_risk"})

    def _search_waiting_count(self, operator, value):
        return self._search_open_points(operator, value, {"waiting"})

    def _order_field_to_sql(self, alias, field_name, direction, nulls, query):
        # Counts are not stored: the screen sorts by what they are made of.
        kinds = set()
        if field_name.endswith("_count"):
            kinds = set(self._get_open_points())
        if field_name == "open_point_count":
            kinds -= self._get_waiting_kinds()
        else:
            kinds &= {field_name.removesuffix("_count")}
        if not kinds or not self._may_see_open_points():
            return super()._order_field_to_sql(
                alias, field_name, direction, nulls, query
            )
        return SQL(
            "COALESCE((SELECT SUM(number) FROM (%s) points "
            "WHERE points.village_id = %s), 0) %s %s",
            self._get_open_points_sql(kinds),
            SQL.identifier(alias, "id"),
            direction,
            nulls,
        )

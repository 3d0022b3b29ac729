from functools import cache

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

OFFICES = (
    "village_legal_advisor.group_legal_township,"
    "village_legal_advisor.group_legal_officer"
)
READERS = (
    f"{OFFICES},village_legal_advisor.group_legal_finance,"
    "village_legal_advisor.group_legal_leading"
)


class LegalMonthMixin(models.AbstractModel):
    """What was due and what was served in one calendar month.

    Rows are derived: SQL writes them (`legal.service.month._refresh`), nobody
    else may. Minutes are what is compared and added; hours are for readers.
    """

    _name = "legal.month.mixin"
    _description = "Month of service"
    _order = "month DESC, village_code, id"

    month = fields.Date(required=True, help="The month's first day.")
    month_name = fields.Char("Year and month", compute="_compute_month_name")
    program_id = fields.Many2one(
        "legal.program", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        related="program_id.company_id", store=True, index=True, precompute=True
    )
    village_id = fields.Many2one(
        "legal.village",
        "Village or community",
        required=True,
        ondelete="cascade",
    )
    village_code = fields.Char(related="village_id.code", store=True, precompute=True)
    township_id = fields.Many2one(
        related="village_id.township_id", store=True, index=True, precompute=True
    )
    advisor_id = fields.Many2one(
        "legal.advisor", "Legal adviser", index=True, ondelete="restrict"
    )
    firm_id = fields.Many2one(
        "res.partner",
        "Legal service firm",
        index="btree_not_null",
        ondelete="restrict",
    )
    day_first = fields.Date("Covered from")
    day_last = fields.Date("Covered to")
    minutes_required = fields.Integer(aggregator=None)
    minutes_confirmed = fields.Integer(aggregator=None)
    minutes_pending = fields.Integer(aggregator=None)
    minutes_shortfall = fields.Integer(aggregator=None)
    hours_required = fields.Float("Required hours")
    hours_confirmed = fields.Float(
        "Confirmed hours", help="Confirmed hours of service in the village."
    )
    hours_pending = fields.Float(
        "Waiting hours",
        help="Hours submitted or disputed that nobody has decided on yet.",
    )
    hours_shortfall = fields.Float(
        "Missing hours", help="Required hours that are not confirmed."
    )
    met = fields.Boolean("Hours reached")
    standing = fields.Selection(
        [
            ("met", "Reached"),
            ("on_track", "On track"),
            ("at_risk", "At risk"),
            ("behind", "Behind"),
            ("future", "Not begun"),
        ],
        compute="_compute_standing",
        search="_search_standing",
        help="Behind: the month is over and its hours are not reached. At risk: it "
        "is running, and less is confirmed than the days gone by would ask.",
    )

    visit_ids = fields.Many2many(
        "legal.visit", string="Entries", compute="_compute_visit_ids", groups=OFFICES
    )
    months_ago = fields.Integer(
        compute="_compute_months_ago",
        search="_search_months_ago",
        aggregator=None,
        help="0 is the running month, 1 the one before it.",
    )

    def _compute_visit_ids(self):
        Visit = self.env["legal.visit"]
        visits = Visit.search(Domain.OR(row._get_entries_domain() for row in self))
        for row in self:
            row.visit_ids = visits.filtered_domain(row._get_entries_domain())

    @api.depends("month")
    @api.depends_context("company")
    def _compute_months_ago(self):
        today = self.env.company._legal_today()
        for row in self:
            years = today.year - row.month.year
            row.months_ago = years * 12 + today.month - row.month.month

    def _search_months_ago(self, operator, value):
        if operator != "in":
            return NotImplemented
        running = self.env.company._legal_today().replace(day=1)
        return Domain(
            "month", "in", [fields.Date.subtract(running, months=n) for n in value]
        )

    @api.depends("month")
    @api.depends_context("lang")
    def _compute_month_name(self):
        for row in self:
            row.month_name = self.env._(
                "%(year)s-%(month)s",
                year=f"{row.month:%Y}",
                month=f"{row.month:%m}",
            )

    @api.depends("village_id.display_name", "month_name")
    def _compute_display_name(self):
        for row in self:
            row.display_name = f"{row.village_id.display_name} {row.month_name}"

    @api.depends(
        "month", "met", "minutes_required", "minutes_confirmed", "day_first", "day_last"
    )
    @api.depends_context("company")
    def _compute_standing(self):
        today = self.env.company._legal_today()
        running = today.replace(day=1)
        for row in self:
            if row.met:
                row.standing = "met"
            elif row.month != running:
                row.standing = "behind" if row.month < running else "future"
            else:
                days = (row.day_last - row.day_first).days + 1
                gone = min(max((today - row.day_first).days, 0), days)
                at_risk = row.minutes_confirmed * days < row.minutes_required * gone
                row.standing = "at_risk" if at_risk else "on_track"

    def _search_standing(self, operator, value):
        if operator != "in":
            return NotImplemented
        today = self.env.company._legal_today()
        running = today.replace(day=1)
        open_now = Domain("met", "=", False) & Domain("month", "=", running)
        at_risk = Domain.custom(to_sql=lambda *args: self._get_risk_sql(today, *args))
        domains = {
            "met": Domain("met", "=", True),
            "behind": Domain("met", "=", False) & Domain("month", "<", running),
            "future": Domain("met", "=", False) & Domain("month", ">", running),
            "at_risk": open_now & at_risk,
            "on_track": open_now & ~at_risk,
        }
        return Domain.OR(domains[name] for name in value if name in domains)

    @api.model
    def _get_risk_sql(self, today, model, alias, query):
        """The comparison of `_compute_standing` for a running month."""
        columns = {
            name: model._field_to_sql(alias, name, query)
            for name in ("day_first", "day_last", "minutes_confirmed")
        }
        return SQL(
            "(%(confirmed)s * (%(last)s - %(first)s + 1) < %(required)s * "
            "LEAST(GREATEST(%(today)s - %(first)s, 0), %(last)s - %(first)s + 1))",
            confirmed=columns["minutes_confirmed"],
            required=model._field_to_sql(alias, "minutes_required", query),
            first=columns["day_first"],
            last=columns["day_last"],
            today=SQL("%s::date", today),
        )

    @api.model
    def _get_insert_sql(self, columns, query, key, only_changed):
        """Insert or overwrite rows, in the order of the key.

        :param tuple columns: names, in table and query alike
        :param SQL query: the rows that are due
        :param tuple key: names of the columns that identify a row
        :param bool only_changed: leave right rows alone
        """
        names = SQL(", ").join(SQL.identifier(name) for name in columns)
        key_names = SQL(", ").join(SQL.identifier(name) for name in key)
        theirs = SQL(", ").join(SQL.identifier("excluded", name) for name in columns)
        ours = SQL(", ").join(SQL.identifier("t", name) for name in columns)
        return SQL(
            "INSERT INTO %(table)s AS t (%(names)s) "
            "SELECT %(names)s FROM (%(query)s) due "
            "ORDER BY village_id, program_id, month, %(key)s "
            "ON CONFLICT (%(key)s) DO UPDATE SET (%(names)s) = (%(theirs)s) %(where)s",
            table=SQL.identifier(self._table),
            names=names,
            query=query,
            key=key_names,
            theirs=theirs,
            where=SQL("WHERE (%s) IS DISTINCT FROM (%s)", ours, theirs)
            if only_changed
            else SQL(),
        )

    def _web_read_group_groupby_formatter(self, groupby_spec, values):
        # Twelve months stand in a thousand cells: in Chinese, Babel takes most of a
        # millisecond to write one.
        return cache(super()._web_read_group_groupby_formatter(groupby_spec, values))

    def action_view_entries(self):
        """The ledger of this month: what counted, what waits, what did not count."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "village_legal_advisor.action_visit"
        )
        return action | {
            "display_name": self.display_name,
            "domain": list(self._get_entries_domain()),
            "context": {"create": False},
        }

    def _get_entries_domain(self):
        self.ensure_one()
        return Domain("date", ">=", self.month) & Domain(
            "date", "<=", fields.Date.end_of(self.month, "month")
        )

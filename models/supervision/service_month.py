from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from .service_month_sql import get_due_sql

# What the rows are made of; written to the database before SQL reads it.
INPUTS = {
    "legal.visit": (
        "assignment_id",
        "date",
        "minutes",
        "service_mode",
        "state",
    ),
    "legal.assignment": (
        "program_id",
        "village_id",
        "advisor_id",
        "firm_id",
        "date_start",
        "date_end",
        "state",
    ),
    "legal.program": ("monthly_hours", "company_id"),
    "legal.village": ("code", "township_id"),
}
COLUMNS = (
    "assignment_id",
    "advisor_id",
    "firm_id",
    "program_id",
    "village_id",
    "month",
    "village_code",
    "township_id",
    "company_id",
    "day_first",
    "day_last",
    "minutes_required",
    "minutes_confirmed",
    "minutes_pending",
    "minutes_shortfall",
    "hours_required",
    "hours_confirmed",
    "hours_pending",
    "hours_shortfall",
    "met",
)


class LegalServiceMonth(models.Model):
    """Hours that one assignment owes and has served in one month (rule 6).

    A key is (village, program, month): the required hours of one assignment hang
    on all assignments that share the village's month. `_refresh` recomputes whole
    keys, it never adds or subtracts, so that no order of events can go wrong.

    The standard of the year is shared in proportion to the days that each
    assignment covers of all days covered in that month, counted in quarter hours:
    every share is rounded down, and the quarters left over go to the shares with
    the largest remainders, the earlier assignment first where they are equal.
    Wherever rounding half up adds up by itself, this gives the same; where it does
    not, the share nearest to its half gives way. Minutes of a standard that is not
    in quarter hours belong to the last share. The shares thus add up to the
    standard exactly, and an assignment that is alone in the month owes the whole
    standard, also where the village joins in the middle of it.
    """

    _name = "legal.service.month"
    _description = "Service month"
    _inherit = "legal.month.mixin"
    # Written by SQL: who and when would say nothing.
    _log_access = False

    assignment_id = fields.Many2one(
        "legal.assignment", required=True, ondelete="cascade", index=True
    )
    advisor_id = fields.Many2one(required=True)

    _assignment_month_unique = models.UniqueIndex("(assignment_id, month)")
    _village_month_idx = models.Index("(village_id, program_id, month)")
    _township_month_idx = models.Index("(township_id, month DESC, village_code, id)")
    _month_idx = models.Index("(month DESC, village_code, id)")

    def _get_entries_domain(self):
        return super()._get_entries_domain() & Domain(
            "assignment_id", "=", self.assignment_id.id
        )

    # === For those whose months they are ===

    @api.model
    def _count_behind(self, owners, name):
        """Set `months_behind_count` of assignments or advisers, by one query.

        Who may not read months (a committee) sees 0.

        :param str name: the field that leads from a month to its owner
        """
        counts = {}
        if self.has_access("read"):
            counts = dict(
                self._read_group(
                    Domain(name, "in", owners._origin.ids)
                    & Domain("standing", "=", "behind"),
                    [name],
                    ["__count"],
                )
            )
        for owner in owners:
            owner.months_behind_count = counts.get(owner._origin, 0)

    @api.model
    def _match_behind(self, name, operator, value):
        """Domain of the owners with more than a number of months behind."""
        if operator != ">" or value < 0:
            return NotImplemented
        groups = self._read_group(
            Domain("standing", "=", "behind"), [name], having=[("__count", ">", value)]
        )
        return Domain("id", "in", [owner.id for (owner,) in groups])

    @api.model
    def _get_list_action(self, domain):
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "village_legal_advisor.action_service_month"
        )
        return action | {"domain": domain, "context": {}}

    # === Refresh: for every room that changes entries or assignments ===

    @api.model
    def _refresh(self, keys):
        """Recompute the months of keys; call it after entries have changed.

        :param keys: an iterable of (village id, program id, first day of month),
            as `legal.visit._get_month_keys` gives them
        """
        keys = sorted(set(keys))
        if not keys:
            return
        villages, programs, months = zip(*keys, strict=True)
        self._recompute(
            SQL(
                "SELECT * FROM UNNEST(%s::integer[], %s::integer[], %s::date[])",
                list(villages),
                list(programs),
                list(months),
            )
        )

    @api.model
    def _rebuild(self, programs):
        """Recompute every month of program years.

        :return: how many rows of either table were wrong
        """
        if not programs:
            return 0
        scope = SQL(
            "SELECT a.village_id, a.program_id, m.month::date "
            "FROM legal_assignment a, GENERATE_SERIES("
            "DATE_TRUNC('month', a.date_start::timestamp), a.date_end::timestamp, "
            "INTERVAL '1 month') AS m(month) "
            "WHERE a.program_id IN %(ids)s AND a.state IN ('active', 'ended') "
            "UNION SELECT village_id, program_id, month FROM legal_service_month "
            "WHERE program_id IN %(ids)s "
            "UNION SELECT village_id, program_id, month FROM legal_village_month "
            "WHERE program_id IN %(ids)s",
            ids=tuple(programs.ids),
        )
        return self._recompute(scope, only_changed=True)

    @api.model
    def _recompute(self, scope, only_changed=False):
        """Recompute the keys that a query names.

        Refreshing writes also rows that stay the same: of two transactions that
        touch one key, the later one must fail and be run again by Odoo, because
        its snapshot does not show what the earlier one counted.

        :param SQL scope: query of (village, program, month)
        :param bool only_changed: leave right rows alone
        :return: number of rows written or removed in both tables
        """
        for model_name, names in INPUTS.items():
            self.env[model_name].flush_model(names)
        VillageMonth = self.env["legal.village.month"]
        self.flush_model()
        VillageMonth.flush_model()
        count = 0
        for statement in (
            self._get_delete_sql(scope),
            self._get_upsert_sql(scope, only_changed),
            VillageMonth._get_delete_sql(scope),
            VillageMonth._get_upsert_sql(scope, only_changed),
        ):
            self.env.cr.execute(statement)
            count += self.env.cr.rowcount
        self.invalidate_model()
        VillageMonth.invalidate_model()
        self.env["legal.assignment"].invalidate_model(["service_month_ids"])
        return count

    @api.model
    def _get_delete_sql(self, scope):
        return SQL(
            """
            WITH scope (village_id, program_id, month) AS (%s)
            DELETE FROM legal_service_month t
             USING scope k
             WHERE t.village_id = k.village_id
               AND t.program_id = k.program_id
               AND t.month = k.month
               AND NOT EXISTS (
                   SELECT FROM legal_assignment a
                    WHERE a.id = t.assignment_id
                      AND a.village_id = t.village_id
                      AND a.program_id = t.program_id
                      AND a.state IN ('active', 'ended')
                      AND a.date_start < t.month + INTERVAL '1 month'
                      AND a.date_end >= t.month
               )""",
            scope,
        )

    @api.model
    def _get_upsert_sql(self, scope, only_changed):
        return self._get_insert_sql(
            COLUMNS, get_due_sql(scope), ("assignment_id", "month"), only_changed
        )

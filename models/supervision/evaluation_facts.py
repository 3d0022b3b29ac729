from collections import defaultdict

from odoo import api, fields, models
from odoo.tools import SQL


class LegalEvaluation(models.Model):
    """What happened, read for many assignments at once."""

    _inherit = "legal.evaluation"

    @api.model
    def _gather_facts(self, assignments):
        """Read the facts of assignments in a few grouped queries.

        :return: {assignment: {"facts": for `score.score`, "date_from", "date_to",
            "months"}}, without assignments of which no month is due yet
        """
        assignments = assignments.sudo()
        spans = self._get_spans(assignments)
        months, weights = self._gather_months(spans)
        due = {
            assignment: spans[assignment] for assignment in spans if months[assignment]
        }
        quarters = self._gather_quarters(due)
        entries = self._gather_entries(due)
        advisors = (
            self.env["legal.advisor"]
            .sudo()
            .concat(*{assignment.advisor_id for assignment in due})
        )
        certificates = advisors._get_certificate_intervals()
        result = {}
        for assignment, own_spans in due.items():
            total, flawed, disputes, first_service = entries.get(
                assignment.id, (0, None, None, None)
            )
            day = first_service or assignment.date_start
            intervals = certificates.get(assignment.advisor_id, ())
            result[assignment] = {
                "date_from": min(span.first for span in own_spans),
                "date_to": max(span.last for span in own_spans),
                "months": weights[assignment],
                "facts": {
                    "months": months[assignment],
                    "carried": [
                        [
                            span.assignment.village_id.short_name,
                            fields.Date.to_string(span.first),
                            fields.Date.to_string(span.last),
                        ]
                        for span in own_spans
                        if not span.is_own
                    ],
                    "quarters": quarters[assignment],
                    "entries": {"total": total, "flawed": flawed or []},
                    "disputes": disputes or [],
                    "certificate": {
                        "day": fields.Date.to_string(day),
                        "served": bool(first_service),
                        "valid": any(
                            start <= day and (not end or day <= end)
                            for start, end in intervals
                        ),
                    },
                },
            }
        return result

    @api.model
    def _gather_months(self, spans):
        """Minutes done and due per month, and months in proportion to days.

        :return: {assignment: [[first day, done, due]]}, {assignment: months}
        """
        sources = {span.assignment.id for group in spans.values() for span in group}
        # One row to an assignment: a year of a province has 300,000 months.
        rows = {
            assignment: sorted(zip(*columns, strict=True))
            for assignment, *columns in self.env["legal.service.month"]
            .sudo()
            ._read_group(
                [("assignment_id", "in", list(sources)), ("minutes_required", ">", 0)],
                ["assignment_id"],
                [
                    "month:array_agg",
                    "minutes_confirmed:array_agg",
                    "minutes_required:array_agg",
                ],
            )
        }
        months, weights = {}, {}
        for assignment, group in spans.items():
            months[assignment], weight = [], 0.0
            for span in sorted(group, key=lambda span: span.first):
                standard = span.assignment.program_id.monthly_hours * 60
                first = span.first.replace(day=1)
                for month, done, due in rows.get(span.assignment, ()):
                    if first <= month <= span.last:
                        months[assignment].append([month.isoformat(), done, due])
                        weight += due / standard
            weights[assignment] = round(weight, 2)
        return months, weights

    @api.model
    def _gather_quarters(self, spans):
        """Lectures per due quarter; who serves most of its days owes them.

        A lecture that a predecessor held earlier in the same quarter is not owed
        again. A quarter counts when its last day does.

        :return: {assignment: [[year, quarter, due, on time, late, waiting]]}
        """
        sources = self.env["legal.assignment"].concat(
            *(span.assignment for group in spans.values() for span in group)
        )
        held = defaultdict(lambda: defaultdict(lambda: [0, 0, 0]))
        Lecture = self.env["legal.lecture"].sudo()
        for source, *columns in Lecture._read_group(
            Lecture._get_standing_domain()
            & fields.Domain("program_id", "in", sources.program_id.ids)
            & fields.Domain("village_id", "in", sources.village_id.ids),
            ["assignment_id"],
            ["quarter:array_agg", "state:array_agg", "on_time:array_agg"],
        ):
            village_id, program_id = source.village_id.id, source.program_id.id
            for quarter, state, on_time in zip(*columns, strict=True):
                place = 2 if state != "filed" else 0 if on_time else 1
                held[village_id, program_id, quarter][source][place] += 1
        ends = {
            program: [
                (q, program._get_quarter_start(q), program._get_quarter_end(q))
                for q in "1234"
            ]
            for program in sources.program_id
        }
        quarters = {}
        for assignment, group in spans.items():
            quarters[assignment] = [
                [year, int(quarter), due, *held[key][span.assignment]]
                for span in sorted(group, key=lambda span: span.first)
                for year, quarter, due, key in self._get_due_quarters(span, ends, held)
            ]
        return quarters

    @api.model
    def _get_due_quarters(self, span, ends, held):
        assignment = span.assignment
        program, village_id = assignment.program_id, assignment.village_id.id
        lectures, year = program.quarterly_lectures, program.year
        served_from, served_to = assignment.date_start, assignment.date_end
        for quarter, first, last in ends[program]:
            if last > span.until if span.is_own else last < span.first:
                continue
            days = (min(last, served_to) - max(first, served_from)).days + 1
            if days * 2 <= (last - first).days + 1:
                continue
            key = (village_id, program.id, quarter)
            due = lectures - sum(
                sum(counts)
                for other, counts in held[key].items()
                if other.date_end < served_from
            )
            if due > 0:
                yield year, quarter, due, key

    @api.model
    def _gather_entries(self, spans):
        """Entries in one statement: how many, which are flawed, disputes upheld.

        :return: {assignment id: (total, [[day, delay, complete]], [days of disputes
            upheld], day of the first service or None)}
        """
        rows = [
            (assignment.id, span, assignment.company_id.legal_tz)
            for assignment, group in spans.items()
            for span in group
        ]
        if not rows:
            return {}
        self.env["legal.visit"].flush_model()
        programs = self.env["legal.program"].concat(
            *{span.assignment.program_id for _key, span, _tz in rows}
        )
        self.env.cr.execute(
            SQL(
                """
                SELECT span.key,
                       COUNT(*) FILTER (WHERE entry.standing),
                       JSONB_AGG(
                           JSONB_BUILD_ARRAY(v.date, entry.delay, entry.complete)
                           ORDER BY v.date, v.id
                       ) FILTER (
                           WHERE entry.standing
                             AND (entry.delay > %s OR NOT entry.complete)
                       ),
                       JSONB_AGG(v.date ORDER BY v.date, v.id)
                           FILTER (WHERE v.dispute_upheld),
                       MIN(v.date) FILTER (WHERE entry.standing AND span.is_own)
                  FROM UNNEST(
                           %s::integer[], %s::integer[], %s::date[], %s::date[],
                           %s::boolean[], %s::text[]
                       ) AS span(key, assignment_id, first, last, is_own, tz)
                  JOIN legal_visit v
                    ON v.assignment_id = span.assignment_id
                   AND v.date BETWEEN span.first AND span.last
                 CROSS JOIN LATERAL (
                       SELECT v.state IN ('submitted', 'confirmed', 'disputed')
                                  AND v.is_annulled IS NOT TRUE AS standing,
                              v.is_complete IS TRUE AS complete,
                              COALESCE(
                                  (v.submitted_at AT TIME ZONE 'UTC'
                                      AT TIME ZONE span.tz)::date - v.date,
                                  0
                              ) AS delay
                       ) entry
                 WHERE v.corrects_id IS NULL
                 GROUP BY span.key
                """,
                programs._get_least_within_days(),
                [key for key, _span, _tz in rows],
                [span.assignment.id for _key, span, _tz in rows],
                [span.first for _key, span, _tz in rows],
                [span.last for _key, span, _tz in rows],
                [span.is_own for _key, span, _tz in rows],
                [tz for _key, _span, tz in rows],
            )
        )
        return {key: values for key, *values in self.env.cr.fetchall()}

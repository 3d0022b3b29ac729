import random
from datetime import timedelta

from odoo import api, models
from odoo.fields import Command
from odoo.tools import split_every

from . import invented
from .calendar import plan_month

BATCH = 1000
LATE_AFTER_DAYS = 7
# Committees usually answer within two weeks; later entries still wait.
ANSWER_DAYS = 12


class LegalSampleServices(models.AbstractModel):
    """A year of invented services, written in batches as an import would."""

    _inherit = "legal.sample"

    @api.model
    def _record_services(self, assignments, until, absences=None):
        """Write the services of assignments up to a day.

        :param date until: last day of the story
        :param dict absences: {adviser: first day on which they no longer come}
        """
        absences = absences or {}
        codes = self._get_codes()
        vals_list = []
        for assignment in assignments:
            gone = absences.get(assignment.advisor_id)
            last_day = min(assignment.date_end, until)
            if gone:
                last_day = min(last_day, gone - timedelta(days=1))
            vals_list += self._plan_visits(assignment, last_day, until, codes)
        Visit = self.env["legal.visit"]
        visits = Visit.browse()
        for batch in split_every(BATCH, vals_list):
            visits |= Visit._guarded_create(list(batch))
        visits |= self._record_lectures(assignments, until, absences)
        confirmed = visits.filtered(lambda visit: visit.state == "confirmed")
        confirmed._take_numbers()
        return visits

    @api.model
    def _get_codes(self):
        """Ids of the categories and topics that the invented matters use, by code.

        :return: two dictionaries
        """

        def find(kind, codes):
            name = f"village_legal_advisor.matter_{kind}_"
            return {code: self.env.ref(name + code).id for code in codes}

        topics = {topic for told in invented.MATTERS.values() for _c, topic, *_ in told}
        return find("category", invented.MATTERS), find("topic", topics)

    @api.model
    def _plan_visits(self, assignment, last_day, until, codes):
        village = assignment.village_id
        weekday = int(assignment.slot_ids[:1].weekday or assignment.id % 5)
        slot = assignment.slot_ids[:1]
        vals_list = []
        month = assignment.date_start.replace(day=1)
        while month <= last_day:
            for day, start, stop in plan_month(
                village.code,
                weekday,
                month.year,
                month.month,
                assignment.date_start,
                last_day,
            ):
                vals_list.append(
                    self._prepare_times(assignment, slot, day, start, stop)
                    | self._prepare_steps(assignment, day, until, codes)
                )
            month = (month + timedelta(days=32)).replace(day=1)
        return vals_list

    @api.model
    def _prepare_times(self, assignment, slot, day, start, stop):
        company = assignment.company_id
        rng = random.Random(f"place {assignment.village_id.code} {day}")
        return {
            "assignment_id": assignment.id,
            "slot_id": slot.id,
            "time_start": company._legal_utc(day, start),
            "time_stop": company._legal_utc(day, stop),
            "place": rng.choice(invented.PLACES),
            "service_form": "mobile" if rng.random() < 0.15 else "fixed",
            "source": rng.choices(("phone", "screen", "paper"), (80, 12, 8))[0],
        }

    @api.model
    def _prepare_steps(self, assignment, day, until, codes):
        """Matters of an entry, and how far it has got by a day."""
        company = assignment.company_id
        rng = random.Random(f"visit {assignment.village_id.code} {day}")
        delay = rng.choices((0, 1, 2, 5, 12), (60, 20, 10, 7, 3))[0]
        submitted_on = day + timedelta(days=delay)
        vals = {
            "matter_ids": [
                Command.create(self._prepare_matter(rng, codes))
                for _each in range(rng.choice((1, 1, 1, 2)))
            ],
        }
        if submitted_on > until:
            return vals
        vals |= {
            "state": "submitted",
            "submitted_at": company._legal_utc(submitted_on, 20.0),
            "submitted_by_id": self.env.uid,
            "is_late_entry": delay > LATE_AFTER_DAYS,
        }
        roll = rng.random()
        answered = (until - submitted_on).days > ANSWER_DAYS
        if roll < 0.012:
            vals |= self._prepare_dispute(company, submitted_on, answered, roll < 0.005)
        elif answered or roll < 0.4:
            decided = min(submitted_on + timedelta(days=rng.choice((1, 2, 4))), until)
            kind = "township" if rng.random() < 0.3 else "village"
            vals |= self._prepare_confirmation(company, decided, kind)
        return vals

    @api.model
    def _prepare_confirmation(self, company, day, kind):
        return {
            "state": "confirmed",
            "confirmed_at": company._legal_utc(day, 9.5),
            "confirmed_by_id": self.env.uid,
            "confirmed_by_kind": kind,
        }

    @api.model
    def _prepare_dispute(self, company, day, answered, upheld):
        disputed_at = company._legal_utc(day + timedelta(days=1), 9.0)
        vals = {
            "state": "disputed",
            "disputed_at": disputed_at,
            "disputed_by_id": self.env.uid,
            "dispute_reason": "当天实际服务时间不足，请核对",
        }
        if not answered:
            return vals
        if upheld:
            return vals | {
                "state": "rejected",
                "dispute_upheld": True,
                "rejected_at": disputed_at + timedelta(days=3),
                "rejected_by_id": self.env.uid,
                "reject_reason": "经核实，实际服务时间与记录不符，请更正",
            }
        return (
            vals
            | {"dispute_answer": "经向在场群众核实，服务时间属实"}
            | self._prepare_confirmation(company, day + timedelta(days=5), "township")
        )

    @api.model
    def _prepare_matter(self, rng, codes):
        categories, topics = codes
        code = rng.choices(tuple(invented.MATTERS), (60, 14, 16, 10))[0]
        client, topic, summary, advice, outcome = rng.choice(invented.MATTERS[code])
        return {
            "category_id": categories[code],
            "topic_id": topics[topic],
            "client_kind": client,
            "summary": summary,
            # One in twenty forgot what was advised: completeness has work to show.
            "advice": advice if rng.random() > 0.05 else False,
            "outcome": outcome,
        }

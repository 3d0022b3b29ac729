import random
from datetime import timedelta

from odoo import api, models
from odoo.fields import Command

from . import invented

EVENING = (19.5, 21.0)
OUTLINE = "示例讲座提纲:一、案例导入;二、法条解读;三、现场答疑。"


class LegalSampleLectures(models.AbstractModel):
    """Invented lectures: one a quarter and village, some late, some missing."""

    _inherit = "legal.sample"

    @api.model
    def _record_lectures(self, assignments, until, absences):
        audiences = self._get_audiences()
        plans = []
        for assignment in assignments:
            gone = absences.get(assignment.advisor_id)
            until_here = min(until, gone - timedelta(days=1)) if gone else until
            for quarter in "1234":
                plan = self._plan_lecture(assignment, quarter, until_here, audiences)
                if plan:
                    plans.append(plan)
        lectures = self.env["legal.lecture"].create([vals for vals, _steps in plans])
        held = lectures.browse()
        for lecture, (_vals, steps) in zip(lectures, plans, strict=True):
            if steps:
                held |= lecture
        outlines = self._create_outlines(held)
        visits = self.env["legal.visit"]._guarded_create(
            [
                lecture._prepare_visit_vals() | self._prepare_decision(lecture, until)
                for lecture in held
            ]
        )
        steps_of = {
            lecture: steps for lecture, (_v, steps) in zip(lectures, plans, strict=True)
        }
        for lecture, visit, outline in zip(held, visits, outlines, strict=True):
            steps = steps_of[lecture]
            if "submitted_date" in steps:
                steps["outline_ids"] = [Command.link(outline.id)]
            lecture._guarded_write(steps | {"visit_id": visit.id})
        return visits

    @api.model
    def _plan_lecture(self, assignment, quarter, until, audiences):
        """Values of one lecture and of the steps it has gone through, or None."""
        program = assignment.program_id
        rng = random.Random(
            f"lecture {assignment.village_id.code} {program.year}{quarter}"
        )
        first = program._get_quarter_start(quarter)
        due = program._get_quarter_end(quarter)
        weekday = int(assignment.slot_ids[:1].weekday or 0)
        day = first + timedelta(days=rng.randrange(14, 70))
        day += timedelta(days=(weekday - day.weekday()) % 7)
        if not assignment.date_start <= day <= assignment.date_end:
            return None
        if first > until or rng.random() < 0.04:
            return None
        topic, audience = rng.choice(invented.LECTURES)
        vals = {
            "assignment_id": assignment.id,
            "topic": topic,
            "audience_ids": [Command.link(audiences[audience].id)],
            "audience_count": rng.randrange(18, 75),
            "is_wished": rng.random() < 0.6,
            "date": day,
            "hour_from": EVENING[0],
            "hour_to": EVENING[1],
            "place": invented.PLACES[3],
        }
        if day > until:
            return vals, {}
        return vals, self._plan_filing(rng, day, due, until)

    @api.model
    def _plan_filing(self, rng, day, due, until):
        late = rng.random() < 0.05
        submitted = (
            due + timedelta(days=rng.randrange(2, 9))
            if late
            else (min(day + timedelta(days=rng.randrange(1, 10)), due))
        )
        if submitted > until:
            return {"state": "held"}
        steps = {
            "state": "submitted",
            "submitted_date": submitted,
            "submitted_by_id": self.env.uid,
        }
        filed = submitted + timedelta(days=rng.randrange(2, 8))
        if filed <= until:
            steps |= {
                "state": "filed",
                "filed_date": filed,
                "filed_by_id": self.env.uid,
            }
        return steps

    @api.model
    def _prepare_decision(self, lecture, until):
        company = lecture.company_id
        day = lecture.date
        vals = {
            "source": "phone",
            "state": "submitted",
            "submitted_at": company._legal_utc(day, 21.5),
            "submitted_by_id": self.env.uid,
        }
        decided = day + timedelta(days=3)
        if decided <= until:
            vals |= {
                "state": "confirmed",
                "confirmed_at": company._legal_utc(decided, 10.0),
                "confirmed_by_id": self.env.uid,
                "confirmed_by_kind": "village",
            }
        return vals

    @api.model
    def _get_audiences(self):
        """The kinds of people that the invented lectures address, by name."""
        Audience = self.env["legal.lecture.audience"]
        names = dict.fromkeys(audience for _topic, audience in invented.LECTURES)
        return {
            name: Audience.search([("name", "=", name)], limit=1)
            or Audience.create({"name": name})
            for name in names
        }

    @api.model
    def _create_outlines(self, lectures):
        return self.env["ir.attachment"].create(
            [
                {
                    "name": "讲座提纲(示例).txt",
                    "raw": OUTLINE.encode(),
                    "mimetype": "text/plain",
                    "res_model": lecture._name,
                    "res_id": lecture.id,
                }
                for lecture in lectures
            ]
        )

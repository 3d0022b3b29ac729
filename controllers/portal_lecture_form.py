import base64

from odoo import fields
from odoo.exceptions import UserError
from odoo.http import request

from ..models.service.lecture_content import EDITABLE_STATES
from ..models.service.lecture_outline import MAX_OUTLINE_BYTES
from .portal_own import AdvisorPages

DEFAULT_HOURS = ("10:00", "12:00")


class LectureForm(AdvisorPages):
    """Turns the adviser's form into a lecture, or says what is missing in it."""

    def _create_lecture(self, form):
        assignment = self._to_assignment(form, self._get_assignments())
        vals = {"assignment_id": assignment.id} | self._prepare_plan_vals(form)
        vals |= self._prepare_content_vals(form)
        return request.env["legal.lecture"].create(vals)

    def _update_lecture(self, lecture, form):
        """Write what may still be edited, then the outline's files."""
        vals = {}
        if lecture.state == "planned":
            vals |= self._prepare_plan_vals(form)
        if not lecture.is_content_locked:
            vals |= self._prepare_content_vals(form, lecture)
        lecture.write(vals)
        self._change_outlines(lecture, form)

    def _prepare_plan_vals(self, form):
        env = request.env
        start = self._to_hour(form.get("time_start"))
        # Midnight as an end can only be the day's own.
        stop = self._to_hour(form.get("time_stop")) or 24.0
        if stop <= start:
            raise UserError(
                env._("The lecture must end after it begins, within one day.")
            )
        return {
            "date": self._to_date(form.get("date")),
            "hour_from": start,
            "hour_to": stop,
            "place": self._to_text(form.get("place")),
        }

    def _prepare_content_vals(self, form, lecture=None):
        env = request.env
        topic = self._to_text(form.get("topic"))
        if not topic:
            raise UserError(env._("Say what the lecture is about."))
        chosen = request.httprequest.form.getlist("audience")
        audiences = env["legal.lecture.audience"].search(
            [("id", "in", [self._to_int(value) for value in chosen])]
        )
        vals = {
            "topic": topic,
            "audience_ids": [fields.Command.set(audiences.ids)],
            "audience_count": self._to_int(form.get("audience_count")),
        }
        if not (lecture and lecture.wish):
            # What is told already stands in the village's words.
            wish = self._to_text(form.get("wish"))
            vals |= {
                "wish": wish,
                "is_wished": bool(wish or form.get("is_wished")),
            }
        return vals

    def _change_outlines(self, lecture, form):
        # Ids of files for ticks: what they are is not looked at.
        removed = {
            self._to_int(name.removeprefix("remove_outline_"))
            for name in form
            if name.startswith("remove_outline_")
        }
        if removed:
            lecture._remove_outlines(removed)
        upload = form.get("outline")
        if upload and upload.filename:
            content = upload.read(MAX_OUTLINE_BYTES + 1)
            lecture.action_attach_outline(base64.b64encode(content), upload.filename)

    # === Values to show ===

    def _get_new_values(self, assignment_id=None):
        return {
            "assignment_id": assignment_id or "",
            "date": request.env.company._legal_today().isoformat(),
            "time_start": DEFAULT_HOURS[0],
            "time_stop": DEFAULT_HOURS[1],
        }

    def _get_lecture_values(self, lecture):
        """A lecture as its form has it."""
        return {
            "date": lecture.date.isoformat(),
            "time_start": self._format_hour(lecture.hour_from),
            "time_stop": self._format_hour(lecture.hour_to),
            "place": lecture.place or "",
            "topic": lecture.topic,
            "audience_count": str(lecture.audience_count or ""),
            "audiences": set(lecture.audience_ids.ids),
            "is_wished": lecture.is_wished,
            "wish": lecture.wish or "",
        }

    def _get_typed_values(self, form):
        chosen = request.httprequest.form.getlist("audience")
        return form | {"audiences": {self._to_int(value) for value in chosen}}

    def _format_hour(self, hour):
        minutes = round(hour * 60) % (24 * 60)
        return f"{minutes // 60:02}:{minutes % 60:02}"

    def _prepare_lecture_page(self, lecture, values, error=None):
        env = request.env
        return self._get_lecture_labels() | {
            "page_name": "legal_lecture",
            "lecture": lecture,
            "values": {"audiences": set()} | values,
            "error": error and str(error.args[0]),
            "assignments": self._get_assignments(),
            "audiences": env["legal.lecture.audience"].search([]),
            "is_planned": not lecture or lecture.state == "planned",
            "is_content_open": not lecture or not lecture.is_content_locked,
            "is_outline_open": bool(lecture) and lecture.state in EDITABLE_STATES,
            "hour": self._format_hour,
        }

    def _get_lecture_labels(self):
        env = request.env
        Lecture = env["legal.lecture"]
        return {
            name: dict(Lecture._fields[field]._description_selection(env))
            for name, field in (("states", "state"), ("timeliness", "timeliness"))
        }

    def _get_quarters(self):
        """Own lectures by the quarters of open years; of closed ones the unfinished.

        :return: [{"program", "quarter", "label", "due", "is_running", "lectures"}],
            the running quarter first, then the newest year
        """
        env = request.env
        Lecture = env["legal.lecture"]
        lectures = Lecture.search(
            [
                ("advisor_id.user_id", "=", env.uid),
                "|",
                ("program_id.state", "=", "open"),
                ("state", "!=", "filed"),
            ],
            order="date, id",
        )
        labels = dict(Lecture._fields["quarter"]._description_selection(env))
        running = env["legal.program"]._get_running_quarters()
        running = {program.id: quarter for program, quarter in running.items()}
        # The years' names and quarters are no secret; the lectures are the user's.
        programs = self._get_assignments().program_id | lectures.program_id
        by_key = lectures.grouped(lambda rec: (rec.program_id.id, rec.quarter))
        rows = [
            {
                "program": program,
                "quarter": quarter,
                "label": label,
                "due": program._get_quarter_end(quarter),
                "is_running": running.get(program.id) == quarter,
                "lectures": by_key.get((program.id, quarter), Lecture),
            }
            for program in programs.sudo().sorted("date_start", reverse=True)
            for quarter, label in labels.items()
            if program.state == "open" or (program.id, quarter) in by_key
        ]
        return sorted(rows, key=lambda row: not row["is_running"])

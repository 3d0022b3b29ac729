from datetime import timedelta

from odoo import fields
from odoo.exceptions import UserError
from odoo.http import request

from .portal_files import read_photo
from .portal_own import AdvisorPages

MATTER_FIELDS = ("client_kind", "category_id", "summary", "advice")


class ServiceForm(AdvisorPages):
    """Turns the adviser's form into an entry, or says what is missing in it."""

    def _create_visit(self, form):
        vals = self._prepare_visit_vals(form, self._get_assignments())
        visit = request.env["legal.visit"].create(vals | {"source": "phone"})
        self._attach_photo(visit, form)
        return visit

    def _update_visit(self, visit, form):
        """Write the form into a draft or rejected entry, which is a draft then."""
        allowed = self._get_assignments() | visit.assignment_id
        vals = self._prepare_visit_vals(form, allowed, visit)
        if vals["assignment_id"] != visit.assignment_id.id:
            # The arrangement was one with the other village.
            vals["slot_id"] = False
        else:
            del vals["assignment_id"]
        if visit.state == "rejected":
            visit.action_reset()
        visit.write(vals)
        self._attach_photo(visit, form)

    def _prepare_visit_vals(self, form, allowed, visit=None):
        assignment = self._to_assignment(form, allowed)
        return {
            "assignment_id": assignment.id,
            "service_mode": self._to_choice(
                "legal.visit", "service_mode", form.get("service_mode")
            ),
            "service_form": self._to_choice(
                "legal.visit", "service_form", form.get("service_form")
            ),
            "place": self._to_text(form.get("place")),
            "supplement_reason": self._to_text(form.get("supplement_reason")),
            "matter_ids": self._prepare_matter_commands(form, visit),
        } | self._prepare_time_vals(form, assignment.company_id, visit)

    def _prepare_time_vals(self, form, company, visit=None):
        """Times of a service on site; day and minutes of any other (rule 5)."""
        env = request.env
        day = self._to_date(form.get("date"))
        if form.get("service_mode", "on_site") != "on_site":
            minutes = self._to_int(form.get("minutes"))
            if not minutes:
                raise UserError(env._("Enter how many minutes the service took."))
            vals = {"date": day, "minutes": minutes}
            if visit and visit.service_mode == "on_site":
                vals |= {"time_start": False, "time_stop": False}
            return vals
        start = self._to_hour(form.get("time_start"))
        stop = self._to_hour(form.get("time_stop"))
        if form.get("next_day"):
            if stop >= start:
                raise UserError(
                    env._(
                        "This would be a service of 24 hours or more. Take the tick "
                        "from 'Ended on the next day', or correct the times."
                    )
                )
            stop += 24
        elif stop <= start:
            raise UserError(
                env._(
                    "The service must end after it begins. If it went on past "
                    "midnight, tick 'Ended on the next day'."
                )
            )
        return {
            "time_start": company._legal_utc(day, start),
            "time_stop": company._legal_utc(day, stop),
        }

    def _prepare_matter_commands(self, form, visit=None):
        """One command per fieldset: the entry's matters, then a new one."""
        commands, kept = [], 0
        for matter in visit.matter_ids if visit else ():
            suffix = f"_{matter.id}"
            if form.get(f"remove{suffix}"):
                commands.append(fields.Command.delete(matter.id))
                continue
            kept += 1
            vals = self._prepare_matter_vals(form, suffix)
            if matter.topic_id.category_id.id not in (False, vals["category_id"]):
                vals["topic_id"] = False
            commands.append(fields.Command.update(matter.id, vals))
        is_told = any(form.get(name) for name in ("category_id", "summary", "advice"))
        if is_told or not kept:
            commands.append(fields.Command.create(self._prepare_matter_vals(form)))
        return commands

    def _prepare_matter_vals(self, form, suffix=""):
        env = request.env
        told = {name: form.get(name + suffix) for name in MATTER_FIELDS}
        category = env["legal.matter.category"].search(
            [("id", "=", self._to_int(told["category_id"]))]
        )
        summary = self._to_text(told["summary"])
        if not category or not summary:
            raise UserError(
                env._("Choose a category and say in a few words what it was about.")
            )
        return {
            "client_kind": self._to_choice(
                "legal.matter", "client_kind", told["client_kind"]
            ),
            "category_id": category.id,
            "summary": summary,
            "advice": self._to_text(told["advice"]),
        }

    def _attach_photo(self, visit, form):
        """Add the uploaded proof of presence and take off the ticked ones."""
        photo = read_photo(form.get("photo"))
        # The entry was just written by this user and may be edited: attachments as
        # such are closed to portal users.
        visit = visit.sudo()
        commands = [
            fields.Command.unlink(proof.id)
            for proof in visit.proof_ids
            if form.get(f"remove_photo_{proof.id}")
        ]
        if photo:
            content, mimetype = photo
            commands.append(
                fields.Command.create(
                    {
                        "name": request.env._("Proof of presence"),
                        "raw": content,
                        "mimetype": mimetype,
                    }
                )
            )
        if commands:
            visit.proof_ids = commands

    # === Values to show ===

    def _get_visit_values(self, visit):
        """An entry as its form has it: the inverse of `_prepare_visit_vals`."""
        values = {
            "assignment_id": str(visit.assignment_id.id),
            "date": visit.date.isoformat(),
            "minutes": str(visit.minutes or ""),
            "next_day": "",
        }
        for name in ("service_mode", "service_form", "place", "supplement_reason"):
            values[name] = visit[name] or ""
        if visit.time_start and visit.time_stop:
            start, stop = map(
                visit.company_id._legal_local, (visit.time_start, visit.time_stop)
            )
            values["time_start"] = start.strftime("%H:%M")
            values["time_stop"] = stop.strftime("%H:%M")
            if stop.date() == start.date() + timedelta(days=1):
                values["next_day"] = "1"
        for matter in visit.matter_ids:
            suffix = f"_{matter.id}"
            values[f"client_kind{suffix}"] = matter.client_kind
            values[f"category_id{suffix}"] = str(matter.category_id.id)
            values[f"summary{suffix}"] = matter.summary or ""
            values[f"advice{suffix}"] = matter.advice or ""
        return values

    def _prepare_form(self, values, visit=None):
        """What the form's template needs beside the values."""
        env = request.env
        Visit, Matter = env["legal.visit"], env["legal.matter"]
        today = env.company._legal_today()
        assignments = self._get_assignments()
        if visit:
            assignments |= visit.assignment_id

        def choices(model, name):
            return model._fields[name]._description_selection(env)

        return {
            "values": values,
            "today": today,
            "first_day": min(assignments.mapped("date_start"), default=today),
            "assignments": assignments,
            "categories": env["legal.matter.category"].search([]),
            "modes": choices(Visit, "service_mode"),
            "forms": choices(Visit, "service_form"),
            "client_kinds": choices(Matter, "client_kind"),
            "states": dict(choices(Visit, "state")),
            "matters": visit.matter_ids if visit else Matter,
            "local": lambda visit, name: visit[name]
            and visit.company_id._legal_local(visit[name]).strftime("%H:%M"),
        }

from odoo import api, fields, models

from ..common.names import join_names


class LegalLecture(models.Model):
    """Holding a lecture: typed once, and its hours count."""

    _inherit = "legal.lecture"

    def action_hold(
        self, date=None, hour_from=None, hour_to=None, place=None, audience_count=None
    ):
        """Record that planned lectures took place, each with its service entry.

        The entry is submitted in the same step; when its rules refuse, nothing is
        recorded. What is left out stays as planned.

        :param date: local day, a date or ISO string
        :param float hour_from: local clock hour, 9.5 is 9:30
        :param float hour_to: local clock hour
        :param str place: where it took place
        :param int audience_count: people reached
        :raises UserError: one sentence per lecture that cannot be recorded
        """
        self.check_access("write")
        self._raise_blockers(self._get_hold_blockers())
        told = {
            "date": fields.Date.to_date(date),
            "hour_from": hour_from,
            "hour_to": hour_to,
            "place": place,
            "audience_count": audience_count,
        }
        self.write({name: value for name, value in told.items() if value is not None})
        visits = self.env["legal.visit"].create(
            [lecture._prepare_visit_vals() for lecture in self]
        )
        visits.action_submit()
        for lecture, visit in zip(self, visits, strict=True):
            lecture._guarded_write({"state": "held", "visit_id": visit.id})
        return True

    def _get_hold_blockers(self):
        return {
            lecture: self.env._("It is already recorded that the lecture was held.")
            for lecture in self
            if lecture.state != "planned"
        }

    def _prepare_visit_vals(self):
        """The lecture's entry in the ledger, with the lecture as its matter."""
        self.ensure_one()
        company = self.company_id
        return {
            "assignment_id": self.assignment_id.id,
            "advisor_id": self.advisor_id.id,
            "date": self.date,
            "time_start": company._legal_utc(self.date, self.hour_from),
            "time_stop": company._legal_utc(self.date, self.hour_to),
            "service_mode": "on_site",
            "place": self.place or self.village_id.sudo().display_name,
            "matter_ids": [fields.Command.create(self._prepare_matter_vals())],
        }

    def _prepare_matter_vals(self):
        self.ensure_one()
        return {
            "client_kind": "public",
            "category_id": self.env.ref(
                "village_legal_advisor.matter_category_publicity"
            ).id,
            "summary": self.topic,
            "advice": self._get_audience_sentence(),
        }

    def _get_audience_sentence(self):
        self.ensure_one()
        return self._say_audience(self.audience_ids.mapped("name"), self.audience_count)

    @api.model
    def _say_audience(self, names, count):
        return self.env._(
            "Lecture for %(audience)s; %(count)s people reached",
            audience=join_names(self.env, names) or self.env._("all"),
            count=count,
        )

    def action_reopen_plan(self):
        """Turn back into a plan what was recorded as held but was not.

        Only while nothing was submitted and the entry does not stand any more.

        :raises UserError: one sentence per lecture that stays as it is
        """
        self.check_access("write")
        blockers = {}
        for lecture in self:
            if lecture.state != "held" or lecture.submitted_date:
                blockers[lecture] = self.env._(
                    "Only a held lecture whose outline was never submitted becomes a "
                    "plan again."
                )
            elif not lecture._get_entry_blocker():
                blockers[lecture] = self.env._(
                    "Its service entry stands. Have the entry rejected first."
                )
        self._raise_blockers(blockers)
        self._guarded_write({"state": "planned", "visit_id": False})
        return True

    def action_view_visit(self):
        """The lecture's service entry."""
        return self.visit_id._get_records_action()

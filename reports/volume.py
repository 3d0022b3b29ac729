from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools.i18n import format_list

from .formats import get_label, local_date


class PaperVolume(models.AbstractModel):
    """A village's volume as a book: cover, contents, entries, lectures, closing sheet.

    Its parts, their fields and order follow the archive's (GB/T 9705): 案卷封面,
    卷内文件目录, 卷内备考表.
    """

    _name = "report.village_legal_advisor.paper_volume"
    _description = "Paper: village volume"

    # The village's own copy tells of villagers' matters the category only (rule 12).
    _tells_villagers_matters = True

    @api.model
    def _get_report_values(self, docids, data=None):
        volumes = self.env["legal.volume"].browse(docids)
        return {
            "doc_ids": docids,
            "doc_model": volumes._name,
            "docs": volumes,
            "papers": [self._get_paper(volume) for volume in volumes],
        }

    @api.model
    def _get_paper(self, volume):
        """Everything that is printed of a volume, with the user's rights.

        :rtype: dict
        """
        visits = volume.visit_ids.sorted("number")
        self._refuse_torn(volume, visits)
        dates = visits.mapped("date")
        names = [volume._get_bound_name(person) for person in visits.advisor_id]
        lectures = self.env["legal.lecture"].search(
            [("visit_id", "in", visits.ids)], order="date, id"
        )
        return {
            "record": volume,
            "title": self._get_title(volume),
            "retention": volume._get_retention_label(),
            "is_copy": not self._tells_villagers_matters,
            "code": volume.archive_code,
            "village": volume._get_village_name(),
            "township": volume._get_township_name(),
            "advisors": format_list(self.env, names) if names else "",
            "first_day": min(dates, default=False),
            "last_day": max(dates, default=False),
            "closed_on": local_date(volume, "closed_at"),
            "count": len(visits),
            "situation": self._get_situation(visits),
            "hours": f"{sum(self._get_counted(visits)) / 60:g}",
            "entries": [self._get_entry(visit) for visit in visits],
            "lectures": [self._get_lecture(lecture) for lecture in lectures],
        }

    @api.model
    def _refuse_torn(self, volume, visits):
        """A book of some of the entries must not look like the book.

        :raises UserError: when the user cannot see every entry and matter
        """
        matters = self.env["legal.matter"]
        told = [("visit_id.volume_id", "=", volume.id)]
        if len(visits) != volume.last_number or (
            self._tells_villagers_matters
            and matters.search_count(told) != matters.sudo().search_count(told)
        ):
            raise UserError(
                self.env._(
                    "%(volume)s: you see %(seen)s of its %(count)s entries, or not "
                    "all of their matters. Verify it, and have it printed by who sees "
                    "all of it.",
                    volume=volume.display_name,
                    seen=len(visits),
                    count=volume.last_number,
                )
            )

    @api.model
    def _get_title(self, volume):
        """The volume's title in the archive (案卷题名); its index says the same.

        :rtype: str
        """
        names = {
            "village": volume._get_village_name(),
            "year": volume.program_id.year,
        }
        if volume.supplement_of_id:
            return self.env._(
                "%(village)s: services of the legal adviser in %(year)s (supplement)",
                **names,
            )
        return self.env._(
            "%(village)s: services of the legal adviser in %(year)s", **names
        )

    @api.model
    def _get_counted(self, visits):
        """Minutes on site, corrections included: what the months are summed from."""
        on_site = visits.filtered(lambda visit: visit.service_mode == "on_site")
        return on_site.mapped("minutes")

    @api.model
    def _get_entry(self, visit):
        counted = visit._get_counted_minutes()
        is_changed = visit.correction_ids and not visit.is_annulled
        return {
            "number": visit.number,
            "reference": visit.reference,
            "date": visit.date,
            "time": self._get_time(visit),
            "duration": self._say_minutes(visit.minutes),
            "right_duration": self._say_minutes(counted)
            if is_changed and counted != visit.minutes
            else "",
            "place": visit.place or "",
            "mode": get_label(visit, "service_mode"),
            "form": get_label(visit, "service_form"),
            "advisor": visit.volume_id._get_bound_name(visit.advisor_id),
            "subject": self._get_subject(visit),
            "confirmed_for": self.env._("The bureau's decision")
            if visit.corrects_id
            else get_label(visit, "confirmed_by_kind"),
            "marks": visit.marks or "",
            "is_annulled": visit.is_annulled,
            "notes": self._get_notes(visit),
            "corrections": [
                self._get_correction(visit, correction)
                for correction in visit.correction_ids.sorted("id")
            ],
            "matters": [
                self._get_matter(matter) for matter in visit.matter_ids.sorted("id")
            ],
        }

    @api.model
    def _say_minutes(self, minutes):
        return self.env._("%(minutes)s minutes", minutes=minutes)

    @api.model
    def _get_subject(self, visit):
        """The entry's title in the contents (题名)."""
        if visit.corrects_id:
            return get_label(visit, "correction_kind")
        categories = visit.matter_ids.sorted("id").category_id
        names = [visit.volume_id._get_bound_name(category) for category in categories]
        subjects = [name for name in dict.fromkeys(names) if name]
        if subjects:
            return format_list(self.env, subjects)
        return get_label(visit, "service_mode")

    @api.model
    def _get_notes(self, visit):
        """What was decided about an entry: by whom, when and why.

        Reasons speak of what people came for: the village's copy leaves them out.

        :rtype: list[dict]
        """
        notes, told = [], self._tells_villagers_matters

        def add(label, text, user, moment):
            notes.append(
                {
                    "label": label,
                    "text": text,
                    "by": user.name,
                    "on": local_date(visit, moment),
                }
            )

        if visit.corrects_id:
            reason = told and visit.correction_reason
            words = (visit.correction_decision, reason)
            add(
                self.env._("Decision"),
                " ".join(filter(None, words)),
                visit.confirmed_by_id,
                "confirmed_at",
            )
        if visit.supplement_reason and visit.is_after_closing:
            add(
                self.env._("Entered late"),
                told and visit.supplement_reason or "",
                visit.submitted_by_id,
                "submitted_at",
            )
        if visit.recognised_reason:
            add(
                self.env._("Day recognised"),
                told and visit.recognised_reason or "",
                visit.recognised_by_id,
                "recognised_at",
            )
        return notes

    @api.model
    def _get_correction(self, visit, correction):
        """What is said beside an entry of one that puts it right.

        :rtype: dict
        """
        (note,) = self._get_notes(correction)[:1]
        place = visit._say_entries(correction)
        return note | {"label": place}

    @api.model
    def _get_time(self, visit):
        if not (visit.time_start and visit.time_stop):
            return ""
        local = visit.company_id._legal_local
        return "-".join(
            local(moment).strftime("%H:%M")
            for moment in (visit.time_start, visit.time_stop)
        )

    @api.model
    def _get_matter(self, matter):
        told = self._tells_villagers_matters or matter.client_kind == "committee"
        volume = matter.visit_id.volume_id
        return {
            "client": get_label(matter, "client_kind"),
            "category": volume._get_bound_name(matter.category_id),
            "topic": (told and volume._get_bound_name(matter.topic_id)) or "",
            "summary": (told and matter.summary) or "",
            "advice": (told and matter.advice) or "",
            "outcome": (told and matter.outcome) or "",
        }

    @api.model
    def _get_lecture(self, lecture):
        return {
            "date": lecture.date,
            "quarter": get_label(lecture, "quarter"),
            "topic": lecture.topic,
            "audience": lecture.audience_count or "",
            "number": lecture.visit_id.number,
            "state": get_label(lecture, "state"),
            "is_annulled": lecture.visit_id.is_annulled,
        }


class PaperVolumeCopy(models.AbstractModel):
    """The village's own copy of its volume."""

    _name = "report.village_legal_advisor.paper_volume_copy"
    _inherit = "report.village_legal_advisor.paper_volume"
    _description = "Paper: village's copy of its volume"

    _tells_villagers_matters = False

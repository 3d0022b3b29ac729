from odoo import api, models
from odoo.exceptions import UserError

# What moves an entry to another account, day or hour.
MOVING_FIELDS = frozenset(
    {
        "assignment_id",
        "village_id",
        "advisor_id",
        "date",
        "time_start",
        "time_stop",
        "hour_from",
        "hour_to",
    }
)


class LegalVisit(models.Model):
    """What stays as it is when a rejected entry is mended (rules 7, 9 and 10)."""

    _inherit = "legal.visit"

    def write(self, vals):
        if self._is_guard_lifted() or not MOVING_FIELDS & vals.keys():
            return super().write(vals)
        # The adviser reads neither every lecture nor every earlier assignment.
        entries = self.sudo()
        accounts = {visit: visit._get_account() for visit in entries}
        quarters = {lecture: lecture.quarter for lecture in entries.lecture_ids}
        entries._refuse_filed_lecture()
        result = super().write(vals)
        for visit in entries:
            if visit._get_account() != accounts[visit]:
                visit._refuse_moving()
        for lecture, quarter in quarters.items():
            if lecture.submitted_date and lecture.quarter != quarter:
                lecture._refuse_other_quarter(quarter)
        return result

    def _get_account(self):
        """What an upheld objection counts against: assignment, person and month."""
        self.ensure_one()
        return (
            self.assignment_id,
            self.village_id,
            self.advisor_id,
            self.date and self.date.replace(day=1),
        )

    def _refuse_moving(self):
        self.ensure_one()
        if self.dispute_upheld:
            raise UserError(
                self.env._(
                    "The village's objection to %(visit)s was found right and stays on "
                    "record: village, adviser and month cannot be changed. Record what "
                    "took place elsewhere as a new entry.",
                    visit=self.reference,
                )
            )
        lecture = self.lecture_ids[:1]
        if lecture and self.assignment_id != lecture.assignment_id:
            raise UserError(
                self.env._(
                    "%(entry)s belongs to the lecture %(lecture)s. Record there first "
                    "that it was not held.",
                    entry=self.display_name,
                    lecture=lecture.display_name,
                )
            )

    def _refuse_filed_lecture(self):
        for lecture in self.lecture_ids:
            if lecture._is_sealed():
                raise UserError(lecture._get_seal_message())

    @api.ondelete(at_uninstall=False)
    def _unlink_except_upheld(self):
        for visit in self.filtered("dispute_upheld"):
            raise UserError(
                self.env._(
                    "The village's objection to %(visit)s was found right: it stays on "
                    "record. Correct it instead.",
                    visit=visit.reference,
                )
            )

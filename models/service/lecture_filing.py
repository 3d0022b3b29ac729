from odoo import api, fields, models
from odoo.exceptions import UserError

from .lecture import STANDING_VISIT_STATES

# A returned outline is in time again when it comes back within these (rule 9).
RESUBMISSION_WORKING_DAYS = 5


class LegalLecture(models.Model):
    """The way of a lecture's outline to the township's judicial office (rule 9)."""

    _inherit = "legal.lecture"

    outline_ids = fields.Many2many(
        "ir.attachment",
        "legal_lecture_outline_rel",
        "lecture_id",
        "attachment_id",
        "Outline",
        copy=False,
        ondelete="restrict",
    )
    submitted_date = fields.Date(
        "First submitted", copy=False, readonly=True, tracking=True
    )
    submitted_by_id = fields.Many2one("res.users", copy=False, readonly=True)
    resubmitted_date = fields.Date("Last resubmitted", copy=False, readonly=True)
    returned_date = fields.Date("Last returned", copy=False, readonly=True)
    returned_by_id = fields.Many2one("res.users", copy=False, readonly=True)
    return_reason = fields.Text(copy=False, readonly=True)
    return_count = fields.Integer("Times returned", copy=False, readonly=True)
    resubmit_by = fields.Date(
        copy=False,
        readonly=True,
        help="Five working days after the return, or the quarter's last day when "
        "that is later.",
    )
    is_resubmitted_late = fields.Boolean(copy=False, readonly=True)
    filed_date = fields.Date(copy=False, readonly=True, tracking=True)
    filed_by_id = fields.Many2one("res.users", copy=False, readonly=True)

    @api.model
    def _get_guarded_fields(self):
        return super()._get_guarded_fields() | {
            "submitted_date",
            "submitted_by_id",
            "resubmitted_date",
            "returned_date",
            "returned_by_id",
            "return_reason",
            "return_count",
            "resubmit_by",
            "is_resubmitted_late",
            "filed_date",
            "filed_by_id",
        }

    # === Submission ===

    def action_submit(self):
        """Hand the outline to the township; again after a return.

        The first day is kept for ever: lateness is judged by it (rule 9).

        :raises UserError: one sentence per lecture that cannot be submitted
        """
        self.check_access("write")
        self._raise_blockers(self._get_submit_blockers())
        for company, lectures in self.grouped("company_id").items():
            today = company._legal_today()
            returned = lectures.filtered("submitted_date")
            (lectures - returned)._guarded_write(
                {
                    "state": "submitted",
                    "submitted_date": today,
                    "submitted_by_id": self.env.uid,
                }
            )
            too_late = returned.filtered(lambda rec, day=today: rec.resubmit_by < day)
            again = {"state": "submitted", "resubmitted_date": today}
            too_late._guarded_write(again | {"is_resubmitted_late": True})
            (returned - too_late)._guarded_write(again)
        return True

    def _get_submit_blockers(self):
        blockers = {}
        for lecture in self:
            if lecture.state == "planned":
                reason = self.env._("Record first that the lecture was held.")
            elif lecture.state not in ("held", "returned"):
                reason = self.env._("The outline has been submitted already.")
            # Whether there is one: advisers write lectures, and read no files.
            elif not lecture.sudo().outline_ids:
                reason = self.env._("Attach the outline first: a lecture needs one.")
            else:
                reason = lecture._get_entry_blocker()
            if reason:
                blockers[lecture] = reason
        return blockers

    def _get_entry_blocker(self):
        """Sentence when the service entry does not stand, else False."""
        self.ensure_one()
        entry = self.visit_id.sudo()
        if entry.state in STANDING_VISIT_STATES:
            return False
        return self.env._(
            "Its service entry %(entry)s is not submitted. Mend that one first.",
            entry=entry.display_name,
        )

    # === Filing ===

    def action_file(self):
        """File submitted outlines; filed is final.

        :raises UserError: one sentence per lecture that cannot be filed
        """
        self._check_may_file()
        self._raise_blockers(self._get_file_blockers())
        for company, lectures in self.grouped("company_id").items():
            lectures._guarded_write(
                {
                    "state": "filed",
                    "filed_date": company._legal_today(),
                    "filed_by_id": self.env.uid,
                }
            )
        return True

    def _get_file_blockers(self):
        blockers = self._get_not_submitted_blockers()
        for lecture in self:
            entry = lecture.visit_id.sudo()
            if lecture in blockers:
                continue
            if entry.is_annulled:
                blockers[lecture] = self.env._(
                    "Its service entry %(entry)s was annulled.",
                    entry=entry.display_name,
                )
            elif entry.state != "confirmed":
                # Filed is final: an entry that can still be rejected is not.
                blockers[lecture] = self.env._(
                    "Its service entry %(entry)s is not confirmed yet. File the "
                    "lecture afterwards: in time is judged by the submission.",
                    entry=entry.display_name,
                )
        return blockers

    def action_return(self, reason=None):
        """Send submitted outlines back for completion.

        :param str reason: what is to be completed; required
        :raises UserError: one sentence per lecture that cannot be returned
        """
        self._check_may_file()
        if not (reason or "").strip():
            raise UserError(self.env._("Say what must be completed."))
        self._raise_blockers(self._get_not_submitted_blockers())
        for lecture in self:
            company = lecture.company_id
            today = company._legal_today()
            last_day = company._legal_add_working_days(today, RESUBMISSION_WORKING_DAYS)
            lecture._guarded_write(
                {
                    "state": "returned",
                    "returned_date": today,
                    "returned_by_id": self.env.uid,
                    "return_reason": reason.strip(),
                    "return_count": lecture.return_count + 1,
                    "resubmit_by": max(last_day, lecture.date_due),
                }
            )
        return True

    def _get_not_submitted_blockers(self):
        blockers = {}
        for lecture in self:
            if lecture.state == "filed":
                blockers[lecture] = self.env._("It is filed already: filed is final.")
            elif lecture.state != "submitted":
                blockers[lecture] = self.env._(
                    "No outline waits here: the adviser submits it first."
                )
        return blockers

    def _check_may_file(self):
        """Filing is the judicial office's part; rules limit it to its townships."""
        self._check_group(
            "village_legal_advisor.group_legal_township",
            "village_legal_advisor.group_legal_officer",
        )
        self.check_access("write")

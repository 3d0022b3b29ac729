from odoo import api, fields, models
from odoo.exceptions import UserError


class LegalLecture(models.Model):
    """Whether a lecture's outline came in time, by screen or on paper (rule 9)."""

    _inherit = "legal.lecture"

    paper_receipt_date = fields.Date(
        copy=False,
        readonly=True,
        tracking=True,
        help="Day on the township's receipt for an outline handed in on paper. "
        "It counts as the submission when it is the earlier one.",
    )
    paper_receipt_reason = fields.Text(copy=False, readonly=True)
    paper_receipt_by_id = fields.Many2one(
        "res.users", "Paper receipt recorded by", copy=False, readonly=True
    )
    paper_receipt_ids = fields.Many2many(
        "ir.attachment",
        "legal_lecture_receipt_rel",
        "lecture_id",
        "attachment_id",
        "Photo of the paper receipt",
        copy=False,
        readonly=True,
        ondelete="restrict",
    )
    on_time = fields.Boolean(
        "Submitted in time",
        compute="_compute_on_time",
        store=True,
        help="The first submission, or the paper receipt, was not after the "
        "quarter's last day, and no return was answered too late.",
    )
    is_late = fields.Boolean(
        compute="_compute_timeliness",
        search="_search_is_late",
        help="Submitted too late, or still missing after its last day.",
    )
    timeliness = fields.Selection(
        [("pending", "Not due yet"), ("on_time", "In time"), ("late", "Late")],
        compute="_compute_timeliness",
    )
    is_this_quarter = fields.Boolean(
        compute="_compute_is_this_quarter", search="_search_is_this_quarter"
    )

    @api.depends(
        "submitted_date", "paper_receipt_date", "date_due", "is_resubmitted_late"
    )
    def _compute_on_time(self):
        for lecture in self:
            first = min(
                filter(None, (lecture.submitted_date, lecture.paper_receipt_date)),
                default=None,
            )
            lecture.on_time = bool(
                first
                and lecture.date_due
                and first <= lecture.date_due
                and not lecture.is_resubmitted_late
            )

    @api.depends("on_time", "state", "submitted_date", "date_due", "resubmit_by")
    def _compute_timeliness(self):
        late = self.filtered_domain(self._get_late_domain())
        for lecture in self:
            lecture.is_late = lecture in late
            if lecture.is_late:
                lecture.timeliness = "late"
            else:
                lecture.timeliness = "on_time" if lecture.on_time else "pending"

    def _search_is_late(self, operator, value):
        if operator != "in":
            return NotImplemented
        return self._match_boolean(self._get_late_domain(), value)

    @api.model
    def _get_late_domain(self):
        """Lectures that are late, whether their outline came or still is missing.

        :rtype: fields.Domain
        """
        today = self.env.company._legal_today()
        Domain = fields.Domain
        return (
            Domain("on_time", "=", False)
            & (Domain("submitted_date", "!=", False) | Domain("date_due", "<", today))
        ) | (Domain("state", "=", "returned") & Domain("resubmit_by", "<", today))

    def _compute_is_this_quarter(self):
        running = self.env["legal.program"]._get_running_quarters()
        for lecture in self:
            quarter = running.get(lecture.program_id)
            lecture.is_this_quarter = bool(quarter) and lecture.quarter == quarter

    def _search_is_this_quarter(self, operator, value):
        if operator != "in":
            return NotImplemented
        domain = self.env["legal.program"]._get_running_quarter_domain()
        return self._match_boolean(domain, value)

    @api.model
    def _match_boolean(self, domain, value):
        """Turn ``(computed boolean, "in", value)`` into a domain."""
        if set(value) >= {True, False}:
            return fields.Domain.TRUE
        return domain if True in value else ~domain

    @api.model
    def _get_guarded_fields(self):
        return super()._get_guarded_fields() | {
            "paper_receipt_date",
            "paper_receipt_reason",
            "paper_receipt_by_id",
            "paper_receipt_ids",
            "on_time",
        }

    def _record_paper_receipt(self, day, reason, photo, photo_name=None):
        """Record the township's dated receipt for outlines handed in on paper.

        :param datetime.date day: day on the receipt, in the bureau's zone
        :param str reason: why there is paper instead of a submission
        :param bytes photo: photo of the receipt, in base64
        :raises UserError: one sentence per lecture that cannot take a receipt
        """
        self._check_may_file()
        if not (reason or "").strip() or not photo:
            raise UserError(
                self.env._("A paper receipt needs a reason and a photo of it.")
            )
        if not self._is_paper(photo):
            raise UserError(self.env._("Attach the receipt as a photo or a PDF."))
        self._raise_blockers(self._get_receipt_blockers(day))
        self._guarded_write(
            {
                "paper_receipt_date": day,
                "paper_receipt_reason": reason.strip(),
                "paper_receipt_by_id": self.env.uid,
                "paper_receipt_ids": [
                    fields.Command.clear(),
                    fields.Command.create(
                        {
                            "name": photo_name or self.env._("Paper receipt"),
                            "datas": photo,
                        }
                    ),
                ],
            }
        )

    def _get_receipt_blockers(self, day):
        blockers = {}
        for lecture in self:
            if lecture.state == "filed":
                blockers[lecture] = self.env._("The lecture is filed: filed is final.")
            elif lecture.state == "planned":
                blockers[lecture] = self.env._(
                    "Record first that the lecture was held."
                )
            elif not lecture.date <= day <= lecture.company_id._legal_today():
                blockers[lecture] = self.env._(
                    "The receipt's day must lie between the lecture's day and today."
                )
        return blockers

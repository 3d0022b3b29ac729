from odoo import api, fields, models

from ..common.names import join_names
from .advisor import VOLUNTEER_KINDS

OFFICER = "village_legal_advisor.group_legal_officer"


class LegalAdvisor(models.Model):
    """Qualification review, suspension, leaving."""

    _name = "legal.advisor"
    _inherit = ["legal.advisor", "legal.file.mixin"]

    document_ids = fields.Many2many(
        "ir.attachment",
        "legal_advisor_document_rel",
        "advisor_id",
        "attachment_id",
        "Documents",
        copy=False,
        help="What the qualification review relies on: licence, retirement notice.",
    )
    reviewer_id = fields.Many2one(
        "res.users", "Reviewed by", copy=False, readonly=True, index="btree_not_null"
    )
    reviewed_on = fields.Date(copy=False, readonly=True)
    left_on = fields.Date(copy=False, readonly=True)
    left_reason = fields.Text("Reason for leaving", copy=False, readonly=True)
    left_by_id = fields.Many2one(
        "res.users", "Leaving recorded by", copy=False, readonly=True
    )

    @api.model
    def _get_guarded_fields(self):
        return super()._get_guarded_fields() | {
            "reviewer_id",
            "reviewed_on",
            "left_on",
            "left_reason",
            "left_by_id",
        }

    # === Qualification review ===

    def action_qualify(self):
        """Record that applicants passed the review; those who left may come back.

        :raises UserError: one sentence per adviser who cannot be qualified
        """
        self._check_group(OFFICER)
        self.check_access("write")
        self._raise_blockers(self._get_qualify_blockers())
        for company, advisors in self.grouped("company_id").items():
            advisors._guarded_write(
                {
                    "state": "qualified",
                    "reviewer_id": self.env.uid,
                    "reviewed_on": company._legal_today(),
                    "left_on": False,
                    "left_reason": False,
                    "left_by_id": False,
                }
            )
        self.sudo().employee_id.filtered(lambda e: not e.active).active = True
        self._refresh_state()
        return True

    def _get_qualify_blockers(self):
        blockers = {}
        for advisor in self:
            name = advisor.name
            volunteer = advisor.kind in VOLUNTEER_KINDS
            if advisor.state not in ("applicant", "left"):
                reason = self.env._("%(advisor)s is qualified already.", advisor=name)
            elif not advisor.licence_number and not volunteer:
                reason = self.env._(
                    "Enter the licence number of %(advisor)s before qualifying.",
                    advisor=name,
                )
            elif not advisor.firm_id and not volunteer:
                reason = self.env._(
                    "Enter the legal service firm of %(advisor)s before qualifying. "
                    "Only retired judges and prosecutors may have none.",
                    advisor=name,
                )
            else:
                continue
            blockers[advisor] = reason
        return blockers

    # === Leaving ===

    def action_leave(self, reason=None):
        """Record that advisers left the pool; refused while they answer for villages.

        :param str reason: shown on the adviser
        :raises UserError: one sentence per adviser, naming the villages
        """
        self._check_group(OFFICER)
        self.check_access("write")
        self._raise_blockers(self._get_leave_blockers())
        for company, advisors in self.grouped("company_id").items():
            advisors._guarded_write(
                {
                    "state": "left",
                    "left_on": company._legal_today(),
                    "left_reason": (reason or "").strip() or False,
                    "left_by_id": self.env.uid,
                }
            )
        # Nobody is to be reminded of a certificate that is no longer needed.
        self.sudo().employee_id.active = False
        return True

    def _get_leave_blockers(self):
        serving = dict(
            self.env["legal.assignment"]._read_group(
                [
                    ("advisor_id", "in", self.ids),
                    ("state", "=", "active"),
                    ("date_end", ">=", self.env.company._legal_today()),
                ],
                ["advisor_id"],
                ["village_id:recordset"],
            )
        )
        blockers = {}
        for advisor in self:
            if advisor.state == "left":
                blockers[advisor] = self.env._(
                    "%(advisor)s has left already.", advisor=advisor.name
                )
            elif advisor in serving:
                blockers[advisor] = self.env._(
                    "%(advisor)s still answers for %(villages)s. End these assignments "
                    "or hand them over first.",
                    advisor=advisor.name,
                    villages=join_names(
                        self.env, serving[advisor].mapped("display_name")
                    ),
                )
        return blockers

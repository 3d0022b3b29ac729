from odoo import api, fields, models
from odoo.exceptions import UserError


class LegalTrainingAttendance(models.Model):
    _name = "legal.training.attendance"
    _description = "Attendance at a training"
    _inherit = ["legal.guard.mixin"]
    _order = "training_id, id"
    _check_company_auto = True

    training_id = fields.Many2one(
        "legal.training", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        related="training_id.company_id", store=True, index=True, precompute=True
    )
    advisor_id = fields.Many2one(
        "legal.advisor",
        "Legal adviser",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    firm_id = fields.Many2one(related="advisor_id.firm_id")
    advisor_state = fields.Selection(
        related="advisor_id.state", string="Adviser's state"
    )
    attended = fields.Boolean(
        compute="_compute_attended", store=True, readonly=False, precompute=True
    )
    passed = fields.Boolean()
    score = fields.Float(aggregator="avg")
    certificate_id = fields.Many2one(
        "hr.employee.skill", readonly=True, copy=False, index="btree_not_null"
    )
    certificate_number = fields.Char(
        related="certificate_id.legal_number", string="Certificate number"
    )
    date = fields.Date(related="training_id.date")

    _once_per_training = models.Constraint(
        "UNIQUE (training_id, advisor_id)", "The adviser is on the list already."
    )
    _score_range = models.Constraint(
        "CHECK (score BETWEEN 0 AND 100)", "Scores lie between 0 and 100."
    )

    @api.depends("passed")
    def _compute_attended(self):
        for attendance in self:
            attendance.attended = attendance.attended or attendance.passed

    @api.depends("training_id.name", "advisor_id.name")
    def _compute_display_name(self):
        for attendance in self:
            attendance.display_name = self.env._(
                "%(advisor)s, %(training)s",
                advisor=attendance.advisor_id.name or "",
                training=attendance.training_id.name or "",
            )

    @api.model
    def _get_guarded_fields(self):
        return super()._get_guarded_fields() | {"certificate_id"}

    @api.onchange("attended")
    def _onchange_attended(self):
        if not self.attended:
            self.passed = False

    def write(self, vals):
        if not self._is_guard_lifted() and (
            {"training_id", "advisor_id", "attended", "passed", "score"} & vals.keys()
        ):
            self._check_no_certificate()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_certified(self):
        self._check_no_certificate()

    def _check_no_certificate(self):
        for attendance in self:
            if attendance.certificate_id:
                raise UserError(
                    self.env._(
                        "%(advisor)s was granted a certificate after this training. "
                        "A bureau manager may revoke the certificate instead.",
                        advisor=attendance.advisor_id.name,
                    )
                )

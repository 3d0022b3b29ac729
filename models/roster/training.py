from odoo import api, fields, models
from odoo.exceptions import UserError

OFFICER = "village_legal_advisor.group_legal_officer"


class LegalTraining(models.Model):
    """Training that advisers pass before they are certified (clause 三.3)."""

    _name = "legal.training"
    _description = "Training"
    _inherit = ["legal.guard.mixin", "mail.thread", "mail.activity.mixin"]
    _order = "date DESC, id DESC"
    _check_company_auto = True

    name = fields.Char(
        "Subject",
        compute="_compute_name",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
    )
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    date = fields.Date(
        required=True,
        default=lambda self: self.env.company._legal_today(),
        tracking=True,
    )
    hours = fields.Float("Hours of training", default=8.0)
    place = fields.Char()
    trainer = fields.Char()
    program_id = fields.Many2one(
        "legal.program",
        compute="_compute_program_id",
        store=True,
        readonly=False,
        precompute=True,
        index=True,
        ondelete="restrict",
        check_company=True,
        help="The year that the certificates are granted for.",
    )
    is_makeup = fields.Boolean(
        "Make-up training",
        compute="_compute_is_makeup",
        store=True,
        readonly=False,
        precompute=True,
        help="For those who missed a training or did not pass it.",
    )
    makeup_of_id = fields.Many2one(
        "legal.training",
        "Make-up for",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        help="The training that these advisers missed or did not pass.",
    )
    makeup_ids = fields.One2many("legal.training", "makeup_of_id", "Make-up trainings")
    attendance_ids = fields.One2many(
        "legal.training.attendance", "training_id", "Attendance", copy=False
    )
    note = fields.Text("Content")
    state = fields.Selection(
        [
            ("planned", "Planned"),
            ("certified", "Certificates granted"),
            ("cancelled", "Cancelled"),
        ],
        default="planned",
        required=True,
        copy=False,
        tracking=True,
    )
    attendance_count = fields.Integer("Invited", compute="_compute_counts")
    attended_count = fields.Integer("Attended", compute="_compute_counts")
    passed_count = fields.Integer("Passed", compute="_compute_counts")
    certificate_count = fields.Integer("Certificates", compute="_compute_counts")
    pending_count = fields.Integer(
        "Passed without certificate", compute="_compute_counts"
    )
    makeup_count = fields.Integer("Make-ups", compute="_compute_makeup_count")

    _hours_range = models.Constraint(
        "CHECK (hours >= 0 AND hours <= 500)", "These are no hours of a training."
    )
    _date_idx = models.Index("(date DESC, id DESC)")

    @api.depends("makeup_of_id")
    def _compute_is_makeup(self):
        for training in self:
            training.is_makeup = training.is_makeup or bool(training.makeup_of_id)

    @api.depends("date", "is_makeup")
    def _compute_name(self):
        for training in self:
            if not training.name and training.date:
                training.name = (
                    self.env._("Make-up training %(date)s", date=training.date)
                    if training.is_makeup
                    else self.env._("Training %(date)s", date=training.date)
                )

    @api.depends("date", "company_id")
    def _compute_program_id(self):
        Program = self.env["legal.program"]
        for training in self:
            if not training.program_id and training.date:
                training.program_id = Program._get_for_date(
                    training.company_id, training.date
                )

    @api.depends(
        "attendance_ids.attended",
        "attendance_ids.passed",
        "attendance_ids.certificate_id",
    )
    def _compute_counts(self):
        for training in self:
            attendances = training.attendance_ids
            passed = attendances.filtered("passed")
            training.attendance_count = len(attendances)
            training.attended_count = len(attendances.filtered("attended"))
            training.passed_count = len(passed)
            training.certificate_count = len(attendances.filtered("certificate_id"))
            training.pending_count = len(
                passed.filtered(lambda a: not a.certificate_id)
            )

    @api.depends("makeup_ids")
    def _compute_makeup_count(self):
        for training in self:
            training.makeup_count = len(training.makeup_ids)

    def write(self, vals):
        locked = {"date", "program_id", "certificate_valid_from", "company_id"}
        if locked & vals.keys() and not self._is_guard_lifted():
            for training in self:
                if training.certificate_count:
                    raise UserError(
                        self.env._(
                            "Certificates were granted after %(training)s: its date "
                            "and year stay as they are.",
                            training=training.name,
                        )
                    )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_certified(self):
        if any(training.certificate_count for training in self):
            raise UserError(
                self.env._("A training after which certificates were granted stays.")
            )

    # === Actions ===

    def action_add_advisors(self):
        """Put everybody who passed the qualification review on the list."""
        self._check_group(OFFICER)
        self.check_access("write")
        for training in self:
            advisors = self.env["legal.advisor"].search(
                [
                    ("company_id", "=", training.company_id.id),
                    ("state", "in", ("qualified", "certified", "suspended")),
                    ("id", "not in", training.attendance_ids.advisor_id.ids),
                ]
            )
            training.attendance_ids = [
                fields.Command.create({"advisor_id": advisor.id})
                for advisor in advisors
            ]
        return True

    def action_pass_attended(self):
        """Mark everybody who attended as passed; failures are unticked afterwards."""
        self._check_group(OFFICER)
        self.check_access("write")
        self.attendance_ids.filtered(
            lambda a: a.attended and not a.passed and not a.certificate_id
        ).passed = True
        return True

    def action_cancel(self):
        """Cancel trainings that were not held."""
        self._check_group(OFFICER)
        self.check_access("write")
        self._raise_blockers(
            {
                training: self.env._("Certificates were granted after it.")
                for training in self
                if training.state == "certified"
            }
        )
        self._guarded_write({"state": "cancelled"})
        return True

    def action_plan(self):
        """Take cancelled trainings up again."""
        self._check_group(OFFICER)
        self.check_access("write")
        self._raise_blockers(
            {
                training: self.env._("It is not cancelled.")
                for training in self
                if training.state != "cancelled"
            }
        )
        self._guarded_write({"state": "planned"})
        return True

    def action_make_up(self):
        """Plan a make-up for those who missed or did not pass; returns its form."""
        self.ensure_one()
        self._check_group(OFFICER)
        missed = self.attendance_ids.filtered(lambda a: not a.passed)
        if not missed:
            raise UserError(self.env._("Everybody on the list has passed."))
        makeup = self.create(
            {
                "company_id": self.company_id.id,
                "program_id": self.program_id.id,
                "makeup_of_id": self.id,
                "hours": self.hours,
                "place": self.place,
                "trainer": self.trainer,
                "attendance_ids": [
                    fields.Command.create({"advisor_id": attendance.advisor_id.id})
                    for attendance in missed
                ],
            }
        )
        return makeup._get_records_action()

    def action_view_makeups(self):
        """The make-up trainings of this one."""
        return self.makeup_ids._get_records_action(name=self.env._("Make-up trainings"))

from odoo import Command, api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import float_compare

CORRECTED_FIELDS = (
    "weight",
    "full_share",
    "late_credit",
    "within_days",
    "deduction",
)


class LegalCriteriaCorrection(models.TransientModel):
    """Changes the criteria of an open year for a recorded reason (rule 8)."""

    _name = "legal.criteria.correction"
    _description = "Correction of a year's criteria"
    _inherit = ["legal.reach.mixin"]

    program_id = fields.Many2one(
        "legal.program",
        required=True,
        readonly=True,
        default=lambda self: self.env.context.get("active_id"),
    )
    line_ids = fields.One2many(
        "legal.criteria.correction.line",
        "correction_id",
        "Criteria",
        compute="_compute_line_ids",
        store=True,
        readonly=False,
    )
    total = fields.Float("Sum of weights", compute="_compute_total")
    reason = fields.Text(required=True)

    @api.depends("program_id")
    def _compute_line_ids(self):
        for correction in self:
            correction.line_ids = [Command.clear()] + [
                Command.create(
                    {"criterion_id": criterion.id}
                    | {name: criterion[name] for name in CORRECTED_FIELDS}
                )
                for criterion in correction.program_id.criterion_ids
            ]

    @api.depends("line_ids.weight")
    def _compute_total(self):
        for correction in self:
            correction.total = sum(correction.line_ids.mapped("weight"))

    def action_apply(self):
        """Change the criteria, tell why in the year's history, compute its drafts.

        :raises UserError: when the year is not open
        :raises ValidationError: when weights do not add up, or without a reason
        """
        self.ensure_one()
        program = self.program_id
        program._check_group("village_legal_advisor.group_legal_manager")
        program.check_access("write")
        if program.state != "open":
            raise UserError(
                self.env._("Only the criteria of an open year need correcting.")
            )
        if not self.reason.strip():
            raise ValidationError(self.env._("Give the reason for the correction."))
        if float_compare(self.total, 100, precision_digits=2):
            raise ValidationError(
                self.env._(
                    "The weights add up to %(total)g; they must add up to 100.",
                    total=round(self.total, 2),
                )
            )
        self._store_changes()
        program._rebuild_evaluations()
        return {"type": "ir.actions.act_window_close"}

    def _store_changes(self):
        """Change the criteria and keep on record what was changed, by whom and why."""
        old, new = {}, {}
        for line in self.line_ids:
            criterion = line.criterion_id
            vals = {
                name: line[name]
                for name in line._get_corrected_names()
                if line[name] != criterion[name]
            }
            for name, value in vals.items():
                key = f"criterion.{criterion.id}.{name}"
                old[key], new[key] = criterion[name], value
            if vals:
                criterion._guarded_write(vals)
        if not new:
            raise UserError(self.env._("Nothing differs from the present criteria."))
        self.env["legal.program.correction"].sudo()._guarded_create(
            [
                {
                    "program_id": self.program_id.id,
                    "user_id": self.env.uid,
                    "corrected_at": fields.Datetime.now(),
                    "reason": self.reason.strip(),
                    "old_values": old,
                    "new_values": new,
                }
            ]
        )

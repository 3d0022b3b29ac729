from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import float_compare

from ..common.guard import MAX_SENTENCES
from ..common.names import join_names
from .acceptance import FINANCE, OFFICER
from .acceptance_parts import reckon
from .instalment import READERS

OPINION_FIELDS = frozenset({"opinion", "opinion_text", "opinion_by", "opinion_date"})
DECISION_FIELDS = frozenset({"accepted_share", "reason"})


class LegalAcceptanceLine(models.Model):
    """One assignment of an acceptance: standard, what was done, opinion, amount."""

    _name = "legal.acceptance.line"
    _description = "Acceptance of an assignment"
    _inherit = ["legal.acceptance.part.mixin"]
    _order = "acceptance_id DESC, village_code, id"
    _rec_name = "assignment_id"
    _check_company_auto = True

    assignment_id = fields.Many2one(
        "legal.assignment",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    village_id = fields.Many2one(
        related="assignment_id.village_id", store=True, index=True, precompute=True
    )
    village_code = fields.Char(related="village_id.code", store=True, precompute=True)
    township_id = fields.Many2one(
        related="village_id.township_id", store=True, index=True, precompute=True
    )
    advisor_id = fields.Many2one(
        related="assignment_id.advisor_id", store=True, index=True, precompute=True
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    # === What was due and what was done, as read on `facts_at` ===
    months_due = fields.Integer("Months due", readonly=True)
    months_met = fields.Integer("Months reached", readonly=True)
    lectures_due = fields.Integer("Lectures due", readonly=True)
    lectures_filed = fields.Integer("Lectures filed", readonly=True)
    evaluation_id = fields.Many2one(
        "legal.evaluation",
        "Confirmed evaluation",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
    )
    grade = fields.Selection(
        [
            ("excellent", "Excellent"),
            ("good", "Good"),
            ("qualified", "Qualified"),
            ("unqualified", "Unqualified"),
        ],
        readonly=True,
    )
    months_ratio = fields.Char("Months reached / due", compute="_compute_ratios")
    lectures_ratio = fields.Char("Lectures filed / due", compute="_compute_ratios")
    # === The village's opinion ===
    opinion = fields.Selection(
        [
            ("agree", "Agrees"),
            ("partly", "Agrees in part"),
            ("disagree", "Does not agree"),
            ("silent", "Asked, no answer"),
        ],
        "Village's opinion",
    )
    opinion_text = fields.Text("Opinion in words")
    opinion_by = fields.Char("Opinion given by")
    opinion_date = fields.Date("Opinion of")
    opinion_recorded_by_id = fields.Many2one(
        "res.users", "Opinion recorded by", readonly=True
    )
    # === Money; in shares of the fee, so that every figure can be reckoned again ===
    weight = fields.Float("Weight of this instalment", readonly=True, groups=READERS)
    weight_before = fields.Float("Accepted before", readonly=True, groups=READERS)
    fee_transfer = fields.Monetary(
        "Due by transfer payment", readonly=True, groups=READERS
    )
    fee_village = fields.Monetary(
        "Due by the village's share", readonly=True, groups=READERS
    )
    received_transfer = fields.Monetary(
        "Transfer payment accepted before", readonly=True, groups=READERS
    )
    received_village = fields.Monetary(
        "Village's share accepted before", readonly=True, groups=READERS
    )
    proposed_share = fields.Float(
        "Proposed (%)", digits=(5, 2), readonly=True, aggregator=None
    )
    accepted_share = fields.Float("Accepted (%)", digits=(5, 2), aggregator=None)
    reason = fields.Char(help="Why less or more is accepted than is proposed.")
    amount_transfer = fields.Monetary(
        "Transfer payment", compute="_compute_amounts", store=True, groups=READERS
    )
    amount_village = fields.Monetary(
        "Village's share", compute="_compute_amounts", store=True, groups=READERS
    )
    amount = fields.Monetary(
        "Accepted amount", compute="_compute_amounts", store=True, groups=READERS
    )
    amount_full = fields.Monetary(
        "In full", compute="_compute_amounts", store=True, groups=READERS
    )
    deduction = fields.Monetary(compute="_compute_amounts", store=True, groups=READERS)

    _assignment_once = models.Constraint(
        "UNIQUE (acceptance_id, assignment_id)",
        "The acceptance has a line for this assignment already.",
    )
    _share_percent = models.Constraint(
        "CHECK (accepted_share BETWEEN 0 AND 100)",
        "What is accepted lies between 0 and 100 %.",
    )
    _order_idx = models.Index("(acceptance_id DESC, village_code, id)")

    @api.depends(
        "accepted_share",
        "weight",
        "weight_before",
        "fee_transfer",
        "fee_village",
        "received_transfer",
        "received_village",
    )
    def _compute_amounts(self):
        for line in self:
            line.amount_transfer, full_transfer = line._reckon_source("transfer")
            line.amount_village, full_village = line._reckon_source("village")
            line.amount = line.amount_transfer + line.amount_village
            line.amount_full = full_transfer + full_village
            line.deduction = line.amount_full - line.amount

    @api.depends("months_met", "months_due", "lectures_filed", "lectures_due")
    def _compute_ratios(self):
        for line in self:
            line.months_ratio = f"{line.months_met} / {line.months_due}"
            line.lectures_ratio = f"{line.lectures_filed} / {line.lectures_due}"

    def _reckon_source(self, source):
        """What is accepted of one funding source, and what would be in full."""
        self.ensure_one()
        digits = self.currency_id.decimal_places
        cents = 10**digits
        fee = round(self[f"fee_{source}"] * cents)
        received = round(self[f"received_{source}"] * cents)
        return tuple(
            round(
                reckon(fee, self.weight_before, self.weight, share, received) / cents,
                digits,
            )
            for share in (self.accepted_share, 100.0)
        )

    def _differs(self):
        """Whether another share is accepted than the conditions propose."""
        self.ensure_one()
        return bool(
            float_compare(self.accepted_share, self.proposed_share, precision_digits=2)
        )

    def _list_names(self):
        """Names for a sentence: the first ten, then how many more."""
        names = [line.assignment_id.display_name for line in self[:MAX_SENTENCES]]
        if len(self) > MAX_SENTENCES:
            names.append(
                self.env._("and %(count)s more", count=len(self) - MAX_SENTENCES)
            )
        return join_names(self.env, names)

    @api.model
    def _get_guarded_fields(self):
        return {
            name
            for name, field in self._fields.items()
            if field.column_type
            and not field.compute
            and name not in models.MAGIC_COLUMNS
            and name not in OPINION_FIELDS | DECISION_FIELDS
        }

    @api.model_create_multi
    def create(self, vals_list):
        if not self._is_guard_lifted():
            raise UserError(
                self.env._(
                    "The lines of an acceptance follow from the contract. Refresh the "
                    "figures instead."
                )
            )
        return super().create(vals_list)

    def write(self, vals):
        if self._is_guard_lifted():
            return super().write(vals)
        if vals.keys() & DECISION_FIELDS:
            # A township records what the villages say, not what is paid.
            self._check_group(FINANCE, OFFICER)
            self.acceptance_id._check_draft(("draft",))
        if not vals.keys() & OPINION_FIELDS:
            return super().write(vals)
        self.acceptance_id._check_draft(("draft", "checked"))
        result = super().write(vals)
        self._guarded_write({"opinion_recorded_by_id": self.env.uid})
        return result

    @api.model
    def _get_unsealed_columns(self):
        return super()._get_unsealed_columns() | {"village_code"}

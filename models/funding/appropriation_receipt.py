from odoo import api, fields, models


class LegalAppropriation(models.Model):
    """Money that came in for a document, by posted entries only."""

    _inherit = "legal.appropriation"

    receipt_ids = fields.One2many(
        "account.move",
        "legal_appropriation_id",
        "Receipts",
        readonly=True,
        groups="village_legal_advisor.group_legal_finance",
    )
    received = fields.Monetary(
        compute="_compute_received",
        compute_sudo=True,
        help="By posted entries that were recorded as receipts of this document.",
    )

    @api.depends("receipt_ids.state", "receipt_ids.reversal_move_ids.state")
    def _compute_received(self):
        received = dict(
            self.env["account.move"]._read_group(
                [
                    ("legal_appropriation_id", "in", self.ids),
                    ("state", "=", "posted"),
                    ("reversal_move_ids", "not any", [("state", "=", "posted")]),
                ],
                ["legal_appropriation_id"],
                ["amount_total_signed:sum"],
            )
        )
        for record in self:
            record.received = received.get(record, 0.0)

    def _get_not_received(self):
        return max(self.amount - self.received, 0.0)

    def action_record_receipt(self):
        """Ask for date, amount and journal of money that came in."""
        self.ensure_one()
        self._check_group("village_legal_advisor.group_legal_finance")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Record receipt"),
            "res_model": "legal.receipt.record",
            "view_mode": "form",
            "target": "new",
            "context": {"default_appropriation_id": self.id},
        }

    def action_view_receipts(self):
        """Entries that brought the money."""
        self.ensure_one()
        return self.receipt_ids._get_records_action(name=self.env._("Receipts"))

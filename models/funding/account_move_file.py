from odoo import api, models
from odoo.exceptions import UserError


class AccountMove(models.Model):
    """Bills that were posted on contracts stay in their procurement files."""

    _inherit = "account.move"

    def write(self, vals):
        if vals.get("state") == "posted":
            # As where the button leads: what was posted once is known for good.
            vals = vals | {"posted_before": True}
        elif not vals.get("posted_before", True):
            for move in self:
                move._check_legal_file_stays(move._get_legal_file_projects())
        return super().write(vals)

    def _get_legal_file_projects(self):
        """Procurement projects in whose files these documents lie, once posted.

        :rtype: legal.procurement
        """
        # Who keeps accounts need not read orders and projects to be held to them.
        posted = self.sudo().filtered(
            lambda move: move.posted_before or move.state == "posted"
        )
        return posted.line_ids.purchase_line_id.order_id.legal_procurement_id

    def _get_legal_settled_bills(self):
        """Bills that these entries paid, also those of payments that were taken back.

        :rtype: account.move
        """
        entries = self.sudo().filtered(lambda move: move.move_type == "entry")
        return (
            entries.line_ids._get_legal_counterparts().move_id
            | entries.origin_payment_id._get_legal_file_bills()
        )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_legal_paid(self):
        # Its papers would go with it.
        for move in self:
            bills = move._get_legal_settled_bills()
            move._check_legal_file_stays(bills._get_legal_file_projects())

    def _check_legal_file_stays(self, projects):
        """Refuse to take a document out of procurement files that are kept.

        :param projects: whose files it would leave
        :raises UserError: naming the document
        """
        self.ensure_one()
        if any(project._is_file_kept() for project in projects):
            raise UserError(
                self.env._(
                    "%(bill)s was posted on a contract and stays in its procurement "
                    "file. Cancel it and enter another one.",
                    bill=self.display_name,
                )
            )

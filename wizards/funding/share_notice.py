from odoo import api, fields, models


class LegalVillageShareNotice(models.TransientModel):
    """Journal and dates of the funding notices of chosen shares."""

    _name = "legal.village.share.notice"
    _description = "Prepare funding notices"
    _inherit = ["legal.reach.mixin"]

    share_ids = fields.Many2many(
        "legal.village.share",
        "legal_village_share_notice_rel",
        "wizard_id",
        "share_id",
        "Village shares",
        required=True,
        readonly=True,
    )
    company_id = fields.Many2one("res.company", compute="_compute_totals")
    currency_id = fields.Many2one("res.currency", compute="_compute_totals")
    share_count = fields.Integer("Notices", compute="_compute_totals")
    amount = fields.Monetary("In all", compute="_compute_totals")
    journal_id = fields.Many2one(
        "account.journal",
        default=lambda self: self._default_journal_id(),
        domain="[('type', '=', 'sale'), ('company_id', '=', company_id)]",
    )
    date = fields.Date(
        required=True, default=lambda self: self.env.company._legal_today()
    )
    date_due = fields.Date(
        "Pay by",
        required=True,
        default=lambda self: fields.Date.add(self.env.company._legal_today(), months=1),
    )

    @api.model
    def _default_journal_id(self):
        """The journal of the last notice, else the bureau's first sales journal."""
        company = self.env.company
        last = self.env["account.move"].search(
            [("legal_share_id", "!=", False), ("company_id", "=", company.id)],
            order="id DESC",
            limit=1,
        )
        return last.journal_id or self.env["account.journal"].search(
            [("type", "=", "sale"), ("company_id", "=", company.id)], limit=1
        )

    @api.depends("share_ids")
    def _compute_totals(self):
        for wizard in self:
            shares = wizard.share_ids
            wizard.company_id = shares.company_id[:1] or self.env.company
            wizard.currency_id = wizard.company_id.currency_id
            wizard.share_count = len(shares)
            wizard.amount = sum(shares.mapped("amount_due"))

    def action_prepare(self):
        """Make the notices in draft and show them."""
        self.ensure_one()
        notices = self.share_ids.action_prepare_notices(
            self.journal_id, self.date, self.date_due
        )
        action = self.share_ids.action_view_notices()
        return action | {"domain": [("id", "in", notices.ids)]}

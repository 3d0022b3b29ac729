from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Command, Domain

from ..common.sentinel import lift_guard


class LegalVillageShare(models.Model):
    """Collecting a share by a funding notice, where the bureau has a legal basis.

    The notice is a customer invoice to Odoo; no tax invoice goes with it, so nothing
    that we show or print calls it one.
    """

    _inherit = "legal.village.share"

    def action_open_notices(self):
        """Ask for journal and dates of the funding notices of these shares."""
        self._check_may_account()
        self._raise_blockers(self._get_notice_blockers())
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Prepare funding notices"),
            "res_model": "legal.village.share.notice",
            "view_mode": "form",
            "target": "new",
            "context": {"default_share_ids": self.ids},
        }

    def action_view_notices(self):
        """Funding notices of these shares."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "village_legal_advisor.action_share_notice"
        )
        return action | {"domain": [("legal_share_id", "in", self.ids)]}

    def action_prepare_notices(self, journal, date=None, date_due=None):
        """Make funding notices in draft, each exactly of what is due.

        :param journal: a sales journal of the bureau with a default account
        :param date: day of the notices; today when left out
        :param date_due: last day of payment
        :return: the notices
        :rtype: account.move
        :raises UserError: one sentence per share that cannot be called for
        """
        self._check_may_account()
        self.check_access("write")
        self.env["account.move"].check_access("create")
        self._lock()
        self._raise_blockers(self._get_notice_blockers())
        if not journal.default_account_id:
            raise UserError(
                self.env._(
                    "The journal %(journal)s has no default account to book on. Set "
                    "one first.",
                    journal=journal.display_name,
                )
            )
        date = fields.Date.to_date(date) or self.company_id[:1]._legal_today()
        notices = lift_guard(self.env["account.move"]).create(
            [share._prepare_notice_vals(journal, date, date_due) for share in self]
        )
        return notices.with_env(self.env)

    def _prepare_notice_vals(self, journal, date, date_due):
        self.ensure_one()
        account = self._get_source_account()
        return {
            "move_type": "out_invoice",
            "journal_id": journal.id,
            "company_id": self.company_id.id,
            "currency_id": self.currency_id.id,
            "partner_id": self.payer_id.id,
            "invoice_date": date,
            "invoice_date_due": fields.Date.to_date(date_due) or date,
            "invoice_payment_term_id": False,
            "ref": self.program_id.legal_basis,
            "legal_share_id": self.id,
            "invoice_line_ids": [
                Command.create(
                    {
                        "name": self.env._(
                            "Village share of the legal adviser's fee %(year)s, "
                            "%(village)s",
                            year=self.year,
                            village=self.village_id.display_name,
                        ),
                        "quantity": 1,
                        "price_unit": self.amount_due,
                        "account_id": journal.default_account_id.id,
                        # Told, or the company's default taxes would come on top.
                        "tax_ids": [Command.set([])],
                        "analytic_distribution": {str(account.id): 100.0},
                    }
                )
            ],
        }

    def _get_source_account(self):
        """The account of the year's village shares: what is paid is received there."""
        self.ensure_one()
        return self.program_id._get_source_accounts().filtered(
            lambda account: account.legal_source == "village"
        )

    def _get_notice_blockers(self):
        """Reasons against calling for money.

        :return: {share: sentence}
        """
        called = self._get_called()
        blockers = {}
        for share in self:
            if share.handling != "bureau":
                reason = self.env._(
                    "The bureau does not collect this share: it was decided otherwise "
                    "when the year was opened."
                )
            elif share.state == "to_arrange":
                reason = self.env._(
                    "Record first who bears the share, and the villagers' resolution "
                    "on collective money."
                )
            elif share.state == "waived":
                reason = self.env._("The share is waived.")
            elif share in called:
                reason = self.env._("A funding notice is out already.")
            elif share.state == "settled":
                reason = self.env._("The share is settled.")
            elif not share.payer_id:
                reason = self.env._("Choose the payer that the notice goes to.")
            elif not share.program_id.legal_basis:
                reason = self.env._(
                    "The legal basis for collecting is not recorded on the year."
                )
            else:
                continue
            blockers[share] = reason
        return blockers

    def _get_called(self):
        """Shares with a notice that is neither cancelled nor reversed as a whole.

        :rtype: legal.village.share
        """
        standing = Domain("state", "!=", "cancel")
        standing &= Domain("payment_state", "!=", "reversed")
        shares = self.sudo().search(
            Domain("id", "in", self.ids) & Domain("notice_ids", "any", standing)
        )
        return shares.sudo(False)

    # === Paper ===

    def _get_paper_notice(self):
        """The confirmed notice that the paper says.

        :rtype: account.move
        :raises UserError: when there is none
        """
        self.ensure_one()
        self.check_access("read")
        # A judicial office prints the notices of its villages; it keeps no accounts.
        notices = self.sudo().notice_ids.filtered(
            lambda rec: rec.state == "posted" and rec.payment_state != "reversed"
        )
        if not notices:
            raise UserError(
                self.env._(
                    "%(share)s has no confirmed funding notice to print.",
                    share=self.display_name,
                )
            )
        return notices[-1:]

    def _get_paper_name(self):
        return self.env._("Funding notice %(share)s", share=self.display_name)

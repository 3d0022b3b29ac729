from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

FINANCE = "village_legal_advisor.group_legal_finance"
KINDS = ("error", "full", "partial", "known", "waiting")


class LegalVoucherImport(models.TransientModel):
    """Register what the treasury has paid, from its list of vouchers.

    Shows what it will do before it does anything: what is paid in full, what in part,
    what is registered already, what still waits, and which lines are bad. The same
    list a second time registers nothing.
    """

    _name = "legal.voucher.import"
    _description = "Import of treasury vouchers"
    _inherit = ["legal.reach.mixin"]
    _check_company_auto = True

    state = fields.Selection(
        [("choose", "Choose a file"), ("checked", "Checked"), ("done", "Done")],
        default="choose",
        required=True,
    )
    file = fields.Binary(
        "List of vouchers",
        required=True,
        attachment=False,
        help="XLSX or CSV: the payment request with voucher number, day and amount "
        "filled in, or a list with such columns in any order.",
    )
    filename = fields.Char()
    company_id = fields.Many2one(
        "res.company",
        required=True,
        readonly=True,
        default=lambda self: self.env.company,
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    journal_id = fields.Many2one(
        "account.journal",
        "Paid from",
        required=True,
        check_company=True,
        domain="[('type', 'in', ('bank', 'cash')), ('company_id', '=', company_id)]",
        default=lambda self: self._default_journal_id(),
    )
    on_error = fields.Selection(
        [("nothing", "All or nothing"), ("good", "Good lines only")],
        "When lines are bad",
        required=True,
        default="nothing",
    )
    line_ids = fields.One2many("legal.voucher.import.line", "import_id")
    error_ids = fields.One2many(
        "legal.voucher.import.line", "import_id", domain=[("kind", "=", "error")]
    )
    payment_line_ids = fields.One2many(
        "legal.voucher.import.line",
        "import_id",
        "Payments to register",
        domain=[("kind", "in", ("full", "partial"))],
    )
    other_ids = fields.One2many(
        "legal.voucher.import.line",
        "import_id",
        "Left as they are",
        domain=[("kind", "in", ("known", "waiting"))],
    )
    error_count = fields.Integer("Bad lines", readonly=True)
    full_count = fields.Integer("Paid in full", readonly=True)
    partial_count = fields.Integer("Paid in part", readonly=True)
    known_count = fields.Integer("Registered already", readonly=True)
    waiting_count = fields.Integer("Without voucher yet", readonly=True)
    voucher_count = fields.Integer("Vouchers", readonly=True)
    amount = fields.Monetary("Amount paid", readonly=True)
    bad_file = fields.Binary(
        "Bad lines with their reasons", attachment=False, readonly=True
    )
    bad_filename = fields.Char("Name of the bad lines' workbook", readonly=True)
    payment_ids = fields.Many2many("account.payment", readonly=True)

    @api.model
    def _default_journal_id(self):
        return self.env["account.journal"].search(
            [("type", "=", "bank"), ("company_id", "=", self.env.company.id)], limit=1
        )

    @api.onchange("file")
    def _onchange_file(self):
        # What was shown belongs to another file.
        self.state = "choose"

    def action_preview(self):
        """Check the file and list what an import would do; changes no bill."""
        self._start()
        self._show(self._get_plan())
        return self._reopen()

    def action_import(self):
        """Register the payments, or list the bad lines and register nothing.

        :return: the wizard again, with the result
        """
        self._start()
        plan = self._get_plan(lock=True)
        has_errors = any(row["kind"] == "error" for row in plan["rows"])
        is_done = not has_errors or (self.on_error == "good" and bool(plan["vouchers"]))
        if is_done:
            self.payment_ids = self._register_payments(plan["vouchers"])
        self._show(plan, done=is_done)
        return self._reopen()

    def action_view_payments(self):
        """The payments that were registered."""
        return self.payment_ids._get_records_action(name=self.env._("Payments"))

    def _start(self):
        self.ensure_one()
        guard = self.env["legal.guard.mixin"]
        guard._check_group(FINANCE)
        guard._check_group("account.group_account_invoice")
        if self.company_id != self.env.company:
            raise UserError(
                self.env._("Switch to %(company)s first.", company=self.company_id.name)
            )
        if self.journal_id.type not in ("bank", "cash") or (
            not self.journal_id.default_account_id
        ):
            raise ValidationError(
                self.env._("Choose a bank or cash journal that has an account.")
            )

    def _reopen(self):
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Import treasury vouchers"),
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "target": "new",
            "context": {"dialog_size": "extra-large"},
        }

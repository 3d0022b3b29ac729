from odoo import fields, models


class LegalVoucherImportLine(models.TransientModel):
    """What an import makes of one line of the treasury's list."""

    _name = "legal.voucher.import.line"
    _description = "Line of a list of vouchers"
    _inherit = ["legal.reach.mixin"]
    _order = "line, id"

    import_id = fields.Many2one(
        "legal.voucher.import", required=True, index=True, ondelete="cascade"
    )
    currency_id = fields.Many2one(related="import_id.currency_id")
    kind = fields.Selection(
        [
            ("error", "Bad line"),
            ("full", "Paid in full"),
            ("partial", "Paid in part"),
            ("known", "Registered already"),
            ("waiting", "Without voucher yet"),
        ],
        required=True,
    )
    line = fields.Integer(aggregator=None, help="Line of the file.")
    voucher = fields.Char("Voucher number")
    date = fields.Date("Payment date")
    bill_name = fields.Char("Bill")
    payee = fields.Char()
    amount = fields.Monetary()
    note = fields.Char("Reason")

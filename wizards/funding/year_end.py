from odoo import api, fields, models
from odoo.fields import Command


class LegalYearEnd(models.TransientModel):
    """Lists what is committed and not billed, and asks what becomes of it."""

    _name = "legal.year.end"
    _description = "Year end of commitments"
    _inherit = "legal.reach.mixin"

    program_id = fields.Many2one(
        "legal.program", "Program year", required=True, readonly=True
    )
    currency_id = fields.Many2one(related="program_id.currency_id")
    document_number = fields.Char(
        help="Of the document that decides what lapses and what is carried forward."
    )
    document_date = fields.Date(default=lambda self: self.env.company._legal_today())
    line_ids = fields.One2many(
        "legal.year.end.line",
        "wizard_id",
        "Commitments not billed",
        compute="_compute_line_ids",
        store=True,
        readonly=False,
    )

    @api.depends("program_id")
    def _compute_line_ids(self):
        for wizard in self:
            # The groups that have this wizard read the money of a year they read.
            wizard.program_id.check_access("read")
            groups = (
                wizard.program_id.sudo()
                ._get_open_commitments()
                .grouped(lambda line: (line.order_id, line.legal_source))
            )
            wizard.line_ids = [
                Command.clear(),
                *(
                    Command.create(
                        {
                            "order_id": order.id,
                            "source": source,
                            "ordered": sum(lines.mapped("product_qty")),
                            "billed": sum(lines.mapped("legal_billed")),
                            "amount": sum(lines.mapped("legal_open")),
                            "order_line_ids": [Command.set(lines.ids)],
                        }
                    )
                    for (order, source), lines in groups.items()
                ),
            ]

    def action_apply(self):
        """Do what was chosen for each contract; the others stay as they are."""
        self.ensure_one()
        chosen = {
            decision: self.line_ids.filtered(
                lambda line, decision=decision: line.decision == decision
            ).sudo()
            for decision in ("lapse", "carry")
        }
        self.program_id._settle_commitments(
            chosen["lapse"].order_line_ids,
            chosen["carry"].order_line_ids,
            self.document_number,
            self.document_date,
        )
        return {"type": "ir.actions.act_window_close"}

from odoo import fields, models


class LegalProgram(models.Model):
    """Who witnesses the service agreements of a year."""

    _inherit = "legal.program"

    agreement_witness = fields.Selection(
        [("bureau", "Justice bureau"), ("township", "Township judicial office")],
        "Witness of service agreements",
        default="township",
        required=True,
        help="Who signs the service agreements between village and firm as the third.",
    )

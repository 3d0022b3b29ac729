from odoo import api, models

BUYERS = "purchase.group_purchase_user"
# Bills come from files, too; whoever keeps bills may upload them.
UPLOADERS = f"{BUYERS},account.group_account_invoice"


class PurchaseOrder(models.Model):
    """Contracts on the screens of those who only read them."""

    _inherit = "purchase.order"

    @api.model
    def _get_view(self, view_id=None, view_type="form", **options):
        """Offer the steps of an order to those who may take them.

        Odoo shows its buttons to every reader, whom they would refuse.
        """
        arch, view = super()._get_view(view_id, view_type, **options)
        if view_type == "form":
            for button in arch.xpath("//header/button[not(@groups)]"):
                button.set("groups", BUYERS)
            for widget in arch.xpath("//header/widget[not(@groups)]"):
                widget.set("groups", UPLOADERS)
        return arch, view

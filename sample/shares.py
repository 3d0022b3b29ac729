import base64
from datetime import timedelta

from odoo import api, models
from odoo.fields import Command

from .users import STAFF

# A blank page: what stands on a resolution is nobody's business in a sample.
BLANK_GIF = "R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7"


class LegalSampleShares(models.AbstractModel):
    """Village shares: last year's are in, this year's on their way."""

    _inherit = "legal.sample"

    @api.model
    def _record_last_years_shares(self, program):
        """Every village paid but two: one is let off by the city, one owes it still."""
        shares = self._prepare_shares(program)
        self._arrange_shares(shares[1:], program.date_start + timedelta(days=60))
        shares[:1].write(
            {"bearer": "waived", "bearer_document": f"示例政办发〔{program.year}〕8号"}
        )
        self._pay_shares(shares[1:-1], program.date_start + timedelta(days=120))

    @api.model
    def _record_this_years_shares(self, program, today):
        """Some paid, some outstanding, some without bearer or resolution."""
        shares = self._prepare_shares(program)
        day = min(program.date_start + timedelta(days=60), today)
        self._arrange_shares(shares[::2], day)
        streets = shares[1::8]
        streets.write({"bearer": "street", "bearer_note": "示例：由街道办事处承担"})
        shares[3::8].write(
            {"bearer": "village", "bearer_note": "示例：待村民代表会议表决"}
        )
        self._pay_shares(shares[::4], day)

    @api.model
    def _prepare_shares(self, program):
        """The year's shares, as the officer has them."""
        Share = self.env["legal.village.share"].with_user(self._get_staff("finance"))
        shares, _changed = Share._prepare_year(program)
        return shares.with_user(self._get_staff("officer"))

    @api.model
    def _get_staff(self, role):
        name = STAFF[role][1]
        return self.env["res.users"].search([("name", "=", name)], limit=1)

    @api.model
    def _arrange_shares(self, shares, day):
        for share in shares:
            share.write(
                {
                    "bearer": "village",
                    "resolution_date": day,
                    "resolution_file_ids": [self._prepare_sample_paper("示例决议.gif")],
                }
            )

    @api.model
    def _pay_shares(self, shares, day):
        finance = self._get_staff("finance")
        self.env["legal.village.share.payment"].with_user(finance).create(
            [
                {
                    "share_id": share.id,
                    "date": day,
                    "amount": share.amount_due,
                    "payer": share._get_usual_payer(),
                    "account": "示例：村级资金专户",
                    "firm_id": share._get_firms()[:1].id,
                    "voucher": f"示例{share.year}-{number:03d}",
                    "receipt_ids": [self._prepare_sample_paper("示例收据.gif")],
                }
                for number, share in enumerate(shares, 1)
            ]
        )

    @api.model
    def _prepare_sample_paper(self, name):
        return Command.create({"name": name, "raw": base64.b64decode(BLANK_GIF)})

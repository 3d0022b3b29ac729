from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError


class LegalSlipPrepare(models.TransientModel):
    """Which month's and whose entries go on slips."""

    _name = "legal.slip.prepare"
    _description = "Prepare slips"
    _inherit = ["legal.reach.mixin"]

    month = fields.Date(
        required=True,
        default=lambda self: self._default_month(),
        help="Any day of the month whose entries are to be signed.",
    )
    township_ids = fields.Many2many(
        "legal.township", string="Townships", help="Empty: all that you work for."
    )
    village_ids = fields.Many2many(
        "legal.village", string="Villages", help="Empty: all of these townships."
    )
    entry_count = fields.Integer("Entries waiting", compute="_compute_counts")
    village_count = fields.Integer("Villages waiting", compute="_compute_counts")

    @api.model
    def _default_month(self):
        # A month is signed after its end.
        return self.env.company._legal_today().replace(day=1) - relativedelta(months=1)

    @api.depends("month", "township_ids", "village_ids")
    def _compute_counts(self):
        for wizard in self:
            groups = wizard._read_waiting() if wizard.month else []
            wizard.entry_count = sum(count for _village, count in groups)
            wizard.village_count = len(groups)

    def _read_waiting(self):
        domain = self.env["legal.slip"]._get_open_visit_domain(
            self.month.replace(day=1)
        )
        if self.village_ids:
            domain &= fields.Domain("village_id", "in", self.village_ids.ids)
        elif self.township_ids:
            domain &= fields.Domain("township_id", "in", self.township_ids.ids)
        return self.env["legal.visit"]._read_group(domain, ["village_id"], ["__count"])

    def action_prepare(self):
        """Make the slips and show them.

        :raises UserError: when nothing waits for a signature
        """
        slips = self._prepare_slips()
        return slips._get_records_action(name=self.env._("New slips"))

    def action_prepare_and_print(self):
        """Make the slips and print them at once.

        :raises UserError: when nothing waits for a signature
        """
        slips = self._prepare_slips()
        report = self.env.ref("village_legal_advisor.report_slip")
        return report.report_action(slips) | {"close_on_report_download": True}

    def _prepare_slips(self):
        self.ensure_one()
        villages = self.env["legal.village"].union(
            *(village for village, _count in self._read_waiting())
        )
        slips = self.env["legal.slip"]._prepare_slips(self.month, villages)
        if not slips:
            raise UserError(
                self.env._(
                    "No submitted entry of this month waits for a slip. Entries on a "
                    "slip that is still out are not printed twice: reprint that one."
                )
            )
        return slips

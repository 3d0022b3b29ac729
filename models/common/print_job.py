from odoo import api, fields, models
from odoo.exceptions import UserError

OPEN_STATES = ("queued", "running")
DAYS_KEPT = 7


class LegalPrintJob(models.Model):
    """A book of many papers, laid out in the background for one user.

    Papers number their own pages, so they are laid out in chunks, side by side, and
    joined; each chunk is committed, and a restarted server goes on with the next one.
    """

    _name = "legal.print.job"
    _description = "Book of papers"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "id DESC"

    name = fields.Char(required=True, readonly=True)
    report_id = fields.Many2one(
        "ir.actions.report", required=True, readonly=True, ondelete="cascade"
    )
    user_id = fields.Many2one(
        "res.users",
        "Asked for by",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, index=True
    )
    state = fields.Selection(
        [
            ("queued", "Queued"),
            ("running", "Being made"),
            ("done", "Ready"),
            ("failed", "Failed"),
        ],
        default="queued",
        required=True,
        readonly=True,
    )
    res_ids = fields.Json(readonly=True)
    print_context = fields.Json(readonly=True)
    total_count = fields.Integer("Papers", readonly=True)
    done_count = fields.Integer("Papers made", readonly=True)
    progress = fields.Float(compute="_compute_progress")
    error = fields.Text("What went wrong", readonly=True)
    attachment_id = fields.Many2one(
        "ir.attachment", "PDF file", readonly=True, ondelete="set null"
    )

    _open_idx = models.Index("(id) WHERE state IN ('queued', 'running')")

    @api.depends("done_count", "total_count")
    def _compute_progress(self):
        for job in self:
            job.progress = 100.0 * job.done_count / (job.total_count or 1)

    @api.model
    def action_request(self, report_name, res_ids):
        """Have papers made in the background for the calling user.

        :param str report_name: name of a report that WeasyPrint prints
        :param list[int] res_ids: records to print; each must be readable
        :return: a notification for the web client
        """
        report = self.env["ir.actions.report"]._get_report_from_name(report_name)
        if report.pdf_engine != "weasyprint":
            raise UserError(self.env._("This report is not made in the background."))
        report.with_env(self.env)._check_paper_groups()
        records = self.env[report.model].browse(res_ids).exists()
        records.check_access("read")
        self.check_access("read")
        message = self.env._(
            "%(count)s papers are being made. You will be told when they are ready; "
            "they wait for you under Books of papers.",
            count=len(records),
        )
        twins = self.search(
            [("state", "in", OPEN_STATES), ("report_id", "=", report.id)]
        ).filtered(lambda job: job.user_id == self.env.user)
        if not any(job.res_ids == records.ids for job in twins):
            quiet = self.sudo().with_context(tracking_disable=True)
            quiet.create(self._prepare_job_vals(report, records))
            self.env.ref("village_legal_advisor.ir_cron_print_jobs")._trigger()
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {"title": report.name, "message": message, "type": "info"},
        }

    @api.model
    def _prepare_job_vals(self, report, records):
        context = self.env.context
        return {
            "name": self.env._(
                "%(report)s (%(count)s papers)", report=report.name, count=len(records)
            ),
            "report_id": report.id,
            "user_id": self.env.uid,
            "company_id": self.env.company.id,
            "res_ids": records.ids,
            "total_count": len(records),
            # The book reads as if its user had printed it at once.
            "print_context": {
                "lang": self.env.lang,
                "tz": context.get("tz"),
                "allowed_company_ids": self.env.companies.ids,
            },
        }

    def action_download(self):
        """Give the file to its user, who need not be reminded of it any more."""
        self.ensure_one()
        self.check_access("read")
        if not self.attachment_id:
            raise UserError(self.env._("The papers are not ready yet."))
        self.sudo().activity_ids.unlink()
        return {
            "type": "ir.actions.act_url",
            "url": f"/web/content/{self.attachment_id.id}?download=true",
            "target": "self",
        }

    @api.autovacuum
    def _gc_old_books(self):
        limit = fields.Datetime.subtract(fields.Datetime.now(), days=DAYS_KEPT)
        self.search([("create_date", "<", limit)]).unlink()

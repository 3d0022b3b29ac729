from odoo import api, fields, models
from odoo.exceptions import UserError

MANAGER = "village_legal_advisor.group_legal_manager"
# What a request reads at once; more than this goes on in the background.
AT_ONCE_BYTES = 512 * 1024
AT_ONCE_LINES = 5000
# Who confirms in the same villages waits until a file is written as a whole.
WHOLE_LINES = 50_000
SHOWN_LINES = 200


class LegalHistoryImport(models.Model):
    """Service entries and lectures of the past from a file, in one run.

    A run is a record that stays: who brought in what, from which file, when, and
    how many lines of it. Its way through the file is in `history_work.py`, what is
    asked of a line in `history_stage.py` and `history_check.py`, how entries are
    written in `history_write.py`.

    From code: ``env["legal.history.import"].create({"file": ..., "filename": ...,
    "basis": ...}).action_import()`` does what the button does; ``_work_through()`` of
    a run that waits works to its end at once, in the caller's transaction.
    """

    _name = "legal.history.import"
    _description = "History import"
    _inherit = ["legal.guard.mixin"]
    _order = "id DESC"
    _rec_name = "filename"

    file = fields.Binary(
        "Spreadsheet",
        attachment=True,
        help="CSV (UTF-8 or GB18030) or XLSX, one line per service. The template says "
        "what each column takes. Kept for 30 days after the run.",
    )
    filename = fields.Char("File name", required=True, default="-")
    basis = fields.Char(
        "Taken from",
        required=True,
        help="Where the signed originals are, such as the paper ledgers of 2023 in the "
        "bureau's archive. The bureau confirms the entries on the strength of them.",
    )
    on_error = fields.Selection(
        [("nothing", "All or nothing"), ("good", "Good lines only")],
        "When lines are bad",
        required=True,
        default="nothing",
        help="Every line is checked before the first one is written. All or nothing: "
        "where others record meanwhile what contradicts a line, nothing is imported "
        "either; up to 50,000 lines. Good lines only: a long file is written in "
        "portions.",
    )
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    user_id = fields.Many2one(
        "res.users",
        "Brought in by",
        readonly=True,
        default=lambda self: self.env.uid,
        index=True,
        ondelete="restrict",
    )
    state = fields.Selection(
        [
            ("draft", "Choose a file"),
            ("running", "At work"),
            ("checked", "Checked"),
            ("refused", "Nothing imported"),
            ("failed", "Failed"),
            ("done", "Done"),
        ],
        default="draft",
        required=True,
        index=True,
    )
    has_begun = fields.Boolean(
        "Begun",
        compute="_compute_has_begun",
        help="It is at work, or has recorded entries.",
    )
    is_check_only = fields.Boolean(readonly=True)
    is_in_background = fields.Boolean(readonly=True)
    phase = fields.Selection(
        [
            ("read", "Reading the file"),
            ("check", "Checking the lines"),
            ("write", "Recording the entries"),
            ("report", "Listing the bad lines"),
            ("tidy", "Tidying up"),
        ],
        readonly=True,
    )
    cursor = fields.Json(readonly=True)
    columns = fields.Json(readonly=True)
    line_count = fields.Integer("Lines", readonly=True)
    bad_count = fields.Integer("Bad lines", readonly=True)
    known_count = fields.Integer("Known already", readonly=True)
    good_count = fields.Integer("Good lines", readonly=True)
    entry_count = fields.Integer("Entries recorded", readonly=True)
    lecture_count = fields.Integer("Of these lectures", readonly=True)
    progress = fields.Float(compute="_compute_progress")
    error = fields.Text("What went wrong", readonly=True)
    file_hash = fields.Char("Fingerprint of the file", readonly=True)
    finished_at = fields.Datetime("Finished on", readonly=True)
    bad_file_ids = fields.Many2many(
        "ir.attachment",
        "legal_history_import_bad_rel",
        "import_id",
        "attachment_id",
        "Workbooks of the bad lines",
        readonly=True,
        help="The lines as they came, with the reasons in the last column. Mended, the "
        "workbook can be imported as it is. Kept for 30 days.",
    )
    bad_line_ids = fields.One2many(
        "legal.history.line", compute="_compute_bad_line_ids", string="First bad lines"
    )
    visit_ids = fields.One2many("legal.visit", "import_id", "Service entries")

    _waiting_idx = models.Index("(id) WHERE state = 'running'")

    @api.depends("state", "entry_count")
    def _compute_has_begun(self):
        for run in self:
            run.has_begun = run.state in ("running", "done") or run.entry_count > 0

    @api.depends("phase", "line_count", "good_count", "entry_count", "state")
    def _compute_progress(self):
        shares = {"read": 0, "check": 40, "write": 50, "report": 95, "tidy": 98}
        for run in self:
            progress = shares.get(run.phase, 0)
            if run.phase == "write" and run.good_count:
                progress += 45 * min(run.entry_count / run.good_count, 1)
            ended = run.state not in ("draft", "running")
            run.progress = 100 if ended else progress

    def _compute_bad_line_ids(self):
        Line = self.env["legal.history.line"]
        for run in self:
            run.bad_line_ids = Line.search(
                [("import_id", "=", run.id), ("state", "=", "bad")],
                limit=SHOWN_LINES,
                order="line",
            )

    @api.model
    def _get_guarded_fields(self):
        # What a user chooses is everything else.
        return super()._get_guarded_fields() | {
            name
            for name, field in self._fields.items()
            if field.store and field.readonly
        }

    @api.model_create_multi
    def create(self, vals_list):
        # Before the guard: whose run it is follows from who creates it.
        self._check_group(MANAGER)
        return super().create(vals_list)

    def write(self, vals):
        if not self._is_guard_lifted():
            self._refuse_begun()
        return super().write(vals)

    def _refuse_begun(self):
        """What entries were taken from stays as it was.

        :raises UserError: when one of the runs has begun
        """
        if any(run.has_begun for run in self):
            raise UserError(
                self.env._("The run has begun: make a new one for another file.")
            )

    def action_check(self):
        """Check the file and list its bad lines; records nothing."""
        self._start(is_check_only=True)
        return True

    def action_import(self):
        """Import the file: at once when it is small, else in the background.

        :raises UserError: when nothing can be begun
        """
        self._start(is_check_only=False)
        return True

    def _start(self, is_check_only):
        self._check_group(MANAGER)
        self.check_access("write")
        self._raise_blockers(self._get_start_blockers())
        for run in self:
            run._forget_lines()
            run._guarded_write(
                {
                    "state": "running",
                    "phase": "read",
                    "user_id": self.env.uid,
                    "is_check_only": is_check_only,
                    "is_in_background": False,
                    "cursor": False,
                    "columns": False,
                    "error": False,
                    "line_count": 0,
                    "bad_count": 0,
                    "known_count": 0,
                    "good_count": 0,
                    "file_hash": False,
                }
            )
            run._work_at_once()

    def _get_start_blockers(self):
        """Why runs cannot begin.

        :rtype: dict[legal.history.import, str]
        """
        blockers = {}
        for run in self:
            if run.state == "running":
                reason = self.env._("It is at work already.")
            elif run.state == "done":
                reason = self.env._("It is done: make a new run for another file.")
            elif run.entry_count:
                reason = self.env._(
                    "It has recorded entries: make a new run, which goes on with the "
                    "same file."
                )
            elif not run._get_file_attachment():
                reason = self.env._("Choose a file first.")
            elif not (run.basis or "").strip():
                reason = self.env._("Say what the file was taken from.")
            elif run.company_id not in self.env.companies:
                reason = self.env._(
                    "Switch to %(company)s first.", company=run.company_id.name
                )
            else:
                continue
            blockers[run] = reason
        return blockers

    def _get_file_attachment(self):
        self.ensure_one()
        # Whoever reads the run reads its file; it is opened, not loaded.
        return (
            self.env["ir.attachment"]
            .sudo()
            .search(
                [
                    ("res_model", "=", self._name),
                    ("res_id", "=", self.id),
                    ("res_field", "=", "file"),
                ],
                limit=1,
            )
        )

    def action_view_entries(self):
        """The entries that this run recorded."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "village_legal_advisor.action_visit"
        )
        return action | {
            "domain": [("import_id", "=", self.id)],
            "context": {"create": False},
        }

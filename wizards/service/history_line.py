import json

from odoo import api, fields, models
from odoo.tools import SQL

DELETED_AT_ONCE = 100_000


class LegalHistoryLine(models.Model):
    """A line of a history file while it is worked on; bad ones stay for a while.

    SQL writes and reads these rows. What they point to is kept as plain numbers:
    foreign keys would cost more than all the checks, and entries have them.
    """

    _name = "legal.history.line"
    _description = "Line of a history file"
    _order = "line, id"
    _log_access = False

    import_id = fields.Many2one(
        "legal.history.import", required=True, readonly=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="import_id.company_id")
    line = fields.Integer(readonly=True, aggregator=None, help="Line of the file.")
    cells = fields.Text(readonly=True, help="The line as it came.")
    state = fields.Selection(
        [("good", "Good line"), ("bad", "Bad line"), ("known", "Known already")],
        readonly=True,
    )
    reasons = fields.Json(readonly=True)
    note = fields.Text("Reason", compute="_compute_note")
    # === What it says ===
    kind = fields.Char(readonly=True)
    village_code = fields.Char("Division code", readonly=True)
    licence_number = fields.Char("Licence number", readonly=True)
    day = fields.Date("Date", readonly=True)
    mode = fields.Char(readonly=True)
    form = fields.Char(readonly=True)
    client = fields.Char(readonly=True)
    start_at = fields.Datetime(readonly=True)
    stop_at = fields.Datetime(readonly=True)
    sort_at = fields.Datetime(readonly=True)
    duration = fields.Integer(readonly=True, aggregator=None)
    place = fields.Char(readonly=True)
    topic = fields.Char(readonly=True)
    summary = fields.Text(readonly=True)
    advice = fields.Text(readonly=True)
    audience_count = fields.Integer(readonly=True, aggregator=None)
    recorded_on = fields.Date(readonly=True)
    confirmed_on = fields.Date(readonly=True)
    receipt_on = fields.Date(readonly=True)
    late_reason = fields.Text(readonly=True)
    import_key = fields.Char(readonly=True)
    # === What it points to ===
    village_ref = fields.Integer(readonly=True, aggregator=None)
    township_ref = fields.Integer(readonly=True, aggregator=None)
    advisor_ref = fields.Integer(readonly=True, aggregator=None)
    assignment_ref = fields.Integer(readonly=True, aggregator=None)
    program_ref = fields.Integer(readonly=True, aggregator=None)
    category_ref = fields.Integer(readonly=True, aggregator=None)
    topic_ref = fields.Integer(readonly=True, aggregator=None)

    _line_unique = models.UniqueIndex("(import_id, line)")
    # The order in which entries are numbered.
    _order_idx = models.Index(
        "(import_id, program_ref, village_ref, day, sort_at, line) WHERE state = 'good'"
    )

    @api.depends("reasons")
    def _compute_note(self):
        sentences = self.env["legal.history.import"]._get_sentences()
        for line in self:
            line.note = "\n".join(
                self._say(sentences, reason) for reason in line.reasons or ()
            )

    @api.depends("import_id.filename", "line")
    def _compute_display_name(self):
        for line in self:
            line.display_name = f"{line.import_id.filename}:{line.line}"

    @api.model
    def _say(self, sentences, reason):
        """A reason in the reader's language.

        :param dict sentences: of `legal.history.import`
        :param str reason: its key, and after a colon what it names
        """
        key, _colon, detail = reason.partition(":")
        if detail == "too_many_cells":
            key = detail
        elif key in ("unreadable", "empty"):
            detail = sentences["columns"].get(detail, detail)
        return sentences[key] % {"detail": detail}

    def _get_cells(self):
        self.ensure_one()
        return json.loads(self.cells or "[]")

    @api.model
    def _delete_lines(self, runs, only_good=False, limit=None):
        """Delete lines of runs, by SQL: they are too many for anything else.

        :return: how many
        """
        self.flush_model()
        self.env.cr.execute(
            SQL(
                "DELETE FROM legal_history_line WHERE id IN ("
                "SELECT id FROM legal_history_line WHERE import_id = ANY(%s) %s %s)",
                runs.ids,
                SQL("AND state <> 'bad'") if only_good else SQL(),
                SQL("LIMIT %s", limit) if limit else SQL(),
            )
        )
        self.invalidate_model()
        return self.env.cr.rowcount

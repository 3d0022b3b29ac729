from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

# The one thing that changes on a numbered entry: it is struck out by another one.
ANNULMENT_TRIGGER = SQL(
    """
    CREATE OR REPLACE FUNCTION legal_visit_annulment() RETURNS trigger AS $$
    BEGIN
        IF NOT NEW.is_annulled IS TRUE OR NOT EXISTS (
            SELECT 1 FROM legal_visit correction
            WHERE correction.corrects_id = NEW.id
                AND correction.correction_kind = 'annul'
                AND correction.number IS NOT NULL
        ) THEN
            RAISE EXCEPTION USING
                ERRCODE = 'restrict_violation',
                MESSAGE = 'legal_visit: only an annulling entry strikes out an entry';
        END IF;
        RETURN NEW;
    END
    $$ LANGUAGE plpgsql;
    CREATE OR REPLACE TRIGGER legal_visit_annulment
    BEFORE UPDATE OF is_annulled ON legal_visit
    FOR EACH ROW WHEN (
        OLD.number IS NOT NULL AND OLD.is_annulled IS DISTINCT FROM NEW.is_annulled
    )
    EXECUTE FUNCTION legal_visit_annulment();
    """
)


class LegalVisit(models.Model):
    """Putting confirmed entries right by further numbered entries (rule 7).

    A correction or annulment is an entry itself: of the same service and day, with the
    minutes that it adds or takes away, the decision behind it and the reason.
    """

    _inherit = "legal.visit"

    correction_kind = fields.Selection(
        [("correct", "Correction"), ("annul", "Annulment")], copy=False, readonly=True
    )
    correction_decision = fields.Char(
        "Decision", copy=False, readonly=True, help="Number of the document behind it."
    )
    correction_reason = fields.Text(copy=False, readonly=True)
    correction_ids = fields.One2many(
        "legal.visit", "corrects_id", "Corrections", readonly=True
    )

    _correction_is_decided = models.Constraint(
        "CHECK ((corrects_id IS NULL) = (correction_kind IS NULL) "
        "AND (corrects_id IS NULL "
        "OR btrim(COALESCE(correction_decision, '')) <> '' "
        "AND btrim(COALESCE(correction_reason, '')) <> ''))",
        "A correction has a decision and a reason.",
    )
    _annulled_once = models.UniqueIndex(
        "(corrects_id) WHERE correction_kind = 'annul'",
        "The entry is annulled already.",
    )

    def init(self):
        result = super().init()
        self.env.cr.execute(ANNULMENT_TRIGGER)
        return result

    @api.model
    def _get_guarded_fields(self):
        return super()._get_guarded_fields() | {
            "correction_kind",
            "correction_decision",
            "correction_reason",
            "correction_ids",
        }

    @api.model
    def _get_unsealed_columns(self):
        return super()._get_unsealed_columns() | {"is_annulled"}

    def action_annul(self, decision=None, reason=None):
        """Strike out confirmed entries: they count no more and stay readable.

        :param str decision: number of the document that orders it
        :param str reason: why
        :return: the annulling entries, in the order of self, one for each
        :raises UserError: one sentence per entry that cannot be annulled
        """
        minutes = {visit: -visit._get_counted_minutes() for visit in self}
        corrections = self._record_corrections("annul", minutes, decision, reason)
        self.sudo()._guarded_write({"is_annulled": True})
        self.flush_recordset()
        return corrections

    def action_correct(self, minutes=None, decision=None, reason=None):
        """Put confirmed entries right by numbered ones beside them.

        :param int minutes: how long the service really took; None leaves the time as
            it is, where something else was wrong
        :param str decision: number of the document that orders it
        :param str reason: what was wrong and what is right
        :return: the correcting entries, in the order of self, one for each
        :raises UserError: one sentence per entry that cannot be corrected
        """
        if minutes is not None and not 0 < minutes <= 1440:
            raise UserError(
                self.env._("A service lasts at least a minute and at most a day.")
            )
        changes = {
            visit: 0 if minutes is None else minutes - visit._get_counted_minutes()
            for visit in self
        }
        return self._record_corrections("correct", changes, decision, reason)

    def _get_counted_minutes(self):
        """Minutes of the entry as its corrections so far have left them."""
        self.ensure_one()
        corrections = self.sudo().correction_ids.filtered("number")
        return self.minutes + sum(corrections.mapped("minutes"))

    def _record_corrections(self, kind, minutes, decision, reason):
        self._check_group("village_legal_advisor.group_legal_manager")
        self.check_access("write")
        decision = self._require_reason(
            decision, self.env._("Give the number of the document that orders it.")
        )
        reason = self._require_reason(reason, self.env._("Say what was wrong."))
        self._raise_blockers(self._get_correction_blockers())
        now = fields.Datetime.now()
        # Values of an entry that took place; the manager's right was checked above.
        corrections = self.sudo()._guarded_create(
            [
                {
                    "assignment_id": visit.assignment_id.id,
                    "advisor_id": visit.advisor_id.id,
                    "date": visit.date,
                    "minutes": minutes[visit],
                    "service_mode": visit.service_mode,
                    "service_form": visit.service_form,
                    "place": visit.place,
                    "corrects_id": visit.id,
                    "correction_kind": kind,
                    "correction_decision": decision,
                    "correction_reason": reason,
                    "state": "confirmed",
                    "submitted_at": now,
                    "submitted_by_id": self.env.uid,
                    "confirmed_at": now,
                    "confirmed_by_id": self.env.uid,
                }
                for visit in minutes
            ]
        )
        # Numbering writes to the volume: of two at once the later one runs again.
        corrections._take_numbers()
        return corrections.with_env(self.env)

    def _get_correction_blockers(self):
        """Why entries cannot be corrected or annulled.

        :rtype: dict[legal.visit, str]
        """
        blockers = {}
        for visit in self:
            if not visit.number:
                blockers[visit] = self.env._(
                    "It is not confirmed: have it rejected and mended instead."
                )
            elif visit.corrects_id:
                blockers[visit] = self.env._(
                    "It is a correction itself: correct %(visit)s again.",
                    visit=visit.corrects_id.reference,
                )
            elif visit.is_annulled:
                blockers[visit] = self.env._("It is annulled already.")
            elif visit._is_own():
                blockers[visit] = self.env._("It is your own service.")
            elif visit.sudo().program_id.state == "closed":
                blockers[visit] = self.env._(
                    "%(program)s is closed.",
                    program=visit.sudo().program_id.display_name,
                )
        return blockers

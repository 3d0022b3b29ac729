from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import SQL

# Written down in the numbered entry too, so final from then on.
CONTENT_COLUMNS = (
    "assignment_id",
    "advisor_id",
    "village_id",
    "program_id",
    "visit_id",
    "date",
    "hour_from",
    "hour_to",
    "place",
    "quarter",
    "topic",
    "audience_count",
    "is_wished",
    "wish",
)
# Lateness is judged by these, and late is late for ever (rule 9).
JUDGED_COLUMNS = ("submitted_date", "program_id", "quarter", "date_due")


class LegalLecture(models.Model):
    """Filed is final; before that, a numbered entry and a first submission are."""

    _inherit = "legal.lecture"

    def _is_sealed(self):
        return self.state == "filed"

    @api.model
    def _get_sealed_sql(self, row):
        return SQL("%s.state = 'filed'", row)

    @api.model
    def _get_link_sealed_sql(self, field, row):
        """Whom a lecture addressed, its numbered entry tells; outlines come later."""
        sealed = super()._get_link_sealed_sql(field, row)
        if field.name != "audience_ids":
            return sealed
        return SQL(
            "(%s OR EXISTS (SELECT 1 FROM legal_visit v "
            "WHERE v.id = %s.visit_id AND v.number IS NOT NULL))",
            sealed,
            row,
        )

    @api.model
    def _get_telling_entry_sql(self, row):
        return SQL("%s.visit_id", row)

    def _get_seal_message(self):
        self.ensure_one()
        return self.env._(
            "%(lecture)s is filed: filed is final.", lecture=self.display_name
        )

    def _refuse_other_quarter(self, quarter):
        """Say why a lecture whose outline was submitted stays in its quarter.

        :param str quarter: the one that it was submitted for
        :raises UserError: always
        """
        self.ensure_one()
        labels = dict(self._fields["quarter"]._description_selection(self.env))
        raise UserError(
            self.env._(
                "The outline of %(lecture)s was submitted for the %(quarter)s, and in "
                "time is judged by that: the day must stay in it. Record a lecture of "
                "another quarter as a new one.",
                lecture=self.topic,
                quarter=labels[quarter],
            )
        )

    def init(self):
        result = super().init()
        self._create_content_seal()
        return result

    @api.model
    def _create_content_seal(self):
        """Seal columns before the lecture is filed as a whole."""
        self.env.cr.execute(
            SQL(
                """
                CREATE OR REPLACE FUNCTION legal_lecture_content_seal()
                RETURNS trigger AS $$
                DECLARE
                    numbered boolean := EXISTS (
                        SELECT 1 FROM legal_visit v
                        WHERE v.id = OLD.visit_id AND v.number > 0
                    );
                BEGIN
                    IF TG_OP = 'DELETE' THEN
                        IF numbered OR OLD.submitted_date IS NOT NULL THEN
                            RAISE EXCEPTION USING
                                ERRCODE = 'restrict_violation',
                                MESSAGE = 'legal_lecture: the row is sealed';
                        END IF;
                        RETURN OLD;
                    END IF;
                    IF numbered AND (%(old_content)s)
                        IS DISTINCT FROM (%(new_content)s)
                    THEN
                        RAISE EXCEPTION USING
                            ERRCODE = 'restrict_violation',
                            MESSAGE = 'legal_lecture: the entry is numbered';
                    END IF;
                    IF OLD.submitted_date IS NOT NULL AND (%(old_judged)s)
                        IS DISTINCT FROM (%(new_judged)s)
                    THEN
                        RAISE EXCEPTION USING
                            ERRCODE = 'restrict_violation',
                            MESSAGE = 'legal_lecture: the first submission stands';
                    END IF;
                    RETURN NEW;
                END
                $$ LANGUAGE plpgsql
                """,
                old_content=self._get_columns("OLD", CONTENT_COLUMNS),
                new_content=self._get_columns("NEW", CONTENT_COLUMNS),
                old_judged=self._get_columns("OLD", JUDGED_COLUMNS),
                new_judged=self._get_columns("NEW", JUDGED_COLUMNS),
            )
        )
        self.env.cr.execute(
            SQL(
                "CREATE OR REPLACE TRIGGER legal_lecture_content_seal "
                "BEFORE UPDATE OR DELETE ON legal_lecture "
                "FOR EACH ROW EXECUTE FUNCTION legal_lecture_content_seal()"
            )
        )

    @api.model
    def _get_columns(self, row, names):
        return SQL(", ").join(SQL.identifier(row.lower(), name) for name in names)

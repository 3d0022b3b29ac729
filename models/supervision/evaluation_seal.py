from odoo import api, models
from odoo.tools import SQL

# Rule 10 holds against SQL too; a CHECK cannot look at the adviser.
CONFIRMER_TRIGGER = """
CREATE OR REPLACE FUNCTION legal_evaluation_confirmer() RETURNS trigger AS $$
BEGIN
    IF NEW.state = 'confirmed' AND EXISTS (
        SELECT 1 FROM legal_advisor a
        WHERE a.id = NEW.advisor_id AND a.user_id = NEW.confirmed_by_id
    ) THEN
        RAISE EXCEPTION USING
            ERRCODE = 'restrict_violation',
            MESSAGE = 'legal_evaluation: an adviser cannot confirm this evaluation';
    END IF;
    RETURN NEW;
END
$$ LANGUAGE plpgsql;
CREATE OR REPLACE TRIGGER legal_evaluation_confirmer
BEFORE INSERT OR UPDATE OF state ON legal_evaluation
FOR EACH ROW EXECUTE FUNCTION legal_evaluation_confirmer();
"""


class LegalEvaluation(models.Model):
    """A confirmed evaluation is final, for the ORM and for the database (rule 10)."""

    _inherit = "legal.evaluation"

    def _is_sealed(self):
        self.ensure_one()
        return self.state == "confirmed"

    @api.model
    def _get_sealed_sql(self, row):
        return SQL("%s.state = 'confirmed'", row)

    @api.model
    def _get_unsealed_columns(self):
        """A later version is noted on the earlier one; the code follows the village."""
        return super()._get_unsealed_columns() | {
            "is_current",
            "superseded_by_id",
            "village_code",
        }

    def init(self):
        self.env.cr.execute(CONFIRMER_TRIGGER)
        return super().init()

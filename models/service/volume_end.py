from odoo import models
from odoo.tools import SQL

# By SQL, too, no entry gets a number of a closed volume. Imports add many rows at once
# and are looked at together.
NUMBERING_TRIGGERS = SQL(
    """
    CREATE OR REPLACE FUNCTION legal_visit_numbering() RETURNS trigger AS $$
    BEGIN
        IF EXISTS (
            SELECT 1 FROM legal_volume volume
            WHERE volume.id = NEW.volume_id AND volume.state = 'closed'
        ) THEN
            RAISE EXCEPTION USING
                ERRCODE = 'restrict_violation',
                MESSAGE = 'legal_visit: the volume is closed';
        END IF;
        RETURN NEW;
    END
    $$ LANGUAGE plpgsql;
    CREATE OR REPLACE TRIGGER legal_visit_numbering
    BEFORE UPDATE OF volume_id, number ON legal_visit
    FOR EACH ROW WHEN (OLD.number IS NULL AND NEW.number IS NOT NULL)
    EXECUTE FUNCTION legal_visit_numbering();

    CREATE OR REPLACE FUNCTION legal_visit_numbered() RETURNS trigger AS $$
    BEGIN
        IF EXISTS (
            SELECT 1 FROM added
            JOIN legal_volume volume ON volume.id = added.volume_id
            WHERE volume.state = 'closed'
        ) THEN
            RAISE EXCEPTION USING
                ERRCODE = 'restrict_violation',
                MESSAGE = 'legal_visit: the volume is closed';
        END IF;
        RETURN NULL;
    END
    $$ LANGUAGE plpgsql;
    CREATE OR REPLACE TRIGGER legal_visit_numbered
    AFTER INSERT ON legal_visit REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION legal_visit_numbered();
    """
)


class LegalVisit(models.Model):
    """Closing a volume ends numbering in it, in the database as well (rule 7)."""

    _inherit = "legal.visit"

    def init(self):
        result = super().init()
        self.env.cr.execute(NUMBERING_TRIGGERS)
        return result

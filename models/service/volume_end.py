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
# What a volume is called by stays as it was when it gave its first number, and it has
# given as many as it has entries. The latter is looked at in the end: numbers are
# reserved before entries take them.
VOLUME_TRIGGERS = SQL(
    """
    CREATE OR REPLACE FUNCTION legal_volume_begun() RETURNS trigger AS $$
    BEGIN
        RAISE EXCEPTION USING
            ERRCODE = 'restrict_violation',
            MESSAGE = 'legal_volume: the volume has begun';
    END
    $$ LANGUAGE plpgsql;
    CREATE OR REPLACE TRIGGER legal_volume_begun
    BEFORE UPDATE ON legal_volume
    FOR EACH ROW WHEN (
        OLD.last_number > 0 AND (
            OLD.village_id, OLD.program_id, OLD.company_id, OLD.supplement_of_id,
            OLD.genesis_hash
        ) IS DISTINCT FROM (
            NEW.village_id, NEW.program_id, NEW.company_id, NEW.supplement_of_id,
            NEW.genesis_hash
        )
    )
    EXECUTE FUNCTION legal_volume_begun();

    CREATE OR REPLACE FUNCTION legal_volume_count() RETURNS trigger AS $$
    BEGIN
        IF EXISTS (
            SELECT 1 FROM legal_volume volume
            WHERE volume.id = NEW.id AND volume.last_number IS DISTINCT FROM COALESCE(
                (SELECT max(number) FROM legal_visit WHERE volume_id = NEW.id), 0
            )
        ) THEN
            RAISE EXCEPTION USING
                ERRCODE = 'restrict_violation',
                MESSAGE = 'legal_volume: its last number is that of no entry';
        END IF;
        RETURN NULL;
    END
    $$ LANGUAGE plpgsql;
    DROP TRIGGER IF EXISTS legal_volume_count ON legal_volume;
    CREATE CONSTRAINT TRIGGER legal_volume_count
    AFTER UPDATE OF last_number ON legal_volume
    DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION legal_volume_count();
    """
)


class LegalVolume(models.Model):
    """An open volume is what it was begun as, in the database as well (rule 7)."""

    _inherit = "legal.volume"

    def init(self):
        result = super().init()
        self.env.cr.execute(VOLUME_TRIGGERS)
        return result


class LegalVisit(models.Model):
    """Closing a volume ends numbering in it, in the database as well (rule 7)."""

    _inherit = "legal.visit"

    def init(self):
        result = super().init()
        self.env.cr.execute(NUMBERING_TRIGGERS)
        return result

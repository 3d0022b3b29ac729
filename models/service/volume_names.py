from odoo import api, fields, models
from odoo.tools import SQL

OF_MATTERS = """
    SELECT m.{} FROM legal_matter m
    JOIN legal_visit v ON v.id = m.visit_id WHERE v.volume_id = volume.id
"""
# Whose names a volume prints, and where it has them from.
NAMED = {
    "legal.advisor": SQL(
        "SELECT v.advisor_id FROM legal_visit v WHERE v.volume_id = volume.id"
    ),
    "legal.matter.category": SQL(OF_MATTERS.format("category_id")),
    "legal.matter.topic": SQL(OF_MATTERS.format("topic_id")),
}


class LegalVolume(models.Model):
    """A bound volume keeps the names that stand on its cover.

    Villages are merged and renamed, and get other codes; what was signed and lies in
    the archive is called as before.
    """

    _inherit = "legal.volume"

    bound_code = fields.Char("Village code when bound", readonly=True, copy=False)
    bound_village = fields.Char("Village when bound", readonly=True, copy=False)
    bound_township = fields.Char("Township when bound", readonly=True, copy=False)
    # Of advisers, categories and topics, by model and id; translated ones by language.
    bound_names = fields.Json("Names when bound", readonly=True, copy=False)

    @api.model
    def _get_guarded_fields(self):
        return super()._get_guarded_fields() | {
            "bound_code",
            "bound_village",
            "bound_township",
            "bound_names",
        }

    def _keep_names(self):
        """Write down the names of open volumes: the last thing before they close."""
        self.flush_model()
        self.env["legal.village"].flush_model(["code", "name"])
        self.env["legal.township"].flush_model(["name"])
        for model in NAMED:
            self.env[model].flush_model(["name"])
        self.env.cr.execute(
            SQL(
                """
                UPDATE legal_volume volume
                SET bound_code = village.code, bound_village = village.name,
                    bound_township = township.name,
                    bound_names = %s
                FROM legal_village village
                JOIN legal_township township ON township.id = village.township_id
                WHERE village.id = volume.village_id AND volume.id = ANY(%s)
                """,
                self._get_names_sql(),
                self.ids,
            )
        )
        self.invalidate_recordset(
            ["bound_code", "bound_village", "bound_township", "bound_names"]
        )

    @api.model
    def _get_names_sql(self):
        """What `bound_names` of the row `volume` are now.

        :rtype: SQL
        """
        names = (
            SQL(
                "%s, (SELECT jsonb_object_agg(named.id, named.name) FROM %s named "
                "WHERE named.id IN (%s))",
                *(model, SQL.identifier(self.env[model]._table), source),
            )
            for model, source in NAMED.items()
        )
        return SQL("jsonb_strip_nulls(jsonb_build_object(%s))", SQL(", ").join(names))

    def _get_bound_name(self, record):
        """What a record is called: in a bound volume as when it was bound.

        :param record: of one of the models in `NAMED`, or none
        :rtype: str
        """
        self.ensure_one()
        kept = (self.bound_names or {}).get(record._name, {}).get(str(record.id))
        if isinstance(kept, dict):
            kept = kept.get(self.env.lang) or kept.get("en_US")
        return kept or record.name or ""

    def _get_village_code(self):
        """The village's code: of a bound volume as on its cover."""
        self.ensure_one()
        return self.bound_code or self.village_id.code

    def _get_village_name(self):
        """The village's name: of a bound volume as on its cover."""
        self.ensure_one()
        return self.bound_village or self.village_id.name

    def _get_township_name(self):
        """The township's name: of a bound volume as on its cover."""
        self.ensure_one()
        return self.bound_township or self.township_id.name

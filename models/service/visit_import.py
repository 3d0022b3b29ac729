from odoo import api, fields, models


class LegalVisit(models.Model):
    """Entries that came with a history import, and how they are known again."""

    _inherit = "legal.visit"

    import_id = fields.Many2one(
        "legal.history.import",
        "Brought in by",
        copy=False,
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
        groups="village_legal_advisor.group_legal_manager",
        help="The history import that recorded the entry, with what it was taken from.",
    )
    import_key = fields.Char(
        copy=False,
        readonly=True,
        groups="village_legal_advisor.group_legal_manager",
        help="Fingerprint of who served which village when: a line of a later file "
        "with the same one is the same service.",
    )

    _import_key_unique = models.UniqueIndex(
        "(company_id, import_key) "
        "WHERE import_key IS NOT NULL AND is_annulled IS NOT TRUE",
        "An import has brought in this service already.",
    )

    @api.model
    def _get_guarded_fields(self):
        return super()._get_guarded_fields() | {"import_id", "import_key"}

from odoo import fields, models


class LegalRosterImportLine(models.TransientModel):
    """One finding of an import: a bad line, or what will happen to a unit."""

    _name = "legal.roster.import.line"
    _description = "Finding of a roster import"
    _inherit = ["legal.reach.mixin"]
    _order = "line, id"

    import_id = fields.Many2one(
        "legal.roster.import", required=True, index=True, ondelete="cascade"
    )
    kind = fields.Selection(
        [
            ("error", "Bad line"),
            ("township_new", "New township"),
            ("township_changed", "Renamed township"),
            ("village_new", "New village"),
            ("village_renamed", "Renamed village"),
            ("village_missing", "Missing from the file"),
            ("village_archived", "Archived"),
        ],
        required=True,
    )
    line = fields.Integer(aggregator=None, help="Line of the file.")
    code = fields.Char("Division code")
    name = fields.Char()
    note = fields.Char("Reason")

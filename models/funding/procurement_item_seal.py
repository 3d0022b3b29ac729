from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tools import SQL

from .procurement_item import FIXED_FIELDS


class LegalProcurementItem(models.Model):
    """What lies in a procurement file stays there until its day."""

    _inherit = "legal.procurement.item"

    def _check_papers_stay(self, commands):
        """Refuse commands that would take a paper out of a file.

        :raises UserError: naming the item and until when the paper is kept
        """
        for item in self:
            held, gone = set(item.attachment_ids.ids), set()
            for command in commands:
                code, record_id, *rest = command if command else (None, None)
                if code in (Command.DELETE, Command.UNLINK, Command.UPDATE):
                    gone.add(record_id)
                elif code == Command.CLEAR:
                    gone |= held
                elif code == Command.SET:
                    gone |= held - set(rest[0])
            if gone & held and item._is_kept():
                raise UserError(item._get_kept_message())

    def _is_kept(self):
        """Whether the papers of this one item may not be taken out yet."""
        self.ensure_one()
        return self.procurement_id._is_file_kept()

    def _get_kept_message(self):
        self.ensure_one()
        return self.procurement_id._get_kept_message(self.display_name)

    def _is_sealed(self):
        # Papers are added at any time; taking them out is refused elsewhere.
        return False

    @api.ondelete(at_uninstall=False)
    def _unlink_except_kept(self):
        for item in self.sudo():
            if item.attachment_ids and item._is_kept():
                raise UserError(item._get_kept_message())

    @api.model
    def _get_sealed_sql(self, row):
        """A row with papers, as long as its project's file is kept."""
        field = self._fields["attachment_ids"]
        return SQL(
            "EXISTS (SELECT 1 FROM %(links)s k WHERE k.%(item)s = %(row)s.id) "
            "AND %(kept)s",
            links=SQL.identifier(field.relation),
            item=SQL.identifier(field.column1),
            row=row,
            kept=self._get_kept_sql(SQL("%s.procurement_id", row)),
        )

    @api.model
    def _get_kept_sql(self, project):
        return SQL(
            "NOT EXISTS (SELECT 1 FROM legal_procurement p WHERE p.id = %s AND "
            "p.retention_until < CURRENT_DATE)",
            project,
        )

    @api.model
    def _get_unsealed_columns(self):
        # Remarks and reasons change; what the papers lie under does not.
        columns = {field.name for field in self._fields.values() if field.column_type}
        return columns - FIXED_FIELDS - {"id"}

    def _create_link_seal(self, field):
        """Papers are added at any time; none is taken out before its day."""

        def sealed_sql(row):
            return SQL(
                "EXISTS (SELECT 1 FROM %(items)s i WHERE i.id = %(row)s.%(item)s "
                "AND %(kept)s)",
                items=SQL.identifier(self._table),
                row=row,
                item=SQL.identifier(field.column1),
                kept=self._get_kept_sql(SQL("i.procurement_id")),
            )

        self._create_seal(field.relation, sealed_sql, unsealed=set(), on_insert=False)

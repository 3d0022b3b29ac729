from odoo import api, models

from ..common.row_copies import insert_copies


class LegalVillage(models.Model):
    """Villages by the ten thousand, for the import of a province's roster."""

    _inherit = "legal.village"

    @api.model
    def _create_listed(self, vals_list):
        """Create villages from a checked list, the first one as any other village.

        The rest are copies of that one and of its committee, with their own names,
        codes and townships: one by one, the committees alone would take a millisecond
        each.

        :param vals_list: dicts with ``code``, ``name``, ``township_id`` and
            ``in_scope_from``, whose codes lie in their townships
        :return: the villages, in the order of the list
        """
        if not vals_list:
            return self.browse()
        villages = self.create(vals_list[:1])
        rest = vals_list[1:]
        if not rest:
            return villages
        names = [vals["name"] for vals in rest]
        # The committees of a bureau's villages; see `create`.
        partners = insert_copies(
            villages.partner_id.sudo(),
            {"name": names, "complete_name": names, "commercial_partner_id": None},
        )
        return villages + insert_copies(
            villages,
            {
                "partner_id": partners.ids,
                "name": names,
                "short_name": [self._get_short_name(name) for name in names],
                "code": [vals["code"] for vals in rest],
                "kind": [self._get_kind(vals["code"]) for vals in rest],
                "township_id": [vals["township_id"] for vals in rest],
                "in_scope_from": [vals["in_scope_from"] or None for vals in rest],
            },
        )

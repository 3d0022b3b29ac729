from odoo import api, models

from ..common.row_copies import insert_copies


class LegalTownship(models.Model):
    """Townships by the thousand, for the import of a province's roster."""

    _inherit = "legal.township"

    @api.model
    def _create_listed(self, vals_list):
        """Create townships from a checked list; see `legal.village._create_listed`.

        :param vals_list: dicts with ``code``, ``name``, ``county_name``, and the
            ``company_id`` that is the same for all
        :return: the townships, in the order of the list
        """
        if not vals_list:
            return self.browse()
        townships = self.create(vals_list[:1])
        rest = vals_list[1:]
        if not rest:
            return townships
        return townships + insert_copies(
            townships,
            {
                "code": [vals["code"] for vals in rest],
                "county_code": [vals["code"][:6] for vals in rest],
                "name": [vals["name"] for vals in rest],
                "county_name": [vals["county_name"] for vals in rest],
            },
        )

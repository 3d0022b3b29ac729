from odoo import api, models
from odoo.exceptions import UserError

from .reach import OURS


class LegalReachMixin(models.AbstractModel):
    """Several bureaus in one database keep apart.

    A record never changes its bureau: what hangs on it would stay behind. What has
    none holds for all of them, so none of them changes it alone.
    """

    _inherit = "legal.reach.mixin"

    @api.model_create_multi
    def create(self, vals_list):
        records = super().create(vals_list)
        records._check_shared()
        return records

    def write(self, vals):
        if self._is_reach_free() or not self._has_bureau():
            return super().write(vals)
        self._check_shared()
        if "company_id" in vals:
            for record in self.sudo():
                if record.company_id and record.company_id.id != vals["company_id"]:
                    raise UserError(
                        self.env._(
                            "%(record)s belongs to %(company)s and stays there.",
                            record=record.display_name,
                            company=record.company_id.name,
                        )
                    )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_shared(self):
        self._check_shared()

    @api.model
    def _has_bureau(self):
        return self._name.startswith(OURS) and "company_id" in self._fields

    def _check_shared(self):
        """Refuse to change alone what other bureaus of the database use too.

        :raises UserError: naming the record
        """
        if self._is_reach_free() or not self._has_bureau():
            return
        shared = self.sudo().filtered(lambda record: not record.company_id)
        if shared and self._get_bureaus() - self.env.user.company_ids:
            raise UserError(
                self.env._(
                    "%(record)s holds for every bureau in this database. Make one of "
                    "your own bureau, or ask somebody who works for all of them.",
                    record=shared[0].display_name,
                )
            )

    @api.model
    def _get_bureaus(self):
        """Companies that run the programme.

        :rtype: res.company
        """
        groups = self.env["legal.program"].sudo()._read_group([], ["company_id"])
        return self.env["res.company"].union(*(company for (company,) in groups))

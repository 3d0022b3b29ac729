from odoo import api, fields, models
from odoo.exceptions import UserError

from .lecture import LECTURE_READERS


class LegalVisit(models.Model):
    _inherit = "legal.visit"

    lecture_ids = fields.One2many("legal.lecture", "visit_id", groups=LECTURE_READERS)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_lecture(self):
        lecture = (
            self.env["legal.lecture"]
            .sudo()
            .search([("visit_id", "in", self.ids)], limit=1)
        )
        if lecture:
            raise UserError(
                self.env._(
                    "%(entry)s belongs to the lecture %(lecture)s. Record there first "
                    "that it was not held.",
                    entry=lecture.visit_id.display_name,
                    lecture=lecture.display_name,
                )
            )

    def _get_reject_blockers(self):
        blockers = super()._get_reject_blockers()
        for lecture in self.sudo().lecture_ids:
            visit = lecture.visit_id.with_env(self.env)
            if lecture._is_sealed() and visit not in blockers:
                # Filed before filing asked for a confirmed entry.
                blockers[visit] = self.env._(
                    "Its lecture %(lecture)s is filed, and filed is final: confirm the "
                    "entry and have a manager annul it.",
                    lecture=lecture.display_name,
                )
        return blockers

    def action_view_lectures(self):
        """The lectures that these entries record."""
        return self.env["legal.lecture"]._get_list_action(
            [("visit_id", "in", self.ids)]
        )

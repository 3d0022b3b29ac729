from odoo import api, models


class AccountMoveLine(models.Model):
    """A bill that was posted once does not let go of its contract in draft."""

    _inherit = "account.move.line"

    def write(self, vals):
        if not {"move_id", "purchase_line_id"} & vals.keys():
            return super().write(vals)
        before = {move: move._get_legal_file_projects() for move in self.move_id}
        result = super().write(vals)
        for move, projects in before.items():
            move._check_legal_file_stays(projects - move._get_legal_file_projects())
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_legal_filed(self):
        for move in self.move_id:
            projects = move._get_legal_file_projects()
            if projects:
                left = (move.line_ids - self).sudo().purchase_line_id.order_id
                move._check_legal_file_stays(projects - left.legal_procurement_id)

from odoo import api, models


class LegalVisit(models.Model):
    """Entries by the thousand: what the ORM asks record by record, asked once."""

    _inherit = "legal.visit"

    @api.model
    def _add_precomputed_values(self, vals_list):
        # Computing them on a new record for each would take a third of a create.
        assignments = self.env["legal.assignment"].browse(
            {vals["assignment_id"] for vals in vals_list if vals.get("assignment_id")}
        )
        known = {
            assignment.id: self._prepare_from_assignment(assignment)
            for assignment in assignments.sudo()
        }
        for vals in vals_list:
            # What comes with the entry says whether it is complete.
            if vals.get("matter_ids") or vals.get("assignment_id") not in known:
                continue
            computed = known[vals["assignment_id"]] | {
                "hours": (vals.get("minutes") or 0) / 60,
                "is_complete": False,
            }
            lacking = computed.keys() - vals.keys()
            vals |= {name: computed[name] for name in lacking}
            # The ORM does not compute these again.
            vals["__precomputed__"] = {self._fields[name] for name in lacking}
        return super()._add_precomputed_values(vals_list)

    def _check_company(self, fnames=None):
        # Of the assignment's own adviser it was asked when that was proposed.
        linked = [
            name
            for name, field in self._fields.items()
            if field.relational and field.check_company and name != "advisor_id"
        ]
        others = self.sudo().filtered(
            lambda visit: visit.company_id != visit.assignment_id.company_id
            or visit.advisor_id != visit.assignment_id.advisor_id
            or any(visit[name] for name in linked)
        )
        return super(LegalVisit, self.browse(others.ids))._check_company(fnames)

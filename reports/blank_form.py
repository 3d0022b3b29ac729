from odoo import api, models

# Empty lines of the part that is filled in by hand.
MATTER_ROWS = 2


class PaperBlankForm(models.AbstractModel):
    """The service entry form to be filled in by hand, in villages without a network.

    One sheet per village; the copier makes more of it. The sheet has no number: the
    entry gets its reference when it is recorded, and it is written on the sheet then.
    """

    _name = "report.village_legal_advisor.paper_blank_form"
    _description = "Paper: blank service entry form"

    @api.model
    def _get_report_values(self, docids, data=None):
        villages = self.env["legal.village"].browse(docids)
        return {
            "doc_ids": docids,
            "doc_model": villages._name,
            "docs": villages,
            "papers": [self._get_paper(village) for village in villages],
        }

    @api.model
    def _get_paper(self, village):
        """What is known before the service takes place.

        :rtype: dict
        """
        company = village.company_id
        program = self.env["legal.program"]._get_for_date(
            company, company._legal_today()
        )
        matter = self.env["legal.matter"]
        visit = self.env["legal.visit"]
        return {
            "record": village,
            "village": village.name,
            "code": village.code,
            "township": village.township_id.name,
            "advisor": village.current_advisor_id.name or "",
            "firm": village.current_assignment_id.firm_id.name or "",
            "year": self.env._(
                "Year %(year)s", year=program.year or company._legal_today().year
            ),
            "modes": self._get_choices(visit, "service_mode"),
            "forms": self._get_choices(visit, "service_form"),
            "clients": self._get_choices(matter, "client_kind"),
            "rows": range(MATTER_ROWS),
        }

    @api.model
    def _get_choices(self, model, name):
        """A selection's labels, to be ticked by hand."""
        return [
            label
            for _value, label in model._fields[name]._description_selection(self.env)
        ]

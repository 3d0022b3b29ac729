import base64

from odoo import api, models
from odoo.tools.image import image_data_uri

from .formats import format_period, get_label


class PaperCertificate(models.AbstractModel):
    """The service certificate (上岗证) of an adviser, clause 三.3."""

    _name = "report.village_legal_advisor.paper_certificate"
    _description = "Paper: adviser's service certificate"

    @api.model
    def _get_report_values(self, docids, data=None):
        advisors = self.env["legal.advisor"].browse(docids)
        advisors._raise_blockers(
            {
                advisor: self.env._(
                    "%(advisor)s has no service certificate to print.",
                    advisor=advisor.name,
                )
                for advisor in advisors
                if not advisor.sudo().certificate_ids
            }
        )
        return {
            "doc_ids": docids,
            "doc_model": advisors._name,
            "docs": advisors,
            "papers": [self._get_paper(advisor) for advisor in advisors],
        }

    @api.model
    def _get_paper(self, advisor):
        # Employee and certificate are HR's rows: who may read the adviser may
        # print photo, number and validity, and nothing else of them.
        certificate = advisor.sudo().certificate_ids.sorted("valid_from")[-1:]
        photo = self._get_photo(advisor.sudo().employee_id)
        today = advisor.company_id._legal_today()
        return {
            "record": advisor,
            "advisor": advisor.name,
            "kind": get_label(advisor, "kind"),
            "firm": advisor.firm_id.name or "",
            "licence": advisor.licence_number or "",
            "photo": photo,
            "number": certificate.legal_number or "",
            "valid_from": certificate.valid_from,
            "validity": self._get_validity(certificate, today),
        }

    @api.model
    def _get_photo(self, employee):
        """The photo for an `img`; False for the drawn letter HR starts with."""
        photo = employee.image_512
        if not photo or b"<svg" in base64.b64decode(photo)[:300]:
            return False
        return image_data_uri(photo)

    @api.model
    def _get_validity(self, certificate, today):
        period = format_period(self.env, certificate.valid_from, certificate.valid_to)
        if certificate.valid_to and certificate.valid_to < today:
            return self.env._("%(period)s (expired)", period=period)
        return period

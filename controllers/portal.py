from odoo.http import request

from odoo.addons.portal.controllers.portal import CustomerPortal
from odoo.addons.portal.controllers.web import Home

ADVISOR_GROUP = "village_legal_advisor.group_legal_portal_advisor"
COMMITTEE_GROUP = "village_legal_advisor.group_legal_portal_committee"
ADVISOR_URL = "/my/services"
COMMITTEE_URL = "/my/village"
LECTURES_URL = "/my/lectures"


class LegalHome(Home):
    def _login_redirect(self, uid, redirect=None):
        """Bring advisers and committees straight to their one page."""
        if not redirect:
            user = request.env["res.users"].sudo().browse(uid)
            if not user._is_internal():
                if user.has_group(ADVISOR_GROUP):
                    redirect = ADVISOR_URL
                elif user.has_group(COMMITTEE_GROUP):
                    redirect = COMMITTEE_URL
        return super()._login_redirect(uid, redirect=redirect)


class LegalPortal(CustomerPortal):
    def _prepare_home_portal_values(self, counters):
        values = super()._prepare_home_portal_values(counters)
        Visit = request.env["legal.visit"]
        if "legal_draft_count" in counters:
            values["legal_draft_count"] = (
                Visit.search_count([("state", "in", ("draft", "rejected"))])
                if request.env.user.has_group(ADVISOR_GROUP)
                else 0
            )
        if "legal_waiting_count" in counters:
            values["legal_waiting_count"] = (
                Visit.search_count([("state", "=", "submitted")])
                if request.env.user.has_group(COMMITTEE_GROUP)
                else 0
            )
        return values

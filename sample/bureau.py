import base64
from datetime import date, timedelta

from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import file_open

from . import invented

ROSTER = "village_legal_advisor/sample/villages_654002.csv"


class LegalSample(models.AbstractModel):
    """An invented bureau on a real roster, to try the product with.

    Loaded on demand into a database without program years, never into another.
    """

    _name = "legal.sample"
    _description = "Sample bureau"

    @api.model
    def load_sample(self, with_logins=False):
        """Build last year, closed, and this year up to today.

        :param bool with_logins: also create one login per role whose password is
            its login; only for a machine that nobody else reaches
        :raises UserError: where program years exist already
        """
        programs = self.env["legal.program"]
        programs._check_group("village_legal_advisor.group_legal_manager")
        # Another company's years count too; the caller was checked above.
        if programs.sudo().search_count([], limit=1):
            raise UserError(
                self.env._(
                    "This database has program years already. The sample bureau is "
                    "loaded into an empty one only."
                )
            )
        # The caller may load it; the records belong to invented people.
        self = self.sudo().with_context(tracking_disable=True)
        company = self.env.company
        self._name_bureau(company)
        today = company._legal_today()
        villages = self._import_roster(date(today.year - 1, 1, 1))
        townships = villages.township_id.sorted("code")
        advisors = self._create_advisors(townships)
        staff = self._create_staff(with_logins)
        townships[:2].user_ids = staff["township"]
        self._build_last_year(today.year - 1, villages, advisors, staff, today)
        assignments = self._build_this_year(today.year, villages, advisors, today)
        if with_logins:
            self._create_portal_users(assignments[0].advisor_id, villages[0])

    @api.model
    def _name_bureau(self, company):
        """Make a company that nobody has set up yet the bureau of the sample."""
        if company.name in ("My Company", "YourCompany"):
            yuan = self.env.ref("base.CNY")
            yuan.active = True
            company.write(
                {
                    "name": invented.BUREAU,
                    "country_id": self.env.ref("base.cn").id,
                    "currency_id": yuan.id,
                }
            )

    @api.model
    def _import_roster(self, in_scope_from):
        with file_open(ROSTER, "rb") as roster:
            content = roster.read()
        wizard = self.env["legal.roster.import"].create(
            {
                "file": base64.b64encode(content),
                "filename": "villages_654002.csv",
                "in_scope_from": in_scope_from,
            }
        )
        wizard.action_import()
        villages = self.env["legal.village"].search(
            [("company_id", "=", self.env.company.id)], order="code"
        )
        villages[-1].in_scope_from = date(in_scope_from.year + 2, 1, 1)
        return villages

    @api.model
    def _create_program(self, year):
        program = self.env["legal.program"].create(
            {
                "year": year,
                "funding_basis": "village",
                "village_share_handling": "township",
                "approval_document": f"示例政办发〔{year}〕1号",
            }
        )
        program.action_open()
        return program

    @api.model
    def _build_last_year(self, year, villages, advisors, staff, today):
        program = self._create_program(year)
        self._train(program, advisors[:-2], date(year - 1, 12, 20))
        served = villages.filtered(lambda v: v.in_scope_from <= program.date_start)
        assignments = self._deploy(program, served, advisors[:-3])
        self._record_services(assignments, today)
        self._evaluate(program, staff)
        self._record_last_years_shares(program)
        program.action_close()
        self._close_volumes(program, staff["officer"])

    @api.model
    def _build_this_year(self, year, villages, advisors, today):
        program = self._create_program(year)
        self._train(program, advisors[:-1], date(year - 1, 12, 22))
        served = villages.filtered(lambda v: v.in_scope_from <= program.date_start)
        # One village in scope stays without an adviser: coverage has work to show.
        assignments = self._deploy(program, served[:-1], advisors[:-3])
        successors = self._hand_over_one(assignments[7], advisors[-3], program, today)
        suspended = assignments[40].advisor_id
        since = max(today - timedelta(days=40), program.date_start)
        # Today's services may not have begun yet: the story ends last night.
        self._record_services(
            assignments | successors, today - timedelta(days=1), {suspended: since}
        )
        # Some villages sign on paper: their slips are out.
        self.env["legal.slip"]._prepare_slips(today, served[:5])
        suspended.action_suspend(since, "示例：接受执业纪律调查")
        self._record_this_years_shares(program, today)
        return assignments

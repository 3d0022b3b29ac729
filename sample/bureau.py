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
        self._refuse_kept_books(company)
        self._name_bureau(company)
        self._open_books(company)
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
        self._analyze()

    @api.model
    def _analyze(self):
        """Tell the database how large its tables became.

        By itself it looks at them between transactions only. Plans made for empty
        tables would take minutes for what takes seconds.
        """
        self.env.flush_all()
        self.env.cr.execute("ANALYZE")

    @api.model
    def _refuse_kept_books(self, company):
        """What is posted stays: invented entries never come into real books."""
        if self.env["account.move"].search_count(
            [("company_id", "=", company.id)], limit=1
        ):
            raise UserError(
                self.env._(
                    "%(company)s has journal entries already. The sample bureau is "
                    "loaded into a company without any.",
                    company=company.name,
                )
            )

    @api.model
    def _name_bureau(self, company):
        """Make a company that nobody has set up yet the bureau of the sample.

        Own purchases are compared with an invented threshold where none is set.
        """
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
        if not company.legal_procurement_threshold:
            company.legal_procurement_threshold = invented.THRESHOLD

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
    def _create_program(self, year, today=None):
        """A year, opened; the instalments are this year's where a today is told."""
        program = self.env["legal.program"].create(
            {
                "year": year,
                "funding_basis": "village",
                "village_share_handling": "township",
                "approval_document": f"示例政办发〔{year}〕1号",
            }
        )
        if today:
            self._set_instalments(program, today)
        program.action_open()
        return program

    @api.model
    def _build_last_year(self, year, villages, advisors, staff, today):
        program = self._create_program(year)
        self._train(program, advisors[:-2], date(year - 1, 12, 20))
        served = villages.filtered(lambda v: v.in_scope_from <= program.date_start)
        assignments = self._deploy(program, served, advisors[:-3])
        self._analyze()
        documents, orders = self._conclude(program)
        self._analyze()
        self._receive(documents, program.date_start.replace(month=2, day=20))
        self._record_services(assignments, today)
        self._analyze()
        self._evaluate(program, staff)
        self._record_last_years_shares(program)
        self._pay_last_year(program, orders, today)
        program.action_close()
        self._close_volumes(program, staff["officer"])

    @api.model
    def _build_this_year(self, year, villages, advisors, today):
        program = self._create_program(year, today)
        self._train(program, advisors[:-1], date(year - 1, 12, 22))
        served = villages.filtered(lambda v: v.in_scope_from <= program.date_start)
        # One village in scope stays without an adviser: coverage has work to show.
        assignments = self._deploy(program, served[:-1], advisors[:-3])
        documents, orders = self._conclude(program)
        # The rest of the year's money is still to come.
        self._receive(documents[:1], min(date(year, 2, 20), today))
        successors = self._change_course(
            program, orders, assignments, advisors[-3], today
        )
        suspended = assignments[40].advisor_id
        since = max(today - timedelta(days=40), program.date_start)
        # Today's services may not have begun yet: the story ends last night.
        self._record_services(
            assignments | successors, today - timedelta(days=1), {suspended: since}
        )
        self._analyze()
        # Some villages sign on paper: their slips are out.
        self.env["legal.slip"]._prepare_slips(today, served[:5])
        suspended.action_suspend(since, "示例：接受执业纪律调查")
        self._record_this_years_shares(program, today)
        self._pay_this_year(program, orders, today)
        return assignments

    @api.model
    def _change_course(self, program, orders, assignments, advisor, today):
        """One adviser takes over a village, another one goes to another firm.

        :return: the assignments that follow
        """
        last_day = self._get_change_day(program, today)
        taken = self._hand_over_one(assignments[7], advisor, last_day)
        mover = assignments[105].advisor_id
        others = orders.partner_id - mover.firm_id - advisor.firm_id
        moved = self._change_firm(
            assignments.filtered(lambda rec: rec.advisor_id == mover),
            others.filtered(lambda firm: firm.legal_firm_kind == "law_firm")[:1],
            last_day,
        )
        self._follow_changes(program, orders, moved, today)
        return taken | moved

from contextlib import contextmanager

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import TransactionCase
from odoo.tests.common import freeze_time

MODULE = "village_legal_advisor"
# The photo of something signed: a GIF of one pixel, in base64.
SIGNED_PAPER = "R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7"


class LegalFixtures:
    """A small bureau that every test starts from, on a day that stands still.

    Mix it in before `TransactionCase` (`LegalCase` does) or `HttpCase`. The time
    is frozen at `frozen_time` (naive UTC) for the whole class; set it to None
    where real time is needed (browser tests): the bureau is then built for the
    current year.

    Everything lies in the main company, whose year `self.program` is open. Another
    bureau, `self.other_company`, has nothing but an officer.

    ================ ===========================================================
    company, program the bureau, its open year (`self.year`, January to December)
    today            the bureau's today; `self.day(3, 15)` is a day of the year
    township_1, _2   codes 654002001 and 654002002
    village_1 to _4  1 to 3 in township_1 (3 is a community), 4 in township_2
    firm             a law firm
    officer, manager, township_officer (of township_1), finance, leading,
    advisor_user, committee_user (of village_1), plain_user (no role),
    other_officer (of other_company)
    ================ ===========================================================

    Advisers and assignments are made by each test: `_make_advisor`,
    `_make_assignment`, `_make_village`.
    """

    frozen_time = "2026-05-20 02:00:00"  # 10 o'clock in China

    @classmethod
    def setUpClass(cls):
        if cls.frozen_time:
            cls.freeze_time = freeze_time(cls.frozen_time)
        super().setUpClass()
        # Tracking costs more than what is tested; tests of chatter put it back.
        cls.env = cls.env(context=dict(cls.env.context, tracking_disable=True))
        cls._make_bureau()
        cls._make_users()

    @classmethod
    def _make_bureau(cls):
        yuan = cls.env.ref("base.CNY")
        yuan.active = True
        cls.company = cls.env.company
        cls.company.write(
            {"country_id": cls.env.ref("base.cn").id, "currency_id": yuan.id}
        )
        cls.other_company = cls.env["res.company"].create(
            {
                "name": "Another bureau",
                "country_id": cls.env.ref("base.cn").id,
                "currency_id": yuan.id,
            }
        )
        cls.today = cls.company._legal_today()
        cls.year = cls.today.year
        cls.program = cls._make_program(cls.year)
        cls.township_1 = cls._make_township("East Township", "654002001")
        cls.township_2 = cls._make_township("West Township", "654002002")
        cls.village_1 = cls._make_village("654002001201", cls.township_1)
        cls.village_2 = cls._make_village("654002001202", cls.township_1)
        cls.village_3 = cls._make_village("654002001001", cls.township_1)
        cls.village_4 = cls._make_village("654002002201", cls.township_2)
        cls.firm = cls._make_firm("East Law Firm")

    @classmethod
    def _make_users(cls):
        """All at once: most of a class's beginning goes into users."""
        made = {
            "officer": cls._get_user_vals("officer", "group_legal_officer"),
            "manager": cls._get_user_vals("manager", "group_legal_manager"),
            "township_officer": cls._get_user_vals("township", "group_legal_township"),
            "finance": cls._get_user_vals("finance", "group_legal_finance"),
            "leading": cls._get_user_vals("leading", "group_legal_leading"),
            "plain_user": cls._get_user_vals("plain", "base.group_user"),
            "advisor_user": cls._get_user_vals("advisor", "group_legal_portal_advisor"),
            "committee_user": cls._get_user_vals(
                "committee", "group_legal_portal_committee"
            ),
            "other_officer": cls._get_user_vals(
                "other_officer", "group_legal_officer", cls.other_company
            ),
        }
        for name, user in zip(
            made, cls._create_users(list(made.values())), strict=True
        ):
            setattr(cls, name, user)
        cls.township_1.user_ids = cls.township_officer
        cls.village_1.user_ids = cls.committee_user

    @contextmanager
    def assertRefused(self, sentence, error=UserError):
        """What happens inside is refused, in words that match, and undone.

        `assertRaisesRegex` alone would leave half of it in the database.
        """
        with self.assertRaises(error) as caught:
            yield
        self.assertRegex(str(caught.exception), sentence)

    # === Factories ===

    @classmethod
    def day(cls, month, day=1):
        """A day of the program's year."""
        return cls.today.replace(month=month, day=day)

    @classmethod
    def _make_user(cls, login, group, company=None, **vals):
        """A user `legal_<login>` (also the password) with one of our groups."""
        return cls._create_users([cls._get_user_vals(login, group, company, **vals)])

    @classmethod
    def _get_user_vals(cls, login, group, company=None, **vals):
        company, login = company or cls.company, f"legal_{login}"
        group = group if "." in group else f"{MODULE}.{group}"
        return {
            "name": f"{login} ({group})",
            "login": login,
            "password": login,
            "email": "l.l@example.com",
            "group_ids": [Command.set(cls.env.ref(group).ids)],
            "company_id": company.id,
            "company_ids": [Command.set(company.ids)],
        } | vals

    @classmethod
    def _create_users(cls, vals_list):
        # Nobody waits for an invitation.
        Users = cls.env["res.users"].with_context(no_reset_password=True)
        return Users.create(vals_list).with_env(cls.env)

    @classmethod
    def _make_program(cls, year, state="open", company=None, **vals):
        """A program year that begins in January unless `date_start` is given."""
        program = cls.env["legal.program"].create(
            {
                "year": year,
                "company_id": (company or cls.company).id,
                "funding_basis": "advisor",
                "village_share_handling": "village",
                "approval_document": f"Document {year}-1",
            }
            | vals
        )
        if state != "draft":
            program._guarded_write({"state": state})
        return program

    @classmethod
    def _make_township(cls, name, code, **vals):
        return cls.env["legal.township"].create({"name": name, "code": code} | vals)

    @classmethod
    def _make_village(cls, code, township=None, **vals):
        """A village that takes part from the year's first day."""
        township = township or cls.township_1
        return cls.env["legal.village"].create(
            {
                "name": f"Village {code[-3:]} Committee",
                "code": code,
                "township_id": township.id,
                "in_scope_from": cls.day(1),
            }
            | vals
        )

    @classmethod
    def _make_firm(cls, name, **vals):
        return cls.env["res.partner"].create({"name": name, "is_company": True} | vals)

    @classmethod
    def _make_advisor(cls, name, certified_from=None, certified_to=None, **vals):
        """An adviser of `self.firm`; applicant unless `certified_from` is given.

        :param certified_from: first day of the certificate; False or None for none
        :param certified_to: its last day, else 90 days after the program's last
        :param vals: more fields of `legal.advisor`
        """
        advisor = cls.env["legal.advisor"].create(
            {
                "name": name,
                "kind": "lawyer",
                "firm_id": cls.firm.id,
                "licence_number": f"{cls.env['legal.advisor'].search_count([]):017d}",
            }
            | vals
        )
        if certified_from:
            advisor._guarded_write({"state": "qualified"})
            cls._certify(advisor, certified_from, certified_to)
        return advisor

    @classmethod
    def _certify(cls, advisors, date_from, date_to=None):
        """Grant certificates for a period, without a training."""
        if not date_to:
            date_to = cls.program._get_certificate_valid_to()
        return advisors._grant_certificates(date_from, date_to)

    @classmethod
    def _make_assignment(
        cls, village, advisor, start=None, end=None, activate=True, **vals
    ):
        """An assignment of the program; the whole year unless dates are given."""
        assignment = cls.env["legal.assignment"].create(
            {
                "program_id": cls.program.id,
                "village_id": village.id,
                "advisor_id": advisor.id,
                "date_start": start or cls.program.date_start,
                "date_end": end or cls.program.date_end,
            }
            | vals
        )
        if activate:
            assignment.action_activate()
        return assignment

    @classmethod
    def _make_visit(cls, assignment, day, start=9, stop=11, state="draft", **vals):
        """An entry with one matter, taken to a state by the actions themselves.

        :param start: clock hours on site, 9.5 is half past nine; None with
            `service_mode="phone"` and `minutes`
        :param state: draft, submitted, disputed, rejected or confirmed (by the
            township); by the superuser
        :param vals: more fields of `legal.visit`
        """
        clock = {"hour_from": start, "hour_to": stop} if start is not None else {}
        visit = cls.env["legal.visit"].create(
            {
                "assignment_id": assignment.id,
                "date": day,
                "place": "Village office",
                "matter_ids": [
                    Command.create(
                        {
                            "category_id": cls.env.ref(
                                f"{MODULE}.matter_category_consultation"
                            ).id,
                            "summary": "Rent of a field",
                            "advice": "Put it into a written contract.",
                        }
                    )
                ],
            }
            | clock
            | vals
        )
        if state != "draft":
            visit.action_submit()
        if state == "disputed":
            visit.action_dispute("Left at noon")
        elif state == "rejected":
            visit.action_reject("Wrong day")
        elif state == "confirmed":
            visit.action_confirm()
        return visit


class LegalCase(LegalFixtures, TransactionCase):
    """`LegalFixtures` for tests without a browser or HTTP."""

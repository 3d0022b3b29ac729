from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..common import MODULE
from .matrix import MatrixCase
from .worlds import SECRET

# Words that stand in villagers' matters and nowhere else.
MARK = "zqxmark"
DEEPEST = 3
CORE = (
    "hr.employee",
    "hr.employee.public",
    "hr.employee.skill",
    "ir.attachment",
    "mail.activity",
    "mail.followers",
    "mail.message",
    "mail.tracking.value",
    "res.company",
    "res.partner",
    "res.users",
)


@tagged("post_install", "-at_install")
class TestAccessSideDoors(MatrixCase):
    """Rule 12 by every way but the straight one."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other_township = cls._make_user(
            "far_township", "group_legal_township", cls.other_company
        )
        cls.world_c["legal.township"].user_ids = cls.other_township
        cls.secrets = cls._add_villager_matter(cls.world_a, "a")
        cls.secrets |= cls._add_villager_matter(cls.world_b, "b")
        cls.env.flush_all()
        cls.env.invalidate_all()

    @classmethod
    def _add_villager_matter(cls, world, letter):
        visit = cls._make_visit(world["legal.assignment"], cls.day(4, 2))
        matter = visit.matter_ids
        matter.write(
            {
                "client_kind": "villager",
                "state": "open",
                "client_name": f"{MARK} {letter} Wang",
                "summary": f"{MARK} {letter} divorce",
                "advice": f"{MARK} {letter} mediate",
                "outcome": f"{MARK} {letter} settled",
                "file_ids": [
                    Command.create(
                        {"name": f"{MARK} {letter}.txt", "raw": MARK.encode()}
                    )
                ],
            }
        )
        visit.action_submit()
        return matter

    def _strangers(self):
        """Users with the mark that they must not meet: their own matters' none."""
        others = self.roles | {
            "other officer": self.other_officer,
            "other township": self.other_township,
        }
        own = {"manager": None, "officer": None, "township": "b", "advisor": "b"}
        for role, user in others.items():
            letter = own.get(role, "")
            if letter is not None:
                yield role, user, f"{MARK} {letter}".strip()

    def _readable_models(self, user):
        for name in sorted({*self.matrix, *CORE}):
            model = self.env[name].with_user(user)
            if not model._transient and model.has_access("read"):
                yield model.with_context(active_test=False)

    @mute_logger("odoo.models.unlink")
    def test_words_of_a_villagers_matter_are_met_in_no_other_record(self):
        for role, user, mark in self._strangers():
            for model in self._readable_models(user):
                with self.subTest(role=role, model=model._name):
                    self.env.invalidate_all()
                    records = model.search([], limit=300, order="id DESC")
                    names = self._readable_fields(model)
                    try:
                        self.assertNotIn(mark, repr(records.read(names)))
                    except AccessError:
                        for name in names:
                            self.assertNotIn(
                                mark, self._read_field(records, name), name
                            )

    def _readable_fields(self, model):
        return [
            name
            for name, field in model._fields.items()
            if model._has_field_access(field, "read") and field.type != "binary"
        ]

    def _read_field(self, records, name):
        try:
            return repr(records.read([name]))
        except AccessError:
            # Of a model that the role does not read.
            return ""

    def test_no_filter_tells_what_is_in_a_villagers_matter(self):
        for role, user, mark in self._strangers():
            for model in self._readable_models(user):
                for path in self._paths(model._name, "legal.matter"):
                    with self.subTest(role=role, model=model._name, path=path):
                        self._check_filter(model, f"{path}.summary", mark)
                        self._check_filter(model, f"{path}.file_ids.name", mark)
                if model._name == "legal.matter":
                    self._check_filter(model, "client_name", mark)
                    self._check_filter(model, "display_name", mark)

    def test_no_filter_tells_those_who_watch_what_is_in_an_entry(self):
        visit = self.world_a["legal.visit"]
        for user in (self.leading, self.finance, self.plain_user):
            for model in self._readable_models(user):
                for path in self._paths(model._name, "legal.visit"):
                    with self.subTest(user=user.login, model=model._name, path=path):
                        self._check_filter(model, f"{path}.reference", visit.reference)

    def _check_filter(self, model, path, words):
        try:
            found = model.search([(path, "ilike", words)], limit=1)
        except (AccessError, ValueError, NotImplementedError, UserError):
            return
        self.assertFalse(found)

    def _paths(self, start, target):
        """Paths of relational fields that lead from one model to another."""
        paths, ends = [("", start)], []
        for _depth in range(DEEPEST):
            following = []
            for path, model in paths:
                for name, field in self.env[model]._fields.items():
                    if not field.relational or not field._description_searchable:
                        continue
                    to = field.comodel_name
                    step = (f"{path}.{name}".strip("."), to)
                    if to == target:
                        ends.append(step[0])
                    elif to.startswith("legal.") and to != start:
                        following.append(step)
            paths = following
        return ends

    def test_the_committee_groups_by_nothing_of_the_advisers(self):
        for path in ("advisor_id.phone", "assignment_id.advisor_id.licence_number"):
            with self.assertRaises(AccessError):
                self.env["legal.visit"].with_user(
                    self.committee_user
                ).formatted_read_group([], [path], ["__count"])

    def test_name_search_finds_within_reach_only(self):
        def check(model, user, letters, reach):
            if "r" not in letters:
                return
            found = dict(
                self.env[model]
                .with_user(user)
                .with_context(active_test=False)
                .name_search("", [("id", "in", self._all(model).ids)], limit=None)
            )
            readable = self._readable(model, letters, reach)
            self.assertEqual(set(found), set(readable.ids))

        self._walk(check)

    def test_fields_of_a_group_are_not_told_to_others(self):
        def check(model, user, letters, _reach):
            Model = self.env[model].with_user(user)
            if "r" not in letters:
                return
            known = Model.fields_get()
            for name, field in Model._fields.items():
                if field.groups and not Model._has_field_access(field, "read"):
                    self.assertNotIn(name, known)
                    with self.assertRaises(AccessError):
                        self.world_a[model].with_user(user).read([name])

        self._walk(check)

    def test_nobody_writes_follows_or_plans_on_records_out_of_reach(self):
        def check(model, user, letters, reach):
            for record in self._all(model) - self._readable(model, letters, reach):
                theirs = record.with_user(user)
                for name, door in self._get_doors(theirs).items():
                    with self.subTest(door=name):
                        with self.assertRaises(UserError):
                            door()
                            self.env.flush_all()
                if "message_ids" in record:
                    # Refused without a word.
                    self.assertFalse(
                        theirs.message_subscribe(user.partner_id.ids), record
                    )

        self._walk(check)

    def _get_doors(self, record):
        env, place = record.env, {"res_model": record._name, "res_id": record.id}
        model_id = self.env["ir.model"]._get_id(record._name)
        doors = {
            "attachment": lambda: env["ir.attachment"].create(
                [{"name": "x", "raw": b"x", **place}]
            ),
            "public attachment": lambda: env["ir.attachment"].create(
                [{"name": "x", "raw": b"x", "public": True, **place}]
            ),
            "activity": lambda: env["mail.activity"].create(
                [{"res_model_id": model_id, "res_id": record.id, "summary": "x"}]
            ),
            "message": lambda: env["mail.message"].create(
                [{"model": record._name, "res_id": record.id, "body": "x"}]
            ),
        }
        if "message_ids" in record:
            others = self.officer.partner_id | self.finance.partner_id
            doors |= {
                "post": lambda: record.message_post(body=SECRET),
                "let follow": lambda: record.message_subscribe(others.ids),
            }
        return doors

    def test_what_is_ones_own_is_not_moved_to_records_out_of_reach(self):
        """A file or an activity tells the name of the record that it hangs on."""
        for user in (self.plain_user, self.leading, self.township_officer):
            activity = (
                self.env["mail.activity"]
                .with_user(user)
                .create({"summary": "x", "user_id": user.id})
            )
            file = (
                self.env["ir.attachment"]
                .with_user(user)
                .create({"name": "x", "raw": b"x"})
            )
            for record in (self.secrets[1], self.world_c["legal.evaluation"]):
                model_id = self.env["ir.model"]._get_id(record._name)
                with self.subTest(user=user.login, record=record):
                    with self.assertRaises(UserError):
                        activity.write({"res_model_id": model_id, "res_id": record.id})
                        self.env.flush_all()
                    with self.assertRaises(UserError):
                        file.write({"res_model": record._name, "res_id": record.id})

    def test_no_paper_is_printed_of_records_out_of_reach(self):
        reports = self.env["ir.actions.report"].search(
            [("report_name", "=like", f"{MODULE}.%")]
        )
        # Contracts are Odoo's own model; their paper has a test beside it.
        reports = reports.filtered(lambda report: report.model in self.matrix)
        self.assertTrue(reports)
        for report in reports:
            for role, user in self.roles.items():
                letters, reach = self.matrix[report.model][role]
                strange = self._all(report.model) - self._readable(
                    report.model, letters, reach
                )
                for record in strange:
                    with self.subTest(report=report.report_name, role=role):
                        self.env.invalidate_all()
                        with self.assertRaises(UserError):
                            report.with_user(user)._render_qweb_html(
                                report.report_name, record.ids
                            )
                        with self.assertRaises(UserError):
                            self.env["legal.print.job"].with_user(user).action_request(
                                report.report_name, record.ids
                            )

    def test_closed_years_and_archived_records_open_no_door(self):
        for world in (self.world_a, self.world_b, self.world_c):
            world["legal.program"]._guarded_write({"state": "closed"})
            for model in (
                "legal.matter.category",
                "legal.matter.topic",
                "legal.speciality",
            ):
                world[model].active = False
        self.env.flush_all()

        def check(model, user, letters, reach):
            if "r" not in letters:
                return
            Model = self.env[model].with_user(user).with_context(active_test=False)
            found = Model.search([("id", "in", self._all(model).ids)])
            self.assertEqual(
                set(found.ids), set(self._readable(model, letters, reach).ids)
            )

        self._walk(check)

    def test_another_company_meets_no_person_of_this_one(self):
        advisor = self.world_a["legal.advisor"].sudo()
        certificate = advisor.certificate_ids
        people = {
            "hr.employee.skill": certificate,
            "hr.employee.public": self.env["hr.employee.public"].browse(
                advisor.employee_id.ids
            ),
            "hr.employee": advisor.employee_id,
            "res.partner": self.village_1.partner_id
            | advisor.employee_id.work_contact_id,
            "res.users": self.advisor_user | self.committee_user,
        }
        plain = self._make_user(
            "far_finance", "group_legal_finance", self.other_company
        )
        for user in (self.other_officer, self.other_township, plain):
            for model, records in people.items():
                self.assertTrue(records)
                with self.subTest(user=user.login, model=model):
                    Model = self.env[model].with_user(user)
                    Model = Model.with_context(active_test=False)
                    try:
                        found = Model.search([("id", "in", records.ids)])
                    except AccessError:
                        continue
                    self.assertFalse(found.sudo())

    def test_portal_users_meet_no_other_persons(self):
        for user in (self.advisor_user, self.committee_user):
            for model in ("hr.employee", "hr.employee.public", "hr.employee.skill"):
                with self.assertRaises(AccessError):
                    self.env[model].with_user(user).search([])
            strange = (
                self.village_4.partner_id
                | self.world_b["legal.advisor"].employee_id.work_contact_id
            )
            self.assertFalse(
                self.env["res.partner"]
                .with_user(user)
                .search([("id", "in", strange.ids)])
            )

import json
import logging

from odoo.tests import HttpCase, tagged
from odoo.tests.common import JsonRpcException
from odoo.tools import mute_logger

from ..common import MODULE
from .matrix import MatrixCase

MARK = "zqxmark"
# Loggers that speak of what is refused here on purpose.
EXPECTED = ("odoo.http", "odoo.sql_db")


class LogCollector(logging.Handler):
    """Everything that is logged meanwhile, tracebacks included."""

    def __init__(self):
        super().__init__(logging.DEBUG)
        self.setFormatter(logging.Formatter())
        self.lines = []

    def emit(self, record):
        self.lines.append(self.format(record))

    def __enter__(self):
        logging.getLogger().addHandler(self)
        for name in EXPECTED:
            logger = logging.getLogger(name)
            logger.addHandler(self)
            logger.propagate = False
        return self

    def __exit__(self, *exc_info):
        logging.getLogger().removeHandler(self)
        for name in EXPECTED:
            logger = logging.getLogger(name)
            logger.removeHandler(self)
            logger.propagate = True


@tagged("post_install", "-at_install")
class TestAccessRpc(MatrixCase, HttpCase):
    """Rules 12 and 13 over HTTP, as somebody who means to get round them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.visit = cls.world_a["legal.visit"]
        cls.draft = cls._make_visit(cls.world_a["legal.assignment"], cls.day(4, 2))
        cls.secret = cls.draft.matter_ids
        cls.secret.write(
            {
                "client_kind": "villager",
                "client_name": f"{MARK} Wang",
                "summary": f"{MARK} divorce 13800000000",
                "advice": MARK,
            }
        )
        cls.draft.action_submit()
        cls.file = cls.env["ir.attachment"].create(
            {
                "name": f"{MARK}.txt",
                "raw": MARK.encode(),
                "res_model": "legal.matter",
                "res_id": cls.secret.id,
            }
        )

    def _call(self, model, method, *args, **kwargs):
        return self.make_jsonrpc_request(
            f"/web/dataset/call_kw/{model}/{method}",
            {"model": model, "method": method, "args": args, "kwargs": kwargs},
        )

    def assertRpcRefused(self, *args, **kwargs):
        with mute_logger("odoo.http"), self.assertRaises(JsonRpcException):
            self._call(*args, **kwargs)

    def _sign_in(self, user):
        self.authenticate(user.login, user.login)

    def test_the_committee_gets_the_hours_and_none_of_a_villagers_words(self):
        self._sign_in(self.committee_user)
        matters = {"fields": {"summary": {}, "client_name": {}, "display_name": {}}}
        found = self._call(
            "legal.visit",
            "web_search_read",
            [("id", "in", (self.visit | self.draft).ids)],
            {"hours": {}, "matter_ids": matters, "proof_ids": {"fields": {"name": {}}}},
        )
        self.assertEqual([row["hours"] for row in found["records"]], [2, 2])
        self.assertNotIn(MARK, json.dumps(found))
        self.assertEqual(
            [row["id"] for visit in found["records"] for row in visit["matter_ids"]],
            self.visit.matter_ids.ids,
        )
        for method, args in (
            ("read", [self.secret.ids, ["summary"]]),
            ("web_read", [self.secret.ids, {"summary": {}}]),
            ("copy_data", [self.secret.ids]),
            ("get_metadata", [self.secret.ids]),
            ("write", [self.secret.ids, {"client_kind": "committee"}]),
            ("onchange", [self.secret.ids, {}, [], {"summary": {}}]),
        ):
            self.assertRpcRefused("legal.matter", method, *args)
        self.assertFalse(
            self._call("legal.matter", "search", [("client_name", "ilike", MARK)])
        )
        self.assertFalse(
            self._call("legal.visit", "search", [("matter_ids.advice", "=", MARK)])
        )
        groups = self._call(
            "legal.matter",
            "formatted_read_group",
            [],
            ["client_kind"],
            ["__count", "summary:array_agg"],
        )
        self.assertNotIn(MARK, json.dumps(groups))
        self.assertEqual([group["client_kind"] for group in groups], ["committee"])

    def test_files_are_served_with_their_matter_only(self):
        strangers = (self.committee_user, self.leading, self.finance, self.plain_user)
        for user in strangers:
            self._sign_in(user)
            for path in (
                f"/web/content/{self.file.id}",
                f"/web/image/{self.file.id}",
                f"/web/content?model=ir.attachment&id={self.file.id}&field=raw",
                f"/web/content/legal.matter/{self.secret.id}/summary",
            ):
                with mute_logger("odoo.http"):
                    response = self.url_open(path)
                self.assertNotIn(MARK, response.text, path)
        self._sign_in(self.officer)
        self.assertEqual(self.url_open(f"/web/content/{self.file.id}").text, MARK)

    def test_those_who_watch_reach_no_entry_from_what_they_read(self):
        evaluation, village = self.world_a["legal.evaluation"], self.village_1
        for user in (self.leading, self.finance):
            self._sign_in(user)
            self.assertTrue(self._call("legal.evaluation", "search", []))
            for model, record, name in (
                ("legal.village", village, "visit_count"),
                (
                    "legal.service.month",
                    self.world_a["legal.service.month"],
                    "visit_ids",
                ),
                ("legal.advisor", self.world_a["legal.advisor"], "visit_count"),
            ):
                self.assertRpcRefused(model, "read", record.ids, [name])
            for model in ("legal.visit", "legal.matter", "legal.slip", "legal.lecture"):
                ids = self.world_a[model].ids
                for method, args in (
                    ("web_search_read", [[], {"display_name": {}}]),
                    ("formatted_read_group", [[], ["village_id"], ["__count"]]),
                    ("name_search", [""]),
                    ("search_count", [[]]),
                    ("export_data", [ids, ["display_name"]]),
                    ("read", [ids, ["display_name"]]),
                ):
                    with self.subTest(user=user.login, model=model, method=method):
                        self.assertRpcRefused(model, method, *args)
            explained = self._call(
                "legal.evaluation.line",
                "read",
                evaluation.line_ids.ids,
                ["facts", "explanation", "reason"],
            )
            told = json.dumps(explained)
            for word in (MARK, self.visit.reference, "Village office"):
                self.assertNotIn(word, told)

    def test_threads_and_uploads_follow_their_record(self):
        strange = self.world_b["legal.assignment"]
        strange.message_post(body=MARK)
        thread = {"thread_model": strange._name, "thread_id": strange.id}
        self._sign_in(self.township_officer)
        with mute_logger("odoo.http"), self.assertRaises(JsonRpcException):
            self.make_jsonrpc_request(
                "/mail/message/post", thread | {"post_data": {"body": "Probe"}}
            )
        # Odoo answers with whatever else the user may read.
        told = self.make_jsonrpc_request("/mail/thread/messages", thread)
        self.assertNotIn(MARK, json.dumps(told))
        self.assertFalse(strange.message_ids.filtered(lambda m: "Probe" in m.body))

    @mute_logger("odoo.http")
    def test_routes_give_nobody_anothers_papers_and_pages(self):
        evaluation = self.world_b["legal.evaluation"]
        slip = self.world_b["legal.slip"]
        routes = (
            f"/report/pdf/{MODULE}.paper_evaluation/{evaluation.id}",
            f"/report/html/{MODULE}.paper_evaluation/{evaluation.id}",
            f"/report/html/{MODULE}.paper_slip/{slip.id}",
            f"/my/evaluations/{evaluation.id}",
            f"/legal/result_list/{self.world_c['legal.program'].id}",
            f"/odoo/legal.evaluation/{evaluation.id}",
        )
        names = (evaluation.village_id.name, evaluation.advisor_id.name, slip.number)
        for user in (self.advisor_user, self.committee_user, self.township_officer):
            self._sign_in(user)
            for route in routes:
                response = self.url_open(route)
                for name in names:
                    self.assertNotIn(name, response.text, (user.login, route))

    def test_the_web_client_prefills_nothing_from_out_of_reach(self):
        self._sign_in(self.manager)
        program = self.world_c["legal.program"]
        spec = {"fee": {}, "approval_document": {}, "program_id": {"fields": {}}}
        self.assertRpcRefused(
            "legal.program.open",
            "onchange",
            [],
            {"program_id": program.id},
            ["program_id"],
            spec,
        )
        self.assertRpcRefused(
            "legal.program.open",
            "onchange",
            [],
            {},
            [],
            spec,
            context={"default_program_id": program.id},
        )
        self._sign_in(self.township_officer)
        strange = self.world_b["legal.visit"]
        self.assertRpcRefused(
            "legal.matter",
            "onchange",
            [],
            {"visit_id": strange.id},
            ["visit_id"],
            {"date": {}, "advisor_id": {"fields": {"display_name": {}}}},
        )

    def test_no_log_line_holds_a_villagers_words(self):
        self._sign_in(self.advisor_user)
        visit = self._make_visit(self.world_a["legal.assignment"], self.day(4, 3))
        words = {
            "client_name": f"{MARK} Li",
            "summary": f"{MARK} wages 13900000000",
            "advice": MARK,
        }
        category = self.secret.category_id.id
        with LogCollector() as log:
            for vals in (
                # Refused by the database, by a rule, and by the model.
                {"visit_id": visit.id},
                {"visit_id": visit.id, "category_id": 0},
                {"visit_id": visit.id, "category_id": 10**8},
                {"visit_id": self.world_b["legal.visit"].id, "category_id": category},
                {"visit_id": self.visit.id, "category_id": category},
            ):
                with self.assertRaises(JsonRpcException) as caught:
                    self._call("legal.matter", "create", [words | vals])
                self.assertNotIn(MARK, str(caught.exception))
            made = self._call(
                "legal.matter",
                "create",
                [words | {"visit_id": visit.id, "category_id": category}],
            )
            with self.assertRaises(JsonRpcException):
                self._call("legal.matter", "write", made, {"category_id": False})
            self._call("legal.matter", "web_read", made, {"client_name": {}})
        self.assertTrue(log.lines)
        self.assertNotIn(MARK, "\n".join(log.lines))

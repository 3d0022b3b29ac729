import re

from lxml.html import fromstring

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools.safe_eval import safe_eval

from ..common import LegalCase
from .common import PaperCase

FULL = "village_legal_advisor.paper_volume"
COPY = "village_legal_advisor.paper_volume_copy"


@tagged("post_install", "-at_install")
class TestPaperVolume(PaperCase, LegalCase):
    """The volume as a book, and the copy that the village keeps."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.advisor = cls._make_advisor("李明", cls.day(1))
        cls.assignment = cls._make_assignment(cls.village_1, cls.advisor)
        cls.visits = cls.env["legal.visit"]
        for day in range(1, 15):
            cls.visits |= cls._make_visit(
                cls.assignment, cls.day(3, day), place="村委会办公室", state="submitted"
            )
        cls.visits.action_confirm()
        cls.visits[1].with_user(cls.manager).action_annul(
            "市司决〔2026〕7号", "重复登记"
        )
        cls.volume = cls.visits.volume_id
        cls.env.invalidate_all()

    def test_the_book_has_every_entry_and_the_page_it_stands_on(self):
        with self.assertNoMissingGlyph():
            reader = self._print(FULL, self.volume.with_user(self.officer))
        pages = [re.sub(r"\s+", "", page.extract_text()) for page in reader.pages]
        self.assertGreater(len(pages), 3)
        text = "".join(pages)
        for visit in self.volume.visit_ids:
            # In the contents and over its entry.
            self.assertGreaterEqual(text.count(visit.reference), 2)
            place = next(
                number
                for number, page in enumerate(pages, start=1)
                if f"No.{visit.number}" in page.replace("No.Reference", "")
                and f"Reference{visit.reference}" in page
            )
            # Responsible, title, date and then the page.
            written = self.env["ir.actions.report"]._format_paper_date(visit.date)
            day = re.sub(r"\s+", "", written)
            listed = text.split(visit.reference, 1)[1].split(day, 1)[1]
            self.assertEqual(listed[: len(str(place))], str(place), visit.reference)
        self.assertIn(f"15itemson{len(pages)}pages", text)
        self.assertIn("Rentofafield", text)
        self.assertIn("市司决〔2026〕7号重复登记", text)
        self.assertIn(self.volume.last_hash, text)

    def test_what_put_an_entry_right_stands_beside_it(self):
        self.visits[4].with_user(self.manager).action_correct(
            75, "市司决〔2026〕9号", "提前离开"
        )
        text = self._text(self._print(FULL, self.volume.with_user(self.officer)))
        day = re.sub(
            r"\s+",
            "",
            self.env["ir.actions.report"]._format_paper_date(self.day(5, 20)),
        )
        for place, words in (
            ("entryNo.15", "市司决〔2026〕7号重复登记"),
            ("entryNo.16", "市司决〔2026〕9号提前离开"),
        ):
            said = f"{words}{self.manager.name}{day}".replace(" ", "")
            # Beside the entry, and in the entry that decides.
            self.assertIn(f"{place}{said}", text)
            self.assertIn(f"Decision{said}", text)
        self.assertIn("120minutes75minutes", text)
        self.assertIn("-45minutes", text)
        self.assertIn("No.2(Lateentry,AnnulledbyentryNo.15)", text)
        self.assertIn("(CorrectsentryNo.5)", text)

    def test_a_supplement_says_who_entered_late_and_why(self):
        self.volume.with_user(self.officer).action_close()
        late = self._make_visit(self.assignment, self.day(3, 20))
        late = late.with_user(self.officer)
        late.supplement_reason = "Found in a drawer"
        late.action_submit()
        late.sudo().action_confirm()
        text = self._text(self._print(FULL, late.volume_id))
        self.assertIn(
            f"EnteredlateFoundinadrawer{self.officer.name}".replace(" ", ""), text
        )

    def test_the_closing_sheet_keeps_apart_what_a_supplement_put_right(self):
        report = self.env[f"report.{FULL}"]
        before = report._get_paper(self.volume)["situation"]
        self.assertIn("entries annulled: 1", before)
        self.volume.with_user(self.officer).action_close()
        manager = self.visits.with_user(self.manager)
        manager[2].action_annul("Doc 8", "Elsewhere")
        manager[3].action_correct(30, "Doc 9", "Shorter")
        self.env.invalidate_all()
        # What was signed is told as before.
        self.assertEqual(
            report._get_paper(self.volume)["situation"],
            f"{before[:-1]}; entries annulled by a supplement: 1; "
            "entries corrected by a supplement: 1.",
        )
        self.assertEqual(
            report._get_paper(self.volume.supplement_ids)["situation"].partition(
                "annulled"
            )[2],
            " entries of a volume before: 1; corrected entries of a volume before: 1.",
        )

    def test_a_reason_given_in_advance_makes_no_entry_one_after_closing(self):
        visit = self._make_visit(
            self.assignment,
            self.day(3, 20),
            state="confirmed",
            supplement_reason="No signal in the village",
        )
        book = self.env["report.village_legal_advisor.paper_volume"]
        self.assertEqual(book._get_notes(visit), [])

    def test_cover_contents_and_closing_sheet_have_the_fields_of_the_archive(self):
        self.program.with_user(self.manager).retention_class = "permanent"
        self.visits.volume_id.with_user(self.officer).action_close()
        text = self._text(self._print(FULL, self.volume.with_user(self.officer)))
        for words in (
            f"Fonds{self.company.name}",
            "ClassLegaladvisersofvillages",
            "Titleofthevolume",
            "RetentionperiodPermanent",
            f"Archivecode{self.volume.archive_code}",
            "No.Documentno.ResponsibleTitleDatePageRemarks",
            "Ofthementriesrecordedlate:14;entriesannulled:1.",
            f"Compiledby:{self.officer.name}",
            "Inspectedby:",
            "Compiledon:",
        ):
            with self.subTest(words=words):
                self.assertIn(words.replace(" ", ""), text)

    def test_an_entry_keyed_from_paper_says_so_with_the_delay(self):
        visit = self._make_visit(
            self.assignment, self.day(5, 11), source="paper", state="confirmed"
        )
        # May 20 is the day: nine days after the service.
        self.assertEqual(visit.record_delay, 9)
        text = self._text(self._print(FULL, self.volume.with_user(self.officer)))
        self.assertEqual(text.count("Keyedfrompaper,9dayslate"), 2)
        self.assertIn("entrieskeyedfrompaper:1", text)

    def test_the_villages_copy_tells_a_villagers_matter_by_its_category_only(self):
        topic = self.env["legal.matter.topic"].create(
            {"name": "Divorce of the Lis", "code": "divorce_lis"}
        )
        matter = {
            "category_id": self.visits.matter_ids.category_id[:1].id,
            "topic_id": topic.id,
            "summary": "Rent of a field",
            "outcome": "Settled by the fire",
        }
        told = {"matter_ids": [Command.create(matter)]}
        self._make_visit(
            self.assignment, self.day(4, 1), state="confirmed", **told
        ).with_user(self.manager).action_correct(60, "Doc 8", "Mr Li left early")
        book = self._text(self._print(FULL, self.volume.with_user(self.officer)))
        text = self._text(self._print(COPY, self.volume.with_user(self.officer)))
        for words in ("DivorceoftheLis", "Settledbythefire", "MrLileftearly"):
            self.assertIn(words, book)
            self.assertNotIn(words, text)
        self.assertIn("Doc8", text)
        self.assertIn("Thevillage'scopy", text)
        self.assertNotIn("Rentofafield", text)
        self.assertNotIn("Putitintoawrittencontract", text)
        self.assertIn(self.visits[0].reference, text)

    def test_a_lecture_whose_entry_was_annulled_is_struck_out(self):
        lectures = self.env["legal.lecture"]
        for day in (7, 8):
            lecture = lectures.create(
                {
                    "assignment_id": self.assignment.id,
                    "date": self.day(4, day),
                    "hour_from": 9,
                    "hour_to": 10,
                    "topic": f"Inheritance {day}",
                    "audience_count": 20,
                    "place": "Village office",
                }
            )
            lecture.action_hold()
            lecture.visit_id.action_confirm()
            lectures |= lecture
        lectures[0].visit_id.with_user(self.manager).action_annul("Doc 9", "Not held")
        html, _kind = self.env["ir.actions.report"]._render_qweb_html(
            "village_legal_advisor.report_volume", self.volume.ids
        )
        struck = [
            "".join(row.itertext())
            for row in fromstring(html).xpath("//tr[contains(@class, 'struck')]")
        ]
        self.assertTrue(any("Inheritance 7" in text for text in struck))
        self.assertFalse(any("Inheritance 8" in text for text in struck))

    def test_the_copy_is_not_taken_for_the_book_by_its_file_name(self):
        names = {
            safe_eval(report.print_report_name, {"object": self.volume})
            for report in (
                self.env.ref("village_legal_advisor.report_volume"),
                self.env.ref("village_legal_advisor.report_volume_copy"),
            )
        }
        self.assertEqual(len(names), 2, names)

    def test_hours_on_paper_are_those_of_the_months(self):
        values = self.env[f"report.{FULL}"]._get_report_values(self.volume.ids)
        months = self.assignment.service_month_ids
        self.assertEqual(
            float(values["papers"][0]["hours"]), sum(months.mapped("hours_confirmed"))
        )

    def test_who_sees_a_part_of_the_volume_prints_no_book(self):
        book = self.env["report.village_legal_advisor.paper_volume"]
        elsewhere = self.env["ir.rule"].create(
            {
                "name": "Some matters only",
                "model_id": self.env["ir.model"]._get_id("legal.matter"),
                "domain_force": f"[('id', '!=', {self.visits[3].matter_ids.id})]",
            }
        )
        self.env.flush_all()
        volume = self.volume.with_user(self.officer)
        with self.assertRaisesRegex(UserError, "15 of its 15 entries, or not"):
            book.with_user(self.officer)._get_paper(volume)
        copy = self.env["report.village_legal_advisor.paper_volume_copy"]
        self.assertEqual(copy.with_user(self.officer)._get_paper(volume)["count"], 15)
        elsewhere.unlink()
        self.assertEqual(book.with_user(self.officer)._get_paper(volume)["count"], 15)

    def test_who_reads_no_entries_prints_no_volume(self):
        for user in (self.finance, self.leading, self.committee_user):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self._print(COPY, self.volume.with_user(user))

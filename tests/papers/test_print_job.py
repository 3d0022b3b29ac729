import io

from pypdf import PdfReader

from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from ...models.common import paper_process
from .common import PaperCase, create_test_paper


@tagged("post_install", "-at_install")
class TestPrintJob(PaperCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.report = create_test_paper(cls.env)
        cls.partners = cls.env["res.partner"].create(
            [
                {
                    "name": f"村{number:03d}",
                    "company_id": cls.env.company.id,
                    "street": f"内容{number:03d}",
                }
                for number in range(45)
            ]
        )
        groups = "village_legal_advisor.group_legal_officer"
        cls.officer = new_test_user(cls.env, "papers_officer", groups)
        cls.other = new_test_user(cls.env, "papers_other", groups)

    def _request(self, user=None):
        jobs = self.env["legal.print.job"].with_user(user or self.officer)
        jobs.action_request(self.report.report_name, self.partners.ids)
        return jobs.search([("report_id", "=", self.report.id)], limit=1)

    def _make(self):
        cron = self.env.ref("village_legal_advisor.ir_cron_print_jobs")
        with self.enter_registry_test_mode():
            cron.method_direct_trigger()

    def test_a_book_holds_every_paper_in_order(self):
        job = self._request()
        self.assertEqual(job.state, "queued")
        self._make()
        self.assertRecordValues(
            job, [{"state": "done", "progress": 100.0, "done_count": 45}]
        )
        reader = PdfReader(io.BytesIO(job.attachment_id.raw))
        self.assertEqual(len(reader.pages), 45)
        text = self._text(reader)
        positions = [text.index(f"内容{number:03d}") for number in range(45)]
        self.assertEqual(positions, sorted(positions))
        files = self.env["ir.attachment"].search(
            [("res_model", "=", "legal.print.job"), ("res_id", "=", job.id)]
        )
        self.assertEqual(files, job.sudo().attachment_id, "chunks are not kept")

    def test_its_user_is_told_and_downloads_it(self):
        job = self._request()
        with self.assertRaises(UserError):
            job.action_download()
        self._make()
        activity = job.sudo().activity_ids
        self.assertEqual(activity.user_id, self.officer)
        action = job.action_download()
        self.assertEqual(
            action["url"], f"/web/content/{job.attachment_id.id}?download=true"
        )
        self.assertFalse(job.sudo().activity_ids)

    def test_nobody_else_sees_the_book_or_its_file(self):
        job = self._request()
        self._make()
        foreign = job.with_user(self.other)
        self.assertFalse(foreign.search([("id", "=", job.id)]))
        with self.assertRaises(AccessError):
            foreign.read(["name"])
        with self.assertRaises(AccessError):
            foreign.action_download()
        with self.assertRaises(AccessError):
            job.sudo().attachment_id.with_user(self.other).read(["raw"])

    def test_asking_twice_makes_one_book(self):
        self._request()
        self._request()
        self.assertEqual(
            self.env["legal.print.job"].search_count(
                [("report_id", "=", self.report.id)]
            ),
            1,
        )

    def test_the_book_reads_with_the_rights_of_its_user(self):
        job = self._request()
        self.env["ir.rule"].create(
            {
                "name": "no contacts",
                "model_id": self.env.ref("base.model_res_partner").id,
                "domain_force": f"[('id', 'not in', {self.partners.ids})]",
            }
        )
        self._make()
        self.assertEqual(job.state, "failed")
        self.assertTrue(job.error)
        self.assertFalse(job.attachment_id)

    def test_unreadable_records_cannot_be_asked_for(self):
        self.env["ir.rule"].create(
            {
                "name": "no contacts",
                "model_id": self.env.ref("base.model_res_partner").id,
                "domain_force": f"[('id', 'not in', {self.partners.ids})]",
            }
        )
        with self.assertRaises(AccessError):
            self._request()

    def test_a_report_for_a_group_is_made_for_its_members_only(self):
        self.report.group_ids = self.env.ref("base.group_system")
        with self.assertRaises(AccessError):
            self._request()

    def test_other_reports_are_not_made_in_the_background(self):
        self.report.pdf_engine = "wkhtmltopdf"
        with self.assertRaises(UserError):
            self._request()

    @mute_logger("odoo.addons.village_legal_advisor.models.common.print_job_make")
    def test_a_broken_template_fails_the_book_and_not_the_queue(self):
        broken = self._request()
        self.env.ref(
            "village_legal_advisor.test_paper"
        ).arch = (
            '<t t-name="village_legal_advisor.test_paper"><t t-out="nothing.at" /></t>'
        )
        self._make()
        self.assertEqual(broken.state, "failed")
        self.assertTrue(broken.error)

    @mute_logger("odoo.addons.village_legal_advisor.models.common.print_job_make")
    def test_papers_that_cannot_be_laid_out_fail_the_book_and_are_named(self):
        # Deeper than WeasyPrint can follow, in the second chunk.
        self.partners[42].comment = "<div>" * 200 + "x" + "</div>" * 200
        self.env.ref("village_legal_advisor.test_paper").arch = """
            <t t-name="village_legal_advisor.test_paper"><html><head /><body>
                <article class="paper" t-foreach="docs" t-as="record">
                    <t t-out="record.comment" />
                </article>
            </body></html></t>
        """
        broken = self._request()
        self._make()
        self.assertEqual((broken.state, broken.done_count), ("failed", 40))
        self.assertIn("41", broken.error)
        self.assertFalse(broken.attachment_id)

    def test_chunks_are_laid_out_side_by_side_and_come_in_order(self):
        # The first is long in the making, the others are ready before it.
        lengths = (60, 1, 1, 1, 1)
        chunks = [
            ["".join(f"<p>chunk {index}</p>" for _line in range(length * 20))]
            for index, length in enumerate(lengths)
        ]
        texts = [
            self._text(PdfReader(io.BytesIO(content)))
            for content in paper_process.lay_out_each(chunks)
        ]
        self.assertEqual(len(texts), len(lengths))
        for index, text in enumerate(texts):
            self.assertIn(f"chunk{index}", text)

    def test_a_layout_that_fails_tells_why(self):
        with self.assertRaisesRegex(paper_process.LayoutError, "IndexError"):
            list(paper_process.lay_out_each([[]]))

    def test_layouts_that_nobody_waits_for_end(self):
        page = "<p>a</p>" * 3000
        contents = paper_process.lay_out_each([["<p>a</p>"], [page], [page]])
        next(contents)
        running = list(contents.gi_frame.f_locals["running"])
        contents.close()
        for layout in running:
            self.assertIsNotNone(layout._process.poll())

    def test_nobody_creates_or_edits_books_by_hand(self):
        job = self._request()
        with self.assertRaises(AccessError):
            job.write({"res_ids": [1]})
        with self.assertRaises(AccessError):
            job.copy()

    def test_old_books_go(self):
        job = self._request()
        self.env.cr.execute(
            "UPDATE legal_print_job SET create_date = now() - interval '8 days'"
        )
        self.env["legal.print.job"].invalidate_model()
        self.env["legal.print.job"]._gc_old_books()
        self.assertFalse(job.exists())

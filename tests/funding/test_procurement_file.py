import hashlib
import io
import zipfile
from datetime import date

import openpyxl
import psycopg2

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from .bill_case import BillCase


class FileCase(BillCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.items = cls.env["legal.procurement.item"].with_user(cls.finance)

    def _item(self, kind, order=None):
        return self.items.search(
            [
                ("procurement_id", "=", self.project.id),
                ("order_id", "=", order.id if order else False),
                ("kind", "=", kind),
            ]
        )

    def _attach(self, item, name="paper.pdf", content=b"%PDF-1.4 paper"):
        item.write({"attachment_ids": [Command.create({"name": name, "raw": content})]})
        return item.attachment_ids[-1]

    def _add_file(self, record, name="paper.pdf"):
        self.env["ir.attachment"].create(
            {
                "name": name,
                "raw": name.encode(),
                "res_model": record._name,
                "res_id": record.id,
            }
        )
        self.env.invalidate_all()

    def _end(self, day, project=None):
        (project or self.project).with_user(self.finance).ended_date = day


@tagged("post_install", "-at_install")
class TestProcurementFile(FileCase):
    """A checklist that shows what is missing, and papers that stay."""

    def test_a_project_and_its_contract_have_a_checklist(self):
        kinds = self.project.item_ids.filtered(lambda item: not item.order_id)
        self.assertEqual(len(kinds), 10)
        own = self.project.item_ids.filtered(lambda item: item.order_id == self.order)
        self.assertEqual(
            own.mapped("kind"),
            ["contract", "publication", "acceptance", "invoice", "payment"],
        )
        self.items._prepare_items(self.project)
        self.assertEqual(len(self.project.item_ids), 15)

    def test_what_is_missing_is_counted_until_it_is_there_or_not_needed(self):
        order = self.order.with_user(self.finance)
        self.assertEqual(order.legal_file_missing_count, 15)
        self._attach(self._item("award"))
        item = self._item("challenge")
        item.reason = "Nobody challenged it"
        self.env.invalidate_all()
        self.assertEqual(item.state, "not_applicable")
        self.assertEqual(item.reason_by_id, self.finance)
        self.assertEqual(order.legal_file_missing_count, 13)
        self.assertEqual(self.project.file_missing_count, 13)

    def _check_item(self, kind, state, present, lacking):
        self.env.invalidate_all()
        self.assertRecordValues(
            self._item(kind, self.order),
            [{"state": state, "own_count": present, "own_missing_count": lacking}],
        )

    def test_what_the_product_has_itself_is_not_missing(self):
        self._check_item("acceptance", "missing", 0, 1)
        acceptance = self._accept_first()
        self._check_item("acceptance", "present", 1, 0)
        self._check_item("invoice", "missing", 0, 0)
        bill = self._bill(acceptance)
        # A bill is no invoice, and a payment no voucher.
        self._check_item("invoice", "missing", 0, 1)
        bill.legal_invoice_number = "12345678901234567890"
        self._check_item("invoice", "present", 1, 0)
        self._check_item("payment", "missing", 0, 0)
        self._pay(bill)
        self._check_item("payment", "missing", 0, 1)
        self._add_file(bill.reconciled_payment_ids)
        self._check_item("payment", "present", 1, 0)

    def test_every_instalment_bill_and_payment_has_its_paper(self):
        bill = self._bill(self._accept_first())
        self._add_file(bill, "invoice.pdf")
        for amount in (1000, 1500):
            self._pay(bill, amount)
        first, second = bill.reconciled_payment_ids
        first.legal_voucher_number = "Z1"
        self._check_item("invoice", "present", 1, 0)
        self._check_item("payment", "missing", 1, 1)
        self._add_file(second.move_id)
        self._check_item("payment", "present", 2, 0)
        with self._after_the_year():
            self._check_item("acceptance", "missing", 1, 1)
            self._confirm_evaluation()
            acceptance = self._accept(self._prepare_acceptance(self.second))
            self._check_item("acceptance", "present", 2, 0)
            self._bill(acceptance)
            self._check_item("invoice", "missing", 1, 1)
        # A paper that somebody puts into the file is the paper.
        self._attach(self._item("invoice", self.order))
        self.env.invalidate_all()
        self.assertEqual(self._item("invoice", self.order).state, "present")

    def test_what_lies_in_the_file_is_not_called_unnecessary(self):
        item = self._item("award")
        self._attach(item)
        with self.assertRefused("lies in the file"):
            item.reason = "Not needed"

    def test_no_paper_is_taken_out_or_replaced_by_anybody(self):
        item = self._item("award")
        paper = self._attach(item)
        for user in (self.finance, self.env.user):
            own, file = item.with_user(user), paper.with_user(user)
            for attempt in (
                lambda own=own, file=file: own.write(
                    {"attachment_ids": [Command.unlink(file.id)]}
                ),
                lambda own=own: own.write({"attachment_ids": [Command.clear()]}),
                lambda own=own: own.write({"attachment_ids": [Command.set([])]}),
                lambda own=own, file=file: own.write(
                    {"attachment_ids": [Command.update(file.id, {"raw": b"other"})]}
                ),
                lambda file=file: file.sudo().unlink(),
                lambda file=file: file.sudo().write({"raw": b"other"}),
                lambda file=file: file.sudo().write({"res_id": 0}),
                lambda own=own: own.unlink(),
            ):
                with self.assertRefused("at least 15 years"):
                    attempt()
        self._attach(item, "right.pdf")
        self.assertEqual(len(item.attachment_ids), 2)

    def test_sql_and_cascades_take_nothing_out_either(self):
        item = self._item("award")
        paper = self._attach(item)
        self.env.flush_all()
        relation = item._fields["attachment_ids"].relation
        for query, params in (
            (f"DELETE FROM {relation} WHERE attachment_id = %s", paper.id),
            (f"UPDATE {relation} SET item_id = 0 WHERE attachment_id = %s", paper.id),
            ("DELETE FROM ir_attachment WHERE id = %s", paper.id),
            ("DELETE FROM legal_procurement_item WHERE id = %s", item.id),
            ("UPDATE legal_procurement_item SET kind = 'other' WHERE id = %s", item.id),
            ("DELETE FROM legal_procurement WHERE id = %s", self.project.id),
        ):
            query = query.replace(
                "attachment_id", item._fields["attachment_ids"].column2
            ).replace("item_id", item._fields["attachment_ids"].column1)
            with (
                self.subTest(query=query),
                mute_logger("odoo.sql_db"),
                self.assertRaises(psycopg2.IntegrityError),
                self.env.cr.savepoint(flush=False),
            ):
                self.env.cr.execute(query, (params,))

    def test_files_of_the_contract_and_of_its_bills_stay_too(self):
        bill = self._bill(self._accept_first())
        for record in (self.order, bill):
            file = self.env["ir.attachment"].create(
                {
                    "name": "scan.pdf",
                    "raw": b"scan",
                    "res_model": record._name,
                    "res_id": record.id,
                }
            )
            with self.assertRefused("scan.pdf lies in a procurement file"):
                file.unlink()

    def test_a_file_is_kept_for_fifteen_years_from_the_end(self):
        self._end(self.day(7, 1))
        self.assertEqual(
            self.project.retention_until,
            self.day(7, 1).replace(year=self.year + 15),
        )

    def test_the_retention_is_only_ever_put_off(self):
        self._end(self.day(7, 1))
        project = self.project.with_user(self.finance)
        until = project.retention_until
        self._end(self.day(6, 1))
        self.assertEqual(project.retention_until, until)
        project.ended_date = False
        self.assertEqual(project.retention_until, until)
        for day in (False, until.replace(year=until.year - 1)):
            with self.assertRefused("never brought forward", ValidationError):
                project.retention_until = day
        project.retention_until = until.replace(year=until.year + 5)
        self.env.flush_all()
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(psycopg2.IntegrityError),
            self.env.cr.savepoint(flush=False),
        ):
            self.env.cr.execute(
                "UPDATE legal_procurement SET retention_until = NULL WHERE id = %s",
                (project.id,),
            )

    def test_the_end_is_a_day_after_the_award_that_has_come(self):
        for day in (self.day(12, 31), self.day(1, 1)):
            with self.assertRaises(ValidationError):
                self._end(day)
        with self.assertRaises(AccessError):
            self.project.with_user(self.officer).ended_date = self.day(7, 1)

    def test_after_its_day_a_paper_may_go(self):
        project = self.env["legal.procurement"].create(
            {
                "name": "Long ago",
                "program_id": self.program.id,
                "method": "consultation",
            }
        )
        item = project.item_ids[0].with_user(self.finance)
        paper = self._attach(item)
        with self.assertRefused("15 years"):
            paper.unlink()
        self._end(date(2005, 3, 1), project)
        item.write({"attachment_ids": [Command.unlink(paper.id)]})
        self.assertFalse(item.attachment_ids)
        project.unlink()

    def test_a_project_in_preparation_goes_with_an_empty_checklist_only(self):
        project = self.project.copy()
        other = self.project.copy()
        project.unlink()
        self._attach(other.item_ids[0].with_user(self.finance))
        with self.assertRefused("lies in a procurement file"):
            other.unlink()

    def test_only_other_papers_are_added_by_hand(self):
        values = {"procurement_id": self.project.id, "name": "Minutes"}
        self.items.create(values)
        with self.assertRaises(UserError):
            self.items.create(values | {"kind": "award"})
        with self.assertRaises(UserError):
            self._item("award").kind = "other"
        for user in (self.officer, self.leading, self.manager):
            with self.assertRaises(AccessError):
                self.items.with_user(user).create(values)

    def test_a_contract_opens_its_own_papers_and_those_of_its_project(self):
        action = self.order.with_user(self.finance).action_view_procurement_file()
        self.assertEqual(len(self.items.search(action["domain"])), 15)
        other = self._make_paid(self.village_4, "Wang", firm=self.other_firm)
        order = self.program_f._apply_contracts(self.project) - self.order
        order.button_confirm()
        self.assertEqual(order.order_line.legal_assignment_id, other)
        action = order.action_view_procurement_file()
        found = self.items.search(action["domain"])
        self.assertEqual(found.order_id, order)
        self.assertEqual(len(found), 15)

    def _scan(self, record):
        return self.env["ir.attachment"].create(
            {
                "name": "scan.pdf",
                "raw": b"scan",
                "res_model": record._name,
                "res_id": record.id,
            }
        )

    def _assert_kept(self, file):
        for attempt in (file.unlink, lambda: file.write({"raw": b"other"})):
            with self.assertRefused("scan.pdf lies in a procurement file"):
                attempt()

    def test_a_scan_stays_when_its_bill_is_taken_back_to_draft(self):
        bill = self._bill(self._accept_first())
        file = self._scan(bill)
        bill.button_draft()
        self._assert_kept(file)
        first, second = bill.invoice_line_ids
        second.unlink()
        for attempt in (
            first.unlink,
            lambda: first.write({"purchase_line_id": False}),
            lambda: bill.write({"posted_before": False}),
            lambda: bill.with_context(force_delete=True).unlink(),
        ):
            with self.assertRefused("stays in its procurement file"):
                attempt()
        bill.button_cancel()
        self._assert_kept(file)

    def test_a_bill_written_as_posted_was_posted(self):
        bill = self._bill(self._accept_first(), post=False)
        file = self._scan(bill)
        bill.write({"state": "posted"})
        bill.button_draft()
        self._assert_kept(file)

    def test_a_bill_that_was_never_posted_goes_with_its_scan(self):
        bill = self._bill(self._accept_first(), post=False)
        file = self._scan(bill)
        bill.unlink()
        self.assertFalse(file.exists())

    def test_a_scan_stays_when_its_contract_is_cancelled(self):
        file = self._scan(self.order)
        self.order.button_cancel()
        self._assert_kept(file)
        other = self.project.copy()
        for vals in (
            {"date_approve": False},
            {"legal_procurement_id": False},
            {"legal_procurement_id": other.id},
        ):
            with self.assertRefused("stays in its procurement file"):
                self.order.with_user(self.finance).write(vals)
        with self.assertRefused("stays on record"):
            self.order.unlink()

    def test_a_contract_written_as_in_force_was_in_force(self):
        self.order.button_cancel()
        self._make_paid(self.village_2, "Wang")
        order = self.program_f._apply_contracts(self.project)
        order.write({"state": "purchase"})
        self.assertTrue(order.date_approve)
        file = self._scan(order)
        order.button_cancel()
        self._assert_kept(file)

    def test_the_papers_of_a_treasury_voucher_stay(self):
        bill = self._bill(self._accept_first())
        payment = (
            self.env["account.payment.register"]
            .with_user(self.finance)
            .with_context(active_model="account.move", active_ids=bill.ids)
            .create({"legal_voucher_number": "2026-1"})
            ._create_payments()
        )
        file = self._scan(payment)
        self._assert_kept(file)
        with self.assertRefused("treasury's voucher"):
            payment.write({"legal_voucher_number": False})
        payment.action_draft()
        self._assert_kept(file)
        payment.action_cancel()
        with self.assertRefused("treasury's voucher"):
            payment.unlink()

    def test_the_papers_of_any_payment_of_a_bill_stay(self):
        bill = self._bill(self._accept_first())
        self._pay(bill)
        payment = bill.reconciled_payment_ids.with_user(self.finance)
        entry = payment.move_id
        files = self._scan(payment) | self._scan(entry)
        self._check_item("payment", "present", 1, 0)
        for step in (lambda: None, payment.action_draft, payment.action_cancel):
            step()
            for file in files:
                self._assert_kept(file)
            with self.assertRefused("stays in its procurement file"):
                payment.unlink()
            if entry.state != "posted":
                with self.assertRefused("stays in its procurement file"):
                    entry.unlink()
        self.assertEqual(payment.state, "canceled")
        self.assertEqual(entry.state, "cancel")

    def test_a_payment_that_is_matched_by_hand_stays_with_its_papers(self):
        bill = self._bill(self._accept_first())
        payment = (
            self.env["account.payment"]
            .with_user(self.finance)
            .create(
                {
                    "payment_type": "outbound",
                    "partner_type": "supplier",
                    "partner_id": self.firm.id,
                    "amount": bill.amount_total,
                    "currency_id": bill.currency_id.id,
                }
            )
        )
        payment.action_post()
        files = self._scan(payment) | self._scan(payment.move_id)
        self._match(bill, payment.move_id)
        for file in files:
            self._assert_kept(file)
        with self.assertRefused("stays in its procurement file"):
            payment.unlink()

    def _match(self, bill, entry):
        lines = (bill | entry).line_ids.filtered(
            lambda line: line.account_type == "liability_payable"
        )
        lines.reconcile()
        self.env.invalidate_all()

    def test_the_papers_of_an_entry_that_paid_a_bill_stay(self):
        bill = self._bill(self._accept_first())
        payable = bill.line_ids.filtered(
            lambda line: line.account_type == "liability_payable"
        )
        bank = self.env["account.journal"].search(
            [("type", "=", "bank"), ("company_id", "=", self.company.id)], limit=1
        )
        amount = bill.amount_total
        entry = self.env["account.move"].create(
            {
                "line_ids": [
                    Command.create(
                        {
                            "account_id": payable.account_id.id,
                            "partner_id": self.firm.id,
                            "debit": amount,
                        }
                    ),
                    Command.create(
                        {"account_id": bank.default_account_id.id, "credit": amount}
                    ),
                ]
            }
        )
        entry.action_post()
        file = self._scan(entry)
        self._match(bill, entry)
        self._check_item("payment", "present", 1, 0)
        self._assert_kept(file)

    def test_a_payment_for_something_else_goes_with_its_papers(self):
        payment = self.env["account.payment"].create(
            {
                "payment_type": "outbound",
                "partner_type": "supplier",
                "partner_id": self.firm.id,
                "amount": 100,
            }
        )
        payment.action_post()
        files = self._scan(payment) | self._scan(payment.move_id)
        payment.action_draft()
        payment.unlink()
        self.assertFalse(files.exists())

    def test_a_contract_line_on_a_bill_that_was_posted_stays(self):
        bill = self._bill(self._accept_first())
        bill.button_draft()
        lines = self.order.order_line
        self._set_nothing_received(lines)
        with self.assertRefused("stays on record"):
            lines.unlink()

    def _set_nothing_received(self, lines):
        """As on an order that holds no contract lines and has no acceptances."""
        self.env.flush_all()
        self.env.cr.execute("UPDATE purchase_order SET state = 'cancel'")
        self.env.cr.execute(
            "UPDATE purchase_order_line SET qty_received = 0 WHERE id IN %s",
            (tuple(lines.ids),),
        )
        self.env.invalidate_all()


@tagged("post_install", "-at_install")
class TestProcurementFileExport(FileCase, HttpCase):
    """The file as one ZIP with an index."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # The index is in the language of whoever asks for it.
        cls.env["res.lang"]._activate_lang("en_US")
        cls.finance.lang = "en_US"

    def _download(self, login="legal_finance"):
        self.authenticate(login, login)
        return self.url_open(f"/legal/procurement_file/{self.order.id}")

    def _open(self):
        response = self._download()
        self.assertEqual(response.status_code, 200)
        archive = zipfile.ZipFile(io.BytesIO(response.content))
        self.assertIsNone(archive.testzip())
        index = next(name for name in archive.namelist() if name.startswith("00 "))
        sheet = openpyxl.load_workbook(io.BytesIO(archive.read(index))).active
        rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=4)]
        return archive, rows

    def test_the_zip_holds_what_was_attached_and_the_index_proves_it(self):
        item = self._item("award")
        self._attach(item, "award.pdf", b"first")
        self._attach(item, "award.pdf", b"second")
        self._attach(self._item("contract", self.order), "../contract.pdf", b"third")
        self._item("challenge").reason = "Nobody challenged it"
        archive, rows = self._open()
        for content in (b"first", b"second", b"third"):
            digest = hashlib.sha256(content).hexdigest()
            (row,) = [row for row in rows if row[4] == digest]
            self.assertEqual(archive.read(row[2]), content)
            self.assertEqual(row[5], self.finance.name)
        self.assertFalse([name for name in archive.namelist() if "../" in name])
        remarks = [row[7] for row in rows]
        self.assertIn("Not applicable: Nobody challenged it", remarks)
        self.assertEqual(remarks.count("Missing"), 11)
        # The first half-year is over: its acceptance is known to be lacking.
        self.assertEqual(remarks.count("Missing: 1"), 1)

    def test_it_holds_the_products_own_certificates_bills_and_payments(self):
        acceptance = self._accept_first()
        bill = self._bill(acceptance)
        self.env["ir.attachment"].create(
            {
                "name": "invoice.pdf",
                "raw": b"invoice",
                "res_model": "account.move",
                "res_id": bill.id,
            }
        )
        self._pay(bill)
        self._add_file(bill.reconciled_payment_ids, "voucher.pdf")
        self.env.flush_all()
        archive, rows = self._open()
        names = archive.namelist()
        self.assertTrue([name for name in names if acceptance.number in name])
        order = self.order.with_user(self.finance)
        # Odoo's test server answers papers as HTML unless it is asked for more.
        papers = order.with_context(force_report_rendering=True)._get_file_papers()
        (paper,) = [paper for paper in papers if acceptance.number in paper.path]
        self.assertTrue(paper.content.startswith(b"%PDF"))
        self.assertTrue([name for name in names if name.endswith("invoice.pdf")])
        self.assertTrue([name for name in names if name.endswith("voucher.pdf")])
        bills, _again = (name for name in names if name.endswith("payments.xlsx"))
        sheet = openpyxl.load_workbook(io.BytesIO(archive.read(bills))).active
        self.assertEqual(sheet.cell(4, 1).value, bill.name)
        self.assertEqual(sheet.cell(4, 5).value, bill.amount_total)
        self.assertEqual(len(names), 1 + len([row for row in rows if row[2]]))

    def test_whoever_does_not_answer_for_money_gets_nothing(self):
        with mute_logger("odoo.http"):
            for login in ("legal_officer", "legal_township", "legal_plain"):
                user = self.env["res.users"].search([("login", "=", login)])
                if user:
                    self.assertEqual(self._download(login).status_code, 404)
        self.assertEqual(self._download("legal_leading").status_code, 200)

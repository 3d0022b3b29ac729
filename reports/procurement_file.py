import hashlib
from collections import namedtuple

from odoo import fields, models

from ..models.common.names import join_names
from ..models.common.workbook import build_workbook
from ..models.funding.acceptance import SEALED_STATES
from ..models.funding.account_move import BILL_TYPES
from .formats import local_date

CHUNK = 1024 * 1024
UNSAFE = str.maketrans(dict.fromkeys('\\/:*?"<>|\r\n\t', "_"))

# A paper of the file: under which item, its name in the ZIP, bytes or a path, who
# brought it in and when.
Paper = namedtuple("Paper", "item path content user day")


class PurchaseOrder(models.Model):
    """A contract's procurement file as one ZIP, with an index of what is in it."""

    _inherit = "purchase.order"

    def _get_file_papers(self):
        """Everything in the file that its reader may read, in the checklist's order.

        Papers that were attached, and those that the product itself has: acceptance
        certificates, the list of bills and payments, files of contract and bills.

        :rtype: list[Paper]
        """
        self.ensure_one()
        items = self.env["legal.procurement.item"].search(
            self.env["legal.procurement.item"]._get_file_domain(self)
        )
        papers, names = [], set()
        for place, item in enumerate(items, 1):
            folder = f"{place:02d} {item.display_name}".translate(UNSAFE)
            for name, content, user, day in self._get_item_papers(item):
                path = self._get_free_path(folder, name.translate(UNSAFE), names)
                papers.append(Paper(item, path, content, user, day))
        return papers

    def _get_free_path(self, folder, name, names):
        stem, dot, ending = name.rpartition(".")
        path, number = f"{folder}/{name}", 1
        while path in names:
            number += 1
            path = f"{folder}/{stem or ending} ({number}){dot}{ending if stem else ''}"
        names.add(path)
        return path

    def _get_item_papers(self, item):
        """Papers under one item: name, bytes or path, who brought it in and when."""
        files = item.attachment_ids.filtered(lambda file: file.type == "binary")
        if item.order_id:
            files |= self._get_own_files(item.kind)
        found = [
            (
                file.name,
                self._get_file_content(file),
                file.create_uid.name,
                local_date_of(item, file.create_date),
            )
            for file in files
        ]
        if item.order_id and item.kind == "acceptance":
            found += self._get_certificates()
        if item.order_id and item.kind in ("invoice", "payment"):
            found += self._get_bill_list()
        return found

    def _get_own_files(self, kind):
        """Files that hang on the contract, on its posted bills or their payments."""
        files = self.env["ir.attachment"]
        for owners in self._get_file_owners(kind):
            files |= files.search(
                [
                    ("res_model", "=", owners._name),
                    ("res_id", "in", owners.ids),
                    ("res_field", "=", False),
                    ("type", "=", "binary"),
                ],
                order="id",
            )
        return files

    def _get_file_owners(self, kind):
        if kind == "contract":
            return (self,)
        if kind == "invoice":
            return (self._get_file_bills(),)
        if kind == "payment":
            payments, entries = self._get_file_bills().sudo()._get_legal_payments()
            return payments, payments.move_id | entries
        return ()

    def _get_file_bills(self):
        return self.env["account.move"].search(
            [
                ("line_ids.purchase_line_id.order_id", "=", self.id),
                ("move_type", "in", BILL_TYPES),
                ("state", "=", "posted"),
            ],
            order="date, id",
        )

    def _get_file_content(self, file):
        """The file's path, so that nothing is held in memory; else its bytes."""
        # Whoever may read the file may have it packed.
        file.check_access("read")
        return file._full_path(file.store_fname) if file.store_fname else file.raw

    def _get_certificates(self):
        """The acceptance certificates as they print."""
        report = self.env["ir.actions.report"]
        acceptances = self.env["legal.acceptance"].search(
            [("order_id", "=", self.id), ("state", "in", SEALED_STATES)], order="id"
        )
        return [
            (
                f"{acceptance.display_name}.pdf",
                report._render_qweb_pdf(
                    "village_legal_advisor.report_acceptance", acceptance.ids
                )[0],
                acceptance.accepted_by_id.name,
                local_date(acceptance, "accepted_at"),
            )
            for acceptance in acceptances
        ]

    def _get_bill_list(self):
        """Bills and what was paid on them, by which voucher, as a workbook.

        :return: one paper, or none where there are no bills
        """
        bills = self._get_file_bills()
        if not bills:
            return []
        title = self.env._("Bills and payments")
        rows = []
        for bill in bills:
            payments = bill.sudo().reconciled_payment_ids
            rows.append(
                [
                    bill.name,
                    bill.legal_invoice_number or None,
                    fields.Date.to_string(bill.invoice_date or bill.date),
                    bill.legal_amount,
                    bill.legal_amount - bill.legal_unpaid,
                    join_names(
                        self.env,
                        (
                            payment.legal_voucher_number or payment.name or ""
                            for payment in payments
                        ),
                    )
                    or None,
                    join_names(self.env, map(str, payments.mapped("date"))) or None,
                ]
            )
        content = build_workbook(
            {
                "title": title,
                "subtitle": f"{self.name}, {self.partner_id.name}",
                "sheet": title,
                "columns": [
                    (self.env._("Bill number"), 20),
                    (self.env._("Invoice number"), 23),
                    (self.env._("Bill date"), 13),
                    (self.env._("Bill amount"), 13),
                    (self.env._("Amount paid"), 13),
                    (self.env._("Voucher number"), 24),
                    (self.env._("Payment date"), 24),
                ],
                "rows": rows,
                "footer": [],
            }
        )
        return [(f"{title}.xlsx", content, None, None)]

    # === The index ===

    def _get_file_index(self, papers):
        """What is in the ZIP and what is missing, for `build_workbook`.

        :param papers: of `_get_file_papers`
        :rtype: dict
        """
        items = self.env["legal.procurement.item"].search(
            self.env["legal.procurement.item"]._get_file_domain(self)
        )
        by_item = {}
        for paper in papers:
            by_item.setdefault(paper.item, []).append(paper)
        rows = []
        for item in items:
            found = by_item.get(item, [])
            # What is incomplete is told below what is there.
            if item.state == "missing" or not found:
                found = [*found, None]
            for paper in found:
                rows.append([len(rows) + 1, *self._get_index_row(item, paper)])
        project = self.legal_procurement_id
        missing = sum(item.state == "missing" for item in items)
        return {
            "title": self.env._("Index of the Procurement File"),
            "subtitle": f"{project.display_name}, {self.name}, {self.partner_id.name}",
            "sheet": self.env._("Index"),
            "columns": [
                (self.env._("No."), 6),
                (self.env._("Item"), 28),
                (self.env._("File in the ZIP"), 48),
                (self.env._("Bytes"), 11),
                (self.env._("SHA-256 of the file"), 34),
                (self.env._("Added by"), 12),
                (self.env._("Added on"), 12),
                (self.env._("Remarks"), 30),
            ],
            "rows": rows,
            "footer": [
                self.env._(
                    "%(papers)s papers; %(missing)s are missing. Kept until: "
                    "%(until)s.",
                    papers=len(papers),
                    missing=missing,
                    until=project.retention_until
                    or self.env._("15 years from the end of the procurement"),
                )
            ],
        }

    def _get_index_row(self, item, paper):
        label = item.display_name
        if paper:
            size, checksum = measure(paper.content)
            day = paper.day and fields.Date.to_string(paper.day)
            return [
                label,
                paper.path,
                size,
                checksum,
                paper.user or None,
                day or None,
                item.name if item.name and item.name != label else None,
            ]
        labels = dict(item._fields["state"]._description_selection(self.env))
        remark = labels[item.state]
        if item.state == "not_applicable":
            remark = f"{remark}: {item.reason}"
        elif item.own_missing_count:
            remark = f"{remark}: {item.own_missing_count}"
        return [label, *[None] * 5, remark]


def local_date_of(item, moment):
    """The bureau's day on which a file came in."""
    return item.company_id._legal_local(moment).date()


def measure(content):
    """Size and SHA-256 of bytes, or of the file at a path.

    >>> measure(b"A")[0], measure(b"A")[1][:8]
    (1, '559aead0')
    """
    digest = hashlib.sha256()
    if isinstance(content, bytes):
        digest.update(content)
        return len(content), digest.hexdigest()
    size = 0
    with open(content, "rb") as source:
        while piece := source.read(CHUNK):
            digest.update(piece)
            size += len(piece)
    return size, digest.hexdigest()

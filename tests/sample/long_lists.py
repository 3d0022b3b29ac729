from odoo import fields

from ...models.common.sentinel import GUARD

ROWS = 80


class LongLists:
    """Fills what the sample bureau has only a few of, so that every list is long.

    Made from the records that are there and whatever day it is: early in January this
    year has neither months to compute marks from nor entries to sign.
    """

    def _fill_lists(self):
        self._add_settings()
        self._add_places()
        firms = self._add_firms()
        self._add_evaluations(firms)
        self._add_waiting()
        self._add_slips()
        self._add_books()
        self._create_rows(
            "legal.history.import",
            lambda index: {"filename": f"{index}.csv", "basis": "Ledgers"},
        )
        self._add_archives()
        self._add_contracts(firms)
        self._add_notices()
        self._add_money()

    def _create_rows(self, model, prepare):
        return self.env[model].create([prepare(index) for index in range(ROWS)])

    def _add_settings(self):
        for model in ("legal.speciality", "legal.lecture.audience"):
            self._create_rows(model, lambda index: {"name": f"Row {index}"})
        categories = self._create_rows(
            "legal.matter.category",
            lambda index: {"name": f"Row {index}", "code": f"row_{index}"},
        )
        self._create_rows(
            "legal.matter.topic",
            lambda index: {
                "name": f"Row {index}",
                "code": f"row_{index}",
                "category_id": categories[index].id,
            },
        )
        self._create_rows(
            "legal.criterion", lambda index: {"name": f"Row {index}", "weight": 1}
        )
        trainings = self._create_rows(
            "legal.training",
            lambda index: {"name": f"Row {index}", "date": self.this_year.date_start},
        )
        advisors = self.env["legal.advisor"].search([])
        self.env["legal.training.attendance"].create(
            [
                {
                    "training_id": training.id,
                    "advisor_id": advisors[index % len(advisors)].id,
                }
                for index, training in enumerate(trainings)
            ]
        )

    def _add_places(self):
        """Townships, each with a village that nobody advises."""
        townships = self._create_rows(
            "legal.township",
            lambda index: {"name": f"Township {index}", "code": f"654003{index:03d}"},
        )
        self._create_rows(
            "legal.village",
            lambda index: {
                "name": f"Village {index}",
                "code": f"{townships[index].code}201",
                "township_id": townships[index].id,
                "in_scope_from": self.this_year.date_start,
            },
        )

    def _add_firms(self):
        return self._create_rows(
            "res.partner",
            lambda index: {
                "name": f"Firm {index}",
                "is_company": True,
                "is_legal_firm": True,
                "company_id": self.env.company.id,
            },
        )

    def _add_evaluations(self, firms):
        """This year's drafts, of as many firms as there are."""
        assignments = self.env["legal.assignment"].search(
            [("program_id", "=", self.this_year.id), ("state", "=", "active")],
            limit=ROWS,
        )
        for assignment, firm in zip(assignments, firms, strict=True):
            assignment._guarded_write({"firm_id": firm.id})
        evaluations = self.env["legal.evaluation"]._guarded_create(
            [{"assignment_id": assignment.id} for assignment in assignments]
        )
        self.env["legal.evaluation.line"]._guarded_create(
            [
                {
                    "evaluation_id": evaluation.id,
                    "criterion_id": criterion.id,
                    "max_score": criterion.weight,
                    "score": criterion.weight,
                }
                for evaluation in evaluations
                for criterion in self.this_year.criterion_ids
            ]
        )

    def _add_waiting(self):
        assignments = self.env["legal.assignment"].search(
            [("program_id", "=", self.this_year.id), ("state", "=", "active")],
            limit=ROWS,
        )
        visits = self._create_rows(
            "legal.visit",
            lambda index: {
                "assignment_id": assignments[index].id,
                "date": assignments[index].date_start,
                "service_mode": "phone",
                "minutes": 30,
            },
        )
        visits._guarded_write({"state": "submitted"})

    def _add_slips(self):
        visits = self.env["legal.visit"].search(
            [("program_id", "=", self.last_year.id), ("is_on_slip", "=", False)]
        )
        groups = visits.grouped(
            lambda visit: (visit.village_id, visit.date.replace(day=1))
        )
        Slip = self.env["legal.slip"]
        Slip._guarded_create(
            [
                {
                    "village_id": village.id,
                    "month": month,
                    "number": Slip._next_number(village.company_id, month),
                    "printed_at": fields.Datetime.now(),
                    "printed_by_id": self.env.uid,
                    "line_ids": [
                        fields.Command.create(visit._prepare_slip_line_vals(sequence))
                        for sequence, visit in enumerate(entries, 1)
                    ],
                }
                for (village, month), entries in list(groups.items())[:ROWS]
            ]
        )

    def _add_books(self):
        report = self.env.ref("village_legal_advisor.report_slip")
        users = self.env["res.users"].search([("login", "like", "sample-%")])
        for user in users:
            self._create_rows(
                "legal.print.job",
                lambda index, user=user: {
                    "name": f"Book {index}",
                    "report_id": report.id,
                    "user_id": user.id,
                    "company_id": self.env.company.id,
                    "res_ids": [],
                },
            )

    def _add_archives(self):
        exports = self._create_rows(
            "legal.archive.export",
            lambda index: {"program_id": self.last_year.id},
        )
        # Every village is in it, whether its volume is closed or not.
        exports[0]._prepare_lines()
        # A township sees those that have files of its own.
        townships = self.env["legal.township"].search([])
        self.env["legal.archive.township"]._guarded_create(
            [
                {"export_id": export.id, "township_id": township.id}
                for export in exports[1:]
                for township in townships[:2]
            ]
        )

    def _add_contracts(self, firms):
        projects = self._create_rows(
            "legal.procurement",
            lambda index: {
                "name": f"Project {index}",
                "number": f"ZB-{index}",
                "program_id": self.this_year.id,
                "method": "own_purchase",
                "budget": 1000,
            },
        )
        projects._guarded_write(
            {"state": "awarded", "award_date": self.this_year.date_start}
        )
        self._create_rows(
            "purchase.order",
            lambda index: {
                "partner_id": firms[index].id,
                "legal_procurement_id": projects[index].id,
                "legal_signed_date": self.this_year.date_start,
            },
        )

    def _add_notices(self):
        """Funding notices, whatever chart of accounts the database has."""
        account = self.env["account.account"].create(
            {"code": "990001", "name": "Village shares", "account_type": "income"}
        )
        journal = self.env["account.journal"].create(
            {
                "name": "Funding notices",
                "code": "NOTE",
                "type": "sale",
                "default_account_id": account.id,
            }
        )
        shares = self.env["legal.village.share"].search([], limit=ROWS)
        self.env["account.move"].with_context(legal_guard=GUARD).create(
            [
                {
                    "move_type": "out_invoice",
                    "journal_id": journal.id,
                    "partner_id": share.village_id.partner_id.id,
                    "legal_share_id": share.id,
                }
                for share in shares
            ]
        )

    def _add_money(self):
        """Documents, a contract of every firm, and bills drafted and posted."""
        self._create_rows(
            "legal.appropriation",
            lambda index: {
                "program_id": self.this_year.id,
                "document_number": f"Row {index}",
                "amount": 1,
            },
        )
        project = self.env["legal.procurement"].search(
            [("program_id", "=", self.this_year.id), ("state", "=", "awarded")], limit=1
        )
        # Contracts follow from the assignments: a higher fee makes further ones, which
        # are too large for supplements.
        project = project.copy({"method": "own_purchase"})
        project.action_award()
        self.this_year._guarded_write(
            {
                "fee": self.this_year.fee + 1000,
                "transfer_share": self.this_year.transfer_share + 1000,
            }
        )
        orders = self.this_year._apply_contracts(project)
        orders.button_confirm()
        lines = self.env["purchase.order.line"].concat(
            *(order.order_line[0] for order in orders[:ROWS])
        )
        for line in lines:
            line.with_context(legal_guard=GUARD).qty_received = line.product_qty
        bills = self.env["account.move"].create(
            [
                {
                    "move_type": "in_invoice",
                    "partner_id": line.partner_id.id,
                    "invoice_date": self.this_year.date_start,
                    "invoice_line_ids": [
                        fields.Command.create(
                            {
                                "purchase_line_id": line.id,
                                "product_id": line.product_id.id,
                                "quantity": 1,
                                "price_unit": 1,
                                "analytic_distribution": line.analytic_distribution,
                                "tax_ids": [fields.Command.clear()],
                            }
                        )
                    ],
                }
                for line in lines
                for _number in range(2)
            ]
        )
        bills[: len(lines)].action_post()
        self.env["legal.performance"].create(
            [{"program_id": program.id} for program in self.last_year | self.this_year]
        )
        self.this_year.instalment_ids[:1]._prepare_acceptances(lines.order_id)

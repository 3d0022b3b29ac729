from odoo import fields
from odoo.fields import Command

SECRET = "secret"


class WorldsMixin:
    """One record of every stored model in each of three worlds.

    A: township_1, village_1, the adviser of `advisor_user`; B: township_2 and its
    village, another adviser; C: another company. The entries are submitted, on a
    slip, and their matters the committee's own.
    """

    @classmethod
    def _build_worlds(cls):
        cls.world_a = cls._build_world(
            cls.program, cls.village_1, user_id=cls.advisor_user.id
        )
        cls.world_b = cls._build_world(cls.program, cls.village_4)
        cls.world_c = cls._build_other_company()
        records = [
            record
            for world in (cls.world_a, cls.world_b, cls.world_c)
            for record in world.values()
        ]
        cls.attachments = {
            record: cls.env["ir.attachment"].create(
                {
                    "name": "secret.txt",
                    "raw": b"secret",
                    "res_model": record._name,
                    "res_id": record.id,
                }
            )
            for record in records
        }
        cls.messages = {
            record: record.message_post(body=SECRET)
            for record in records
            if "message_ids" in record
        }
        cls.env.flush_all()
        cls.env.invalidate_all()

    def _all(self, model):
        return self.world_a[model] | self.world_b[model] | self.world_c[model]

    @classmethod
    def _build_other_company(cls):
        company = cls.other_company
        program = cls._make_program(cls.year, company=company)
        township = cls._make_township(
            "Far Township", "654003001", company_id=company.id
        )
        village = cls._make_village("654003001201", township)
        return cls._build_world(program, village)

    @classmethod
    def _build_world(cls, program, village, **advisor_vals):
        company = program.company_id
        world = {
            "legal.program": program,
            "legal.village": village,
            "legal.township": village.township_id,
        }
        cls._add_roster(world, company, advisor_vals)
        cls._add_service(world, company)
        cls._add_supervision(world, company)
        cls._add_print_job(world, company)
        cls._add_archive(world)
        cls._add_funding(world, company)
        cls._add_share(world)
        cls._add_money(world)
        cls._add_acceptance(world)
        return world

    @classmethod
    def _add_roster(cls, world, company, advisor_vals):
        program, village = world["legal.program"], world["legal.village"]
        advisor = cls._make_advisor(
            f"Adviser of {village.code}",
            certified_from=program.date_start,
            company_id=company.id,
            **advisor_vals,
        )
        training = cls.env["legal.training"].create(
            {
                "program_id": program.id,
                "company_id": company.id,
                "date": program.date_start,
                "attendance_ids": [Command.create({"advisor_id": advisor.id})],
            }
        )
        assignment = cls._make_assignment(
            village,
            advisor,
            program_id=program.id,
            slot_ids=[Command.create({"weekday": "1", "place": "Village office"})],
        )
        correction = cls.env["legal.program.correction"]._guarded_create(
            [
                {
                    "program_id": program.id,
                    "user_id": cls.env.uid,
                    "corrected_at": "2026-02-01 00:00:00",
                    "reason": "Secret",
                    "old_values": {"monthly_hours": 8},
                    "new_values": {"monthly_hours": 9},
                }
            ]
        )
        world |= {
            "legal.advisor": advisor,
            "legal.advisor.suspension": cls.env["legal.advisor.suspension"].create(
                {
                    "advisor_id": advisor.id,
                    "date_start": program.date_start,
                    "date_end": program.date_start,
                    "reason": "Secret",
                }
            ),
            "legal.training": training,
            "legal.training.attendance": training.attendance_ids,
            "legal.assignment": assignment,
            "legal.assignment.slot": assignment.slot_ids,
            "legal.program.correction": correction,
            "legal.speciality": cls._make_tag("legal.speciality", company),
        }

    @classmethod
    def _make_tag(cls, model, company, **vals):
        return cls.env[model].create(
            {"name": f"Secret of {company.name}", "company_id": company.id} | vals
        )

    @classmethod
    def _add_service(cls, world, company):
        assignment, village = world["legal.assignment"], world["legal.village"]
        category = cls._make_tag(
            "legal.matter.category", company, code=f"secret_{village.code}"
        )
        lecture = cls.env["legal.lecture"].create(
            {
                "assignment_id": assignment.id,
                "topic": "Secret",
                "date": cls.day(4, 7),
                "place": "Village office",
            }
        )
        visit = cls._make_visit(assignment, cls.day(3, 3))
        visit.matter_ids.client_kind = "committee"
        visit.action_submit()
        slip = cls.env["legal.slip"]._prepare_slips(cls.day(3), village)
        confirmed = cls._make_visit(assignment, cls.day(2, 3), state="confirmed")
        history = cls.env["legal.history.import"].create(
            {"filename": "secret.csv", "basis": "Secret", "company_id": company.id}
        )
        world |= {
            "legal.matter.category": category,
            "legal.matter.topic": cls._make_tag(
                "legal.matter.topic", company, code=f"secret_{village.code}"
            ),
            "legal.lecture.audience": cls._make_tag("legal.lecture.audience", company),
            "legal.lecture": lecture,
            "legal.visit": visit,
            "legal.matter": visit.matter_ids,
            "legal.volume": confirmed.volume_id,
            "legal.history.import": history,
            "legal.history.line": cls.env["legal.history.line"].create(
                {"import_id": history.id, "line": 2, "state": "bad"}
            ),
            "legal.slip": slip,
            "legal.slip.line": slip.line_ids,
        }

    @classmethod
    def _add_supervision(cls, world, company):
        program, assignment = world["legal.program"], world["legal.assignment"]
        in_company = cls.env(
            context=dict(cls.env.context, allowed_company_ids=company.ids)
        )
        program.with_env(in_company).action_compute_evaluations()
        evaluation = cls.env["legal.evaluation"].search(
            [("assignment_id", "=", assignment.id)]
        )
        evaluation._guarded_write({"state": "notified"})
        month = cls.day(3)
        by_month = [("month", "=", month)]
        world |= {
            "legal.criterion": program.criterion_ids[:1],
            "legal.evaluation": evaluation,
            "legal.evaluation.line": evaluation.line_ids[:1],
            "legal.evaluation.result": cls.env["legal.evaluation.result"].search(
                [("advisor_id", "=", assignment.advisor_id.id)]
            ),
            "legal.evaluation.firm.result": cls.env[
                "legal.evaluation.firm.result"
            ].search(
                [
                    ("firm_id", "=", assignment.firm_id.id),
                    ("program_id", "=", program.id),
                ]
            ),
            "legal.service.month": cls.env["legal.service.month"].search(
                [("assignment_id", "=", assignment.id), *by_month]
            ),
            "legal.village.month": cls.env["legal.village.month"].search(
                [("village_id", "=", assignment.village_id.id), *by_month]
            ),
        }

    @classmethod
    def _add_print_job(cls, world, company):
        report = cls.env["ir.actions.report"].search(
            [("report_name", "=like", "village_legal_advisor.%")], limit=1
        )
        world["legal.print.job"] = cls.env["legal.print.job"].create(
            [
                {
                    "name": "Secret",
                    "report_id": report.id,
                    "user_id": cls.env.uid,
                    "company_id": company.id,
                    "res_ids": [],
                }
            ]
        )

    @classmethod
    def _add_archive(cls, world):
        export = cls.env["legal.archive.export"].create(
            {
                "program_id": world["legal.program"].id,
                "township_ids": [Command.set(world["legal.township"].ids)],
            }
        )
        export._prepare_lines()
        world |= {
            "legal.archive.export": export,
            "legal.archive.township": export.set_ids,
            "legal.archive.volume": export.line_ids[:1],
        }

    @classmethod
    def _add_funding(cls, world, company):
        code = world["legal.village"].code
        project = cls.env["legal.procurement"].create(
            {
                "name": "Secret",
                "program_id": world["legal.program"].id,
                "method": "consultation",
                "budget": 50000,
                # A number of its own, wherever it is moved.
                "lot_ids": [
                    Command.create({"number": f"{company.id}-{code}", "name": "Secret"})
                ],
            }
        )
        world |= {
            "legal.procurement": project,
            "legal.procurement.item": project.item_ids[:1],
            "legal.procurement.lot": project.lot_ids,
            "legal.holiday": cls.env["legal.holiday"].create(
                {
                    "name": "Secret",
                    "date": fields.Date.add(cls.day(1), days=36500 + int(code[-6:])),
                    "company_id": company.id,
                }
            ),
        }

    @classmethod
    def _add_share(cls, world):
        program, village = world["legal.program"], world["legal.village"]
        Share = cls.env["legal.village.share"]
        Share._prepare_year(program)
        share = Share.search(
            [("program_id", "=", program.id), ("village_id", "=", village.id)]
        )
        world |= {
            "legal.village.share": share,
            "legal.village.share.payment": share.payment_ids.create(
                {
                    "share_id": share.id,
                    "date": cls.day(3),
                    "amount": 1,
                    "payer": "Secret",
                    "voucher": "Secret",
                    "firm_id": world["legal.assignment"].firm_id.id,
                }
            ),
        }

    @classmethod
    def _add_money(cls, world):
        document = cls.env["legal.appropriation"].create(
            {
                "program_id": world["legal.program"].id,
                "document_number": f"Secret of {world['legal.village'].code}",
                "amount": 5000,
            }
        )
        assessment = cls.env["legal.performance"].create(
            {
                "program_id": world["legal.program"].id,
                "project_name": f"Secret of {world['legal.village'].code}",
            }
        )
        world |= {
            "legal.appropriation": document,
            "legal.fund.source": cls.env["legal.fund.source"].browse(
                document.account_id.id
            ),
            "legal.performance": assessment,
            "legal.performance.line": assessment.line_ids[0],
            "legal.fund.status": cls.env["legal.fund.status"].search(
                [
                    ("account_id", "=", document.account_id.id),
                    ("township_id", "=", False),
                ]
            ),
        }

    @classmethod
    def _add_acceptance(cls, world):
        """A contract in force of the world's assignment, and its first acceptance."""
        program, company = world["legal.program"], world["legal.village"].company_id
        in_company = cls.env(
            context=dict(cls.env.context, allowed_company_ids=company.ids)
        )
        project = in_company["legal.procurement"].create(
            {
                "name": "Awarded",
                "program_id": program.id,
                "method": "consultation",
                "budget": 50000,
            }
        )
        project._guarded_write({"state": "awarded", "award_date": cls.day(1)})
        orders = program.with_env(in_company)._apply_contracts(project)
        orders.button_confirm()
        instalment = program.instalment_ids[:1]
        acceptance = instalment.with_env(in_company)._prepare_acceptances(orders)
        acceptance = acceptance.with_env(cls.env)
        world |= {
            "legal.instalment": instalment,
            "legal.acceptance": acceptance,
            "legal.acceptance.line": acceptance.line_ids,
            "legal.acceptance.member": cls.env["legal.acceptance.member"].create(
                {"acceptance_id": acceptance.id, "name": "Secret"}
            ),
        }

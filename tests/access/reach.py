from odoo import fields


class ReachMixin:
    """Records that are still open to change, and values of new ones, per world.

    What `worlds.py` builds is far along: submitted, activated, opened. Whether a
    record can be moved out of reach shows only on one that may still be edited.
    """

    @classmethod
    def _build_editable(cls):
        cls.spare_advisors = {
            company: cls._make_advisor(
                f"Spare of {company.name}", company_id=company.id
            )
            for company in cls.company | cls.other_company
        }
        for offset, company in enumerate(cls.spare_advisors, 1):
            cls._make_program(cls.year + offset, state="draft", company=company)
        cls.editable = {
            letter: cls._make_editable(world)
            for letter, world in cls._worlds_by_letter().items()
        }
        cls.env.flush_all()
        cls.env.invalidate_all()

    @classmethod
    def _worlds_by_letter(cls):
        return {"A": cls.world_a, "B": cls.world_b, "C": cls.world_c}

    @classmethod
    def _make_editable(cls, world):
        company = world["legal.village"].company_id
        draft_program = cls._get_draft_program(company)
        values = {
            model: cls._prepare_new(model, world)
            for model in (
                "legal.advisor",
                "legal.assignment",
                "legal.lecture",
                "legal.visit",
                "legal.training",
            )
        }
        made = {
            model: cls.env[model].create(vals | cls._prepare_extra(model))
            for model, vals in values.items()
        }
        made["legal.program"] = draft_program
        made["legal.criterion"] = draft_program.criterion_ids[:1]
        made["legal.instalment"] = draft_program.instalment_ids[:1]
        made["legal.matter"] = cls.env["legal.matter"].create(
            cls._prepare_new("legal.matter", world)
            | {"visit_id": made["legal.visit"].id}
        )
        made["legal.training.attendance"] = cls.env["legal.training.attendance"].create(
            cls._prepare_new("legal.training.attendance", world)
            | {"training_id": made["legal.training"].id}
        )
        return world | made

    @classmethod
    def _prepare_extra(cls, model):
        return {"licence_number": False} if model == "legal.advisor" else {}

    @classmethod
    def _prepare_new(cls, model, world):
        """Values of one more record of a model in a world.

        Models that no values are given for are made by actions only
        (`MADE_BY_ACTIONS` in `test_access_reach.py`).
        """
        company = world["legal.village"].company_id
        village, assignment = world["legal.village"], world["legal.assignment"]
        code = village.code
        named = {"name": f"New of {code}", "company_id": company.id}
        return {
            "legal.acceptance.member": {
                "acceptance_id": world["legal.acceptance"].id,
                "name": "Probe",
            },
            "legal.advisor": named | {"kind": "retired_judge"},
            "legal.appropriation": {
                "program_id": world["legal.program"].id,
                "document_number": f"Probe of {code}",
                "amount": 1,
            },
            "legal.archive.export": {
                "program_id": world["legal.program"].id,
                "township_ids": world["legal.township"].ids,
            },
            "legal.advisor.suspension": {
                "advisor_id": world["legal.advisor"].id,
                "date_start": cls.day(1, 2),
                "date_end": cls.day(1, 3),
                "reason": "Probe",
            },
            "legal.assignment": {
                "program_id": world["legal.program"].id,
                "village_id": village.id,
                "advisor_id": world["legal.advisor"].id,
                "date_start": cls.day(1),
                "date_end": cls.day(2),
            },
            "legal.assignment.slot": {
                "assignment_id": assignment.id,
                "weekday": "2",
                "place": "Hall",
            },
            "legal.criterion": {
                "program_id": cls._get_draft_program(company).id,
                "name": "Probe",
                "weight": 1,
            },
            "legal.history.import": {
                "filename": "probe.csv",
                "basis": "Probe",
                "company_id": company.id,
            },
            "legal.holiday": named | {"date": f"{cls.year + 5}-05-0{code[8]}"},
            "legal.procurement": {
                "name": "Probe",
                "program_id": world["legal.program"].id,
                "method": "inquiry",
            },
            "legal.procurement.item": {
                "procurement_id": world["legal.procurement"].id,
                "name": "Probe",
            },
            "legal.procurement.lot": {
                "procurement_id": world["legal.procurement"].id,
                "number": "9",
                "name": "Probe",
            },
            "legal.instalment": {
                "program_id": cls._get_draft_program(company).id,
                "name": "Probe",
                "share": 5.0,
            },
            "legal.lecture": {
                "assignment_id": assignment.id,
                "topic": "Probe",
                "date": cls.day(5, 7),
                "place": "Hall",
            },
            "legal.lecture.audience": named,
            "legal.matter": {
                "visit_id": cls._get_draft_visit(assignment).id,
                "category_id": cls.env.ref(
                    "village_legal_advisor.matter_category_consultation"
                ).id,
                "summary": "Probe",
            },
            "legal.matter.category": named | {"code": f"new_{code}"},
            "legal.matter.topic": named | {"code": f"new_{code}"},
            "legal.program": {"year": cls.year + 5, "company_id": company.id},
            "legal.speciality": named,
            "legal.township": named | {"code": str(int(code[:9]) + 50)},
            "legal.training": {"company_id": company.id, "date": cls.day(3)},
            "legal.training.attendance": {
                "training_id": world["legal.training"].id,
                "advisor_id": cls.spare_advisors[company].id,
            },
            "legal.village": {
                "name": "Probe",
                "code": f"{code[:9]}398",
                "township_id": village.township_id.id,
            },
            "legal.village.share.payment": {
                "share_id": world["legal.village.share"].id,
                "date": cls.day(3),
                "amount": 1,
                "payer": "Probe",
                "voucher": "Probe",
                "firm_id": assignment.firm_id.id,
            },
            "legal.visit": {
                "assignment_id": assignment.id,
                "date": fields.Date.to_string(cls.day(5, 6)),
                "hour_from": 9,
                "hour_to": 10,
                "place": "Hall",
            },
        }.get(model)

    @classmethod
    def _get_draft_program(cls, company):
        return cls.env["legal.program"].search(
            [("company_id", "=", company.id), ("state", "=", "draft")], limit=1
        )

    @classmethod
    def _get_draft_visit(cls, assignment):
        return cls.env["legal.visit"].search(
            [("assignment_id", "=", assignment.id), ("state", "=", "draft")], limit=1
        )

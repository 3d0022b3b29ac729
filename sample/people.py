import random
from datetime import timedelta

from odoo import api, models
from odoo.fields import Command

from . import invented

ADVISOR_COUNT = 52
VOLUNTEERS = 4
LEGAL_WORKERS = 12


class LegalSamplePeople(models.AbstractModel):
    """Invented firms and advisers of the sample bureau."""

    _inherit = "legal.sample"

    @api.model
    def _create_firms(self):
        """Law firms first, then legal service offices.

        :return: (law firms, legal service offices) as res.partner
        """
        company = self.env.company

        def create(names, kind):
            return self.env["res.partner"].create(
                [
                    {
                        "name": name,
                        "is_company": True,
                        "is_legal_firm": True,
                        "legal_firm_kind": kind,
                        "company_id": company.id,
                    }
                    for name in names
                ]
            )

        return (
            create(invented.LAW_FIRMS, "law_firm"),
            create(invented.SERVICE_OFFICES, "service_office"),
        )

    @api.model
    def _create_advisors(self, townships):
        """Qualified advisers with firms, licences and preferred townships."""
        rng = random.Random("advisers")
        law_firms, offices = self._create_firms()
        self._open_bank_accounts(law_firms | offices)
        specialities = self.env["legal.speciality"].create(
            [{"name": name} for name in invented.SPECIALITIES]
        )
        vals_list = []
        for index in range(ADVISOR_COUNT):
            name = self._invent_name(index)
            if index < VOLUNTEERS:
                kind = ("retired_judge", "retired_prosecutor")[index % 2]
                firm, licence = False, False
            elif index < VOLUNTEERS + LEGAL_WORKERS:
                kind = "legal_worker"
                firm, licence = offices[index % len(offices)], f"3654{index:07d}"
            else:
                kind = "lawyer"
                firm = law_firms[index % len(law_firms)]
                licence = f"1654020{index:010d}"
            vals_list.append(
                {
                    "name": name,
                    "kind": kind,
                    "firm_id": firm and firm.id,
                    "licence_number": licence,
                    "phone": f"139000{index:05d}",
                    "max_villages": 5,
                    "preferred_township_ids": [
                        Command.set([townships[index % len(townships)].id])
                    ],
                    "speciality_ids": [Command.set(rng.sample(specialities.ids, 2))],
                }
            )
        advisors = self.env["legal.advisor"].create(vals_list)
        # The last one has just applied: the qualification review has work to show.
        advisors[:-1].action_qualify()
        return advisors

    @api.model
    def _invent_name(self, index):
        surname = invented.SURNAMES[index % len(invented.SURNAMES)]
        given = invented.GIVEN_NAMES[(index * 7) % len(invented.GIVEN_NAMES)]
        return f"{surname}{given}(示例)"

    @api.model
    def _train(self, program, advisors, day):
        """One training with certificates for everybody who passed."""
        training = self.env["legal.training"].create(
            {
                "name": f"{program.year}年度村(社区)法律顾问业务培训",
                "program_id": program.id,
                "date": day,
                "attendance_ids": [
                    Command.create(
                        {"advisor_id": advisor.id, "attended": True, "passed": True}
                    )
                    for advisor in advisors
                ],
            }
        )
        training.action_certify()
        return training

    @api.model
    def _deploy(self, program, villages, advisors):
        """Whole townships to as few advisers as the cap allows.

        :return: assignments in force, in the order of villages
        """
        cap = program.max_villages
        per_advisor = -(-len(villages) // len(advisors))
        assert per_advisor <= cap
        assignments = self.env["legal.assignment"].create(
            [
                {
                    "program_id": program.id,
                    "village_id": village.id,
                    "advisor_id": advisors[index // per_advisor].id,
                    "paid": index // per_advisor >= VOLUNTEERS,
                    "slot_ids": [
                        Command.create(
                            {
                                "weekday": str(index % per_advisor),
                                "hour_from": 10.0,
                                "hour_to": 12.5,
                                "place": invented.PLACES[0],
                            }
                        )
                    ],
                }
                for index, village in enumerate(villages)
            ]
        )
        assignments.action_activate()
        assignments.slot_ids.action_agree()
        assignments.slot_ids[::2].action_post()
        agreed = {"agreed_on": program.date_start - timedelta(days=6)}
        assignments.slot_ids._guarded_write(agreed)
        posted = {"posted_on": program.date_start - timedelta(days=3)}
        assignments.slot_ids[::2]._guarded_write(posted)
        return assignments

    @api.model
    def _hand_over_one(self, assignment, advisor, last_day):
        """Another adviser takes over in the middle of the year."""
        return assignment._hand_over(advisor, last_day, "示例：顾问工作调动，办理交接")

"""Village shares under several users at once; run by dev/test."""

import copies

from odoo.fields import Command

YEAR = 2026
PAIRS = 20


def pay(env, share_id):
    share = env["legal.village.share"].browse(share_id)
    env["legal.village.share.payment"].create(
        {
            "share_id": share.id,
            "date": f"{YEAR}-01-05",
            "amount": 1200,
            "payer": "Village",
            "voucher": "V-1",
            "firm_id": share._get_firms().id,
        }
    )


def waive(env, share_id):
    env["legal.village.share"].browse(share_id).write(
        {"bearer": "waived", "bearer_document": "Document 7"}
    )


def prepare(env, program_id):
    program = env["legal.program"].browse(program_id)
    new, _changed = env["legal.village.share"]._prepare_year(program)
    return len(new)


class TestSharesAtOnce(copies.CopyCase):
    """`PAIRS` villages, each served all the year for 2000 yuan."""

    def setUp(self):
        super().setUp()
        with self.environment(tracking_disable=True) as env:
            program = env["legal.program"].create(
                {
                    "year": YEAR,
                    "funding_basis": "village",
                    "village_share_handling": "village",
                    "approval_document": "Document 1",
                    "max_villages": PAIRS,
                }
            )
            program.action_open()
            self.program = program.id
            township = env["legal.township"].create(
                {"name": "East Township", "code": "654002001"}
            )
            firm = env["res.partner"].create({"name": "Firm", "is_company": True})
            advisor = env["legal.advisor"].create(
                {"name": "Adviser", "firm_id": firm.id}
            )
            advisor._guarded_write({"state": "qualified"})
            advisor._grant_certificates(f"{YEAR - 1}-01-01", f"{YEAR + 1}-03-31")
            villages = env["legal.village"].create(
                [
                    {
                        "name": f"Village {index}",
                        "code": f"654002001{201 + index}",
                        "township_id": township.id,
                    }
                    for index in range(PAIRS)
                ]
            )
            env["legal.assignment"].create(
                [
                    {
                        "program_id": program.id,
                        "village_id": village.id,
                        "advisor_id": advisor.id,
                    }
                    for village in villages
                ]
            ).action_activate()

    def _make_shares(self):
        with self.environment() as env:
            prepare(env, self.program)
            shares = env["legal.village.share"].search([])
            for share in shares:
                share.write(
                    {
                        "bearer": "village",
                        "resolution_date": f"{YEAR}-01-02",
                        "resolution_file_ids": [
                            Command.create({"name": "resolution.txt", "raw": b"1."})
                        ],
                    }
                )
            return shares.ids

    def assertOneOfEach(self, ended, pattern):
        for pair in ended:
            refused = [side for side in pair if side.error]
            self.assertEqual(len(refused), 1, pair)
            self.assertIn(refused[0].error, ("UserError", "ValidationError"))
            self.assertRegex(refused[0].message, pattern)

    def test_two_payments_of_one_share_never_exceed_what_is_due(self):
        shares = self._make_shares()
        ended = self.in_rounds(pay, pay, [(share, share) for share in shares])
        self.assertOneOfEach(ended, "of which only")
        with self.environment() as env:
            paid = env["legal.village.share"].browse(shares).mapped("amount_paid")
            self.assertEqual(paid, [1200] * PAIRS)

    def test_a_share_is_paid_or_waived_not_both(self):
        shares = self._make_shares()
        ended = self.in_rounds(pay, waive, [(share, share) for share in shares])
        self.assertOneOfEach(ended, "waived|Cancel that first")

    def test_two_who_prepare_a_year_make_every_share_once(self):
        ended = self.together((prepare, self.program), (prepare, self.program))
        self.assertEqual([process.error for process in ended], [None, None])
        self.assertEqual(sorted(process.value for process in ended), [0, PAIRS])

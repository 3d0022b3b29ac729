import base64

from odoo.fields import Command

from ..common import SIGNED_PAPER, LegalCase


class ShareCase(LegalCase):
    """A year paid per village, in which two villages are served all the year."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.program._guarded_write({"funding_basis": "village"})
        cls.advisor = cls._make_advisor("Li", cls.day(1))
        cls.other_firm = cls._make_firm("West Law Firm")
        cls.other_advisor = cls._make_advisor(
            "Wang", cls.day(1), firm_id=cls.other_firm.id
        )

    def _prepare(self, program=None, user=None):
        Share = self.env["legal.village.share"].with_user(user or self.finance)
        return Share._prepare_year(program or self.program)

    def _get_share(self, village=None):
        return self.env["legal.village.share"].search(
            [
                ("village_id", "=", (village or self.village_1).id),
                ("program_id", "=", self.program.id),
            ]
        )

    def _make_share(self, village=None, arranged=True, handling="village"):
        """A share of a village that Li serves all the year."""
        village = village or self.village_1
        self.program._guarded_write(
            {"village_share_handling": handling, "legal_basis": "Document 9"}
        )
        self._make_assignment(village, self.advisor)
        self._prepare()
        share = self._get_share(village)
        if arranged:
            self._arrange(share)
        return share

    @classmethod
    def _arrange(cls, share):
        share.write(
            {
                "bearer": "village",
                "resolution_date": cls.day(2, 3),
                "resolution_file_ids": [cls._paper("resolution.gif")],
            }
        )

    @classmethod
    def _paper(cls, name):
        return Command.create({"name": name, "raw": base64.b64decode(SIGNED_PAPER)})

    def _pay(self, share, amount, user=None, **vals):
        return (
            self.env["legal.village.share.payment"]
            .with_user(user or self.finance)
            .create(
                {
                    "share_id": share.id,
                    "date": self.day(3, 1),
                    "amount": amount,
                    "payer": "Village committee",
                    "voucher": "V-1",
                    "firm_id": self.firm.id,
                }
                | vals
            )
        )

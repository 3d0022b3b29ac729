from odoo import fields, models
from odoo.exceptions import UserError, ValidationError

from ..common.names import join_names


class LegalProgram(models.Model):
    """What becomes of commitments that are not billed when the year ends."""

    _inherit = "legal.program"

    def _get_open_commitments(self):
        """Contract lines in force that are not wholly billed.

        :rtype: purchase.order.line
        """
        self.ensure_one()
        lines = self.env["purchase.order.line"].search(
            [
                ("legal_account_id", "in", self._get_source_accounts().ids),
                ("order_id.state", "=", "purchase"),
            ],
            order="id",
        )
        return lines.filtered("legal_open")

    def _settle_commitments(self, lapse, carry, document_number, document_date):
        """Let commitments lapse, or carry them forward into the next year.

        What lapses is taken off the contract lines, never below what was accepted or
        billed. What is carried forward goes over with its money: a cut in this year
        and an increase in the next one, in pairs, and what is not billed lies on next
        year's account from then on.

        :param lapse: contract lines
        :param carry: contract lines
        :param str document_number: of the document that decides it
        :raises UserError: saying what has to be done first
        """
        self.ensure_one()
        self._check_group(
            "village_legal_advisor.group_legal_finance",
            "village_legal_advisor.group_legal_manager",
        )
        self.check_access("read")
        if not (document_number or "").strip() and (lapse or carry):
            raise ValidationError(
                self.env._("Give the number of the document that decides it.")
            )
        # A manager may decide it and has no rights on contracts and documents.
        program = self.sudo()
        accounts = program._get_source_accounts()
        following = program._get_following() if carry else program.browse()
        (accounts | following._get_source_accounts())._legal_lock()
        lines = program._get_open_commitments()
        stray = (lapse | carry).sudo() - lines
        if stray or lapse & carry:
            raise UserError(
                self.env._("Commitments have changed meanwhile. Open the list again.")
            )
        program._check_no_draft_bills((lapse | carry).sudo())
        if carry:
            program._carry_commitments(
                carry.sudo(), following, document_number, document_date
            )
        if lapse:
            lapse.sudo()._legal_lapse(document_number)

    def _get_following(self):
        """Next year's program of the same bureau.

        :raises UserError: when it is not prepared
        """
        following = self.search(
            [("company_id", "=", self.company_id.id), ("year", "=", self.year + 1)]
        )
        if not following:
            raise UserError(
                self.env._(
                    "Prepare the program year %(year)s first: the money is carried "
                    "forward into it.",
                    year=self.year + 1,
                )
            )
        return following

    def _check_no_draft_bills(self, lines):
        drafts = lines.invoice_lines.move_id.filtered(
            lambda move: move.state == "draft"
        )
        if drafts:
            raise UserError(
                self.env._(
                    "Post or delete these draft bills first: %(bills)s.",
                    bills=join_names(self.env, drafts.mapped("display_name")),
                )
            )

    def _carry_commitments(self, lines, following, document_number, document_date):
        accounts = {
            account.legal_source: account
            for account in following._get_source_accounts()
        }
        codes = self._get_source_accounts()._legal_get_codes()
        now = fields.Datetime.now()
        for source, found in lines.grouped("legal_source").items():
            amount = self.currency_id.round(sum(found.mapped("legal_open")))
            shared = codes.get(found.legal_account_id, {}) | {
                "source": source,
                "amount": amount,
                "document_number": document_number.strip(),
                "document_date": document_date,
                "state": "in_force",
                "confirmed_at": now,
                "confirmed_by_id": self.env.uid,
                "note": "\n".join(
                    f"{order.name}: "
                    f"{self.currency_id.format(sum(part.mapped('legal_open')))}"
                    for order, part in found.grouped("order_id").items()
                ),
            }
            cut = self._add_carried(shared | {"kind": "cut"})
            following._add_carried(
                shared | {"kind": "increase", "carried_from_id": cut.id}
            )
            for order, part in found.grouped("order_id").items():
                order.message_post(
                    body=self.env._(
                        "%(amount)s not billed was carried forward into "
                        "%(program)s (%(document)s).",
                        amount=self.currency_id.format(sum(part.mapped("legal_open"))),
                        program=following.display_name,
                        document=document_number,
                    )
                )
            found._legal_carry(accounts[source])

    def _add_carried(self, vals):
        """Enter what a decision carries; it may have carried something before.

        :param dict vals: of the document, without its program year
        :rtype: legal.appropriation
        """
        vals = vals | {"program_id": self.id}
        Appropriation = self.env["legal.appropriation"]
        names = ("program_id", "source", "document_number", "kind")
        same = Appropriation.search([(name, "=", vals[name]) for name in names])
        part = max(same.mapped("document_part"), default=0) + 1
        return Appropriation._guarded_create([vals | {"document_part": part}])

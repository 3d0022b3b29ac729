from odoo import api, models
from odoo.tools import format_date, formatLang

from .formats import format_marks, format_period, get_label


class PaperAcceptance(models.AbstractModel):
    """The certificate of an acceptance, as its committee signs it."""

    _name = "report.village_legal_advisor.paper_acceptance"
    _description = "Paper: acceptance certificate"

    @api.model
    def _get_report_values(self, docids, data=None):
        acceptances = self.env["legal.acceptance"].browse(docids)
        # Access first: what follows reads the contract for who reads no orders.
        acceptances.check_access("read")
        return {
            "doc_ids": docids,
            "doc_model": acceptances._name,
            "docs": acceptances,
            "papers": [self._get_paper(acceptance) for acceptance in acceptances],
        }

    @api.model
    def _get_paper(self, acceptance):
        """Everything that is printed about one acceptance, ready to be put out.

        :rtype: dict
        """
        instalment = acceptance.instalment_id.sudo()
        order = acceptance.order_id.sudo()
        money = self._get_money_writer(acceptance.currency_id)
        return {
            "record": acceptance,
            "subheading": self._get_subheading(acceptance),
            "number": acceptance.number or "",
            "firm": acceptance.partner_id.name,
            "contract": order.name,
            "contract_amount": money(order.amount_total),
            "share": f"{format_marks(instalment.share)} %",
            "period": format_period(self.env, instalment.date_from, instalment.date_to),
            "condition": self._get_condition(instalment),
            "place": acceptance.place or "",
            "date": acceptance.date,
            "lines": [self._get_line(line, money) for line in acceptance.line_ids],
            "deduction": money(acceptance.deduction),
            "amount": money(acceptance.amount),
            "sentence": self._get_sentence(acceptance, money),
            "notes": self._get_notes(acceptance),
            "members": acceptance.member_ids,
        }

    @api.model
    def _get_money_writer(self, currency):
        return lambda amount: formatLang(
            self.env, amount, digits=currency.decimal_places
        )

    @api.model
    def _get_sentence(self, acceptance, money):
        lines = acceptance.line_ids
        return self.env._(
            "In full %(full)s yuan, deducted %(deduction)s yuan, accepted %(amount)s "
            "yuan: %(transfer)s yuan by the transfer payment, %(village)s yuan by the "
            "village's share.",
            full=money(acceptance.amount_full),
            deduction=money(acceptance.deduction),
            amount=money(acceptance.amount),
            transfer=money(sum(lines.mapped("amount_transfer"))),
            village=money(sum(lines.mapped("amount_village"))),
        )

    @api.model
    def _get_subheading(self, acceptance):
        words = {
            "year": acceptance.program_id.year,
            "instalment": acceptance.instalment_id.sudo().name,
        }
        if acceptance.state in ("draft", "checked"):
            return self.env._("Year %(year)s, %(instalment)s (draft)", **words)
        return self.env._("Year %(year)s, %(instalment)s", **words)

    @api.model
    def _get_condition(self, instalment):
        if instalment.condition == "months":
            return self.env._(
                "At least %(share)s %% of the months reached",
                share=format_marks(instalment.months_share),
            )
        if instalment.condition == "grade":
            return self.env._(
                "Grade of the evaluation at least: %(grade)s",
                grade=get_label(instalment, "grade_least"),
            )
        return self.env._("None")

    @api.model
    def _get_line(self, line, money):
        return {
            "village": line.village_id.name,
            "advisor": line.advisor_id.name,
            "months": line.months_ratio,
            "lectures": line.lectures_ratio,
            "grade": get_label(line, "grade"),
            "opinion": get_label(line, "opinion"),
            "share": f"{format_marks(line.accepted_share)} %",
            "deduction": money(line.deduction) if line.deduction else "",
            "amount": money(line.amount),
        }

    @api.model
    def _get_notes(self, acceptance):
        """Why less was accepted, and what villages said beyond their yes."""
        notes = []
        for line in acceptance.line_ids:
            if (line.reason or "").strip():
                notes.append(
                    self.env._(
                        "%(village)s, deduction: %(reason)s",
                        village=line.village_id.name,
                        reason=line.reason.strip(),
                    )
                )
            if (line.opinion_text or "").strip():
                notes.append(
                    self.env._(
                        "%(village)s, opinion: %(opinion)s",
                        village=line.village_id.name,
                        opinion=line.opinion_text.strip(),
                    )
                )
        if acceptance.floor_decision:
            notes.append(
                self.env._(
                    "Paid below the lowest fee by decision %(number)s.",
                    number=acceptance.floor_decision,
                )
            )
        if acceptance.settles_id:
            notes.append(
                self.env._(
                    "Settles the difference of %(number)s after a correction of "
                    "evaluations.",
                    number=acceptance.settles_id.number,
                )
            )
        if acceptance.published_date:
            notes.append(
                self.env._(
                    "Published on %(date)s.",
                    date=format_date(
                        self.env, acceptance.published_date, date_format="long"
                    ),
                )
            )
        return notes

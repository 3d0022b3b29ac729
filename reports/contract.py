from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import format_date, formatLang

from ..models.common.names import join_names
from ..models.funding import fee_parts
from .capital import format_capital
from .formats import format_address, format_marks, format_period


class PaperContract(models.AbstractModel):
    """The contract with a firm over one program year, as both sides sign it."""

    _name = "report.village_legal_advisor.paper_contract"
    _description = "Paper: contract"

    @api.model
    def _get_report_values(self, docids, data=None):
        orders = self.env["purchase.order"].browse(docids)
        orders.check_access("read")
        self._check_orders(orders)
        return {
            "doc_ids": docids,
            "doc_model": orders._name,
            "docs": orders,
            "papers": [self._get_paper(order) for order in orders],
        }

    @api.model
    def _check_orders(self, orders):
        strangers = orders.filtered(lambda order: not order.legal_program_id)
        if strangers:
            raise UserError(
                self.env._(
                    "%(orders)s: only contracts of a program year print as such.",
                    orders=join_names(self.env, strangers.mapped("name")),
                )
            )

    @api.model
    def _get_paper(self, order):
        """Everything that is printed about one contract, ready to be put out.

        :rtype: dict
        """
        program = order.legal_program_id
        # Who reads a contract reads by whom and where it is fulfilled.
        lines = order._get_legal_lines().sudo()
        money = self._get_money_writer(order.currency_id)
        return {
            "record": order,
            "number": order.name,
            "subheading": self._get_subheading(order),
            "project": order.sudo().legal_procurement_id.display_name or "",
            "supplements": order.sudo().legal_supplement_of_id.name or "",
            "program": program,
            "term": self.env._(
                "%(period)s; for each adviser as the list below says.",
                period=format_period(self.env, program.date_start, program.date_end),
            ),
            "approval": program.approval_document or "",
            "buyer": self._get_party(order.company_id.partner_id),
            "firm": self._get_party(order.partner_id),
            "services": self.env._(
                "Party B appoints the legal advisers named below. Each serves the "
                "village or community beside the name on site for at least %(hours)s "
                "hours a month, holds at least %(lectures)s lectures a quarter and "
                "keeps the service ledger, an entry for every service.",
                hours=format_marks(program.monthly_hours),
                lectures=program.quarterly_lectures,
            ),
            "rows": self._get_rows(lines, money),
            "sums": self._get_sums(lines, money),
            "total": money(order.amount_total),
            "capital": self._get_capital(order),
            "instalments": self._get_instalments(order, money),
            "signed": order.legal_signed_date,
        }

    @api.model
    def _get_money_writer(self, currency):
        return lambda amount: formatLang(
            self.env, amount, digits=currency.decimal_places
        )

    @api.model
    def _get_subheading(self, order):
        words = {"year": order.legal_program_id.year, "number": order.name}
        if order.state != "purchase":
            return self.env._("Year %(year)s, No. %(number)s (draft)", **words)
        return self.env._("Year %(year)s, No. %(number)s", **words)

    @api.model
    def _get_capital(self, order):
        if (self.env.lang or "").startswith("zh"):
            return format_capital(order.amount_total)
        return order.currency_id.amount_to_text(order.amount_total)

    @api.model
    def _get_party(self, partner):
        """Who a party is; empty where nobody entered it, to be written in."""
        partner = partner.sudo()
        return {
            "name": partner.name,
            "code": partner.vat or partner.company_registry or "",
            "address": format_address(partner),
            "phone": partner.phone or "",
        }

    @api.model
    def _get_rows(self, lines, money):
        """A row for each assignment, with what each source pays of it.

        :rtype: list[dict]
        """
        rows = []
        by_assignment = lines.grouped("legal_assignment_id")
        order = sorted(
            by_assignment, key=lambda rec: (rec.village_id.code, rec.date_start, rec.id)
        )
        for assignment in order:
            its_lines = by_assignment[assignment]
            sums = {
                source: sum(
                    its_lines.filtered(
                        lambda line, source=source: line.legal_source == source
                    ).mapped("price_total")
                )
                for source in ("transfer", "village")
            }
            rows.append(
                {
                    "township": assignment.township_id.name,
                    "village": assignment.village_id.short_name,
                    "advisor": assignment.advisor_id.name,
                    "licence": assignment.advisor_id.licence_number or "",
                    "start": assignment.date_start,
                    "end": assignment.date_end,
                    "transfer": money(sums["transfer"]) if sums["transfer"] else "",
                    "village_share": money(sums["village"]) if sums["village"] else "",
                    "amount": money(sum(its_lines.mapped("price_total"))),
                }
            )
        return rows

    @api.model
    def _get_sums(self, lines, money):
        return {
            source: money(
                sum(
                    lines.filtered(
                        lambda line, source=source: line.legal_source == source
                    ).mapped("price_total")
                )
            )
            for source in ("transfer", "village")
        }

    @api.model
    def _get_instalments(self, order, money):
        """The parts in which the contract is paid; they add up to it to the cent.

        :rtype: list[dict]
        """
        instalments = order.legal_program_id.sudo().instalment_ids
        if not instalments:
            return []
        cents = 10**order.currency_id.decimal_places
        parts = fee_parts.split(
            round(order.amount_total * cents), instalments.mapped("share")
        )
        paper = self.env["report.village_legal_advisor.paper_acceptance"]
        return [
            {
                "name": instalment.name,
                "period": format_period(
                    self.env, instalment.date_from, instalment.date_to
                ),
                "share": f"{format_marks(instalment.share)} %",
                "amount": money(part / cents),
                "condition": paper._get_condition(instalment),
                "deadline": format_date(
                    self.env, instalment.payment_deadline, date_format="long"
                )
                if instalment.payment_deadline
                else "",
            }
            for instalment, part in zip(instalments, parts, strict=True)
        ]

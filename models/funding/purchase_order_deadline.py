from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

# Government Procurement Law (政府采购法) 46 and 47, its Regulation (实施条例) 50.
SIGNING_DAYS = 30
FILING_WORKING_DAYS = 7
PUBLICATION_WORKING_DAYS = 2
SOON = timedelta(days=7)
DUE = "legal_next_due_date"
# Step: the field of its last day, the field of the day on which it was done.
STEPS = {
    "sign": ("legal_signing_due_date", "legal_signed_date"),
    "publish": ("legal_publication_due_date", "legal_published_date"),
    "file": ("legal_filing_due_date", "legal_filed_date"),
}


class PurchaseOrder(models.Model):
    """When a contract is to be signed, published and filed, and whether it was."""

    _inherit = "purchase.order"

    legal_signed_date = fields.Date("Signed on", copy=False, tracking=True)
    legal_published_date = fields.Date("Published on", copy=False, tracking=True)
    legal_filed_date = fields.Date(
        "Copy filed on",
        copy=False,
        tracking=True,
        help="Day on which the copy was filed with the finance department.",
    )
    legal_signing_due_date = fields.Date(
        "Sign by",
        compute="_compute_legal_deadlines",
        store=True,
        help="30 days from the award. Supplements have no such day.",
    )
    legal_publication_due_date = fields.Date(
        "Publish by",
        compute="_compute_legal_deadlines",
        store=True,
        help="2 working days from the signing.",
    )
    legal_filing_due_date = fields.Date(
        "File a copy by",
        compute="_compute_legal_deadlines",
        store=True,
        help="7 working days from the signing.",
    )
    legal_is_due_provisional = fields.Boolean(
        "Without official holidays",
        compute="_compute_legal_deadlines",
        store=True,
        help="The official holidays of that year are not in the table: only weekends "
        "were left out.",
    )
    legal_next_step = fields.Selection(
        [("sign", "Sign"), ("publish", "Publish"), ("file", "File a copy")],
        "Next step",
        compute="_compute_legal_next_step",
        store=True,
    )
    legal_next_due_date = fields.Date(
        "Next deadline",
        compute="_compute_legal_next_step",
        store=True,
        index="btree_not_null",
    )
    legal_deadline_state = fields.Selection(
        [
            ("overdue", "Overdue"),
            ("soon", "Due soon"),
            ("open", "Not due yet"),
            ("late", "Done late"),
            ("done", "Done in time"),
        ],
        "Deadlines",
        compute="_compute_legal_deadline_state",
    )
    legal_is_overdue = fields.Boolean(
        "Deadline missed",
        compute="_compute_legal_deadline_state",
        search="_search_legal_is_overdue",
    )
    legal_is_due_soon = fields.Boolean(
        "Deadline within 7 days",
        compute="_compute_legal_deadline_state",
        search="_search_legal_is_due_soon",
    )
    legal_deadline_warning = fields.Text(
        "Warnings about deadlines", compute="_compute_legal_deadline_warning"
    )

    # === Last days ===

    @api.model
    def _get_legal_guarded(self):
        return super()._get_legal_guarded() | {
            *self._get_deadline_fields(),
            "legal_next_due_date",
            "legal_next_step",
        }

    @api.model
    def _get_deadline_fields(self):
        """Stored fields that follow from the table of holidays."""
        return (
            "legal_signing_due_date",
            "legal_publication_due_date",
            "legal_filing_due_date",
            "legal_is_due_provisional",
        )

    @api.depends(
        "company_id",
        "legal_procurement_id.award_date",
        "legal_signed_date",
        "legal_supplement_of_id",
    )
    def _compute_legal_deadlines(self):
        self.legal_signing_due_date = False
        self.legal_publication_due_date = False
        self.legal_filing_due_date = False
        self.legal_is_due_provisional = False
        for order in self.filtered("legal_procurement_id.award_date"):
            if not order.legal_supplement_of_id:
                award = order.legal_procurement_id.award_date
                order.legal_signing_due_date = award + timedelta(days=SIGNING_DAYS)
        signed = self.filtered(
            lambda rec: rec.legal_procurement_id and rec.legal_signed_date
        )
        for company, orders in signed.grouped("company_id").items():
            days = orders.mapped("legal_signed_date")
            calendar = company._legal_get_working_calendar(min(days), max(days))
            for order in orders:
                day = order.legal_signed_date
                filing = calendar.add(day, FILING_WORKING_DAYS)
                order.legal_filing_due_date = filing
                order.legal_publication_due_date = calendar.add(
                    day, PUBLICATION_WORKING_DAYS
                )
                order.legal_is_due_provisional = bool(
                    calendar.get_missing_years(day, filing)
                )

    @api.depends("state", *(name for names in STEPS.values() for name in names))
    def _compute_legal_next_step(self):
        for order in self:
            open_steps = [
                (order[due], step)
                for step, (due, done) in STEPS.items()
                if order[due] and not order[done]
            ]
            if order.state == "cancel" or not open_steps:
                order.legal_next_due_date = False
                order.legal_next_step = False
            else:
                order.legal_next_due_date, order.legal_next_step = min(
                    open_steps, key=lambda item: item[0]
                )

    @api.constrains("legal_signed_date", "legal_published_date", "legal_filed_date")
    def _check_legal_dates(self):
        for order in self:
            signed = order.legal_signed_date
            for _due, done in STEPS.values():
                label = self._fields[done]._description_string(self.env)
                if order[done] and order[done] > order.company_id._legal_today():
                    raise ValidationError(
                        self.env._(
                            "%(field)s lies in the future: enter the day when it has "
                            "come.",
                            field=label,
                        )
                    )
                if order[done] and (not signed or order[done] < signed):
                    raise ValidationError(
                        self.env._(
                            "%(field)s: a contract is signed before it is published "
                            "and filed.",
                            field=label,
                        )
                    )

    # === How it stands today ===

    @api.depends("legal_next_due_date", "state")
    def _compute_legal_deadline_state(self):
        for order in self:
            due = order.legal_next_due_date
            today = order.company_id._legal_today()
            steps = [] if order.state == "cancel" else STEPS.values()
            if due:
                state = "open" if due > today + SOON else "soon"
                state = "overdue" if due < today else state
            elif any(order[last] and order[done] > order[last] for last, done in steps):
                state = "late"
            else:
                known = any(order[done] and order[last] for last, done in steps)
                state = "done" if known else False
            order.legal_deadline_state = state
            order.legal_is_overdue = state == "overdue"
            order.legal_is_due_soon = state == "soon"

    def _search_legal_is_overdue(self, operator, value):
        if operator != "in":
            return NotImplemented
        return self._match_due(value, lambda today: Domain(DUE, "<", today))

    def _search_legal_is_due_soon(self, operator, value):
        if operator != "in":
            return NotImplemented
        return self._match_due(
            value,
            lambda today: Domain(DUE, ">=", today) & Domain(DUE, "<=", today + SOON),
        )

    @api.model
    def _match_due(self, value, get_domain):
        """Turn ``(computed boolean, "in", value)`` into a domain.

        Each bureau's contracts are judged by its own today.
        """
        if set(value) >= {True, False}:
            return Domain.TRUE
        companies = self.env["legal.procurement"]._get_bureaus()
        due = Domain.OR(
            Domain("company_id", "in", same_day.ids) & get_domain(today)
            for today, same_day in companies.grouped(
                lambda company: company._legal_today()
            ).items()
        )
        if True in value:
            return due
        # What has no day left is not missed either.
        return Domain(DUE, "=", False) | ~due

    @api.depends("legal_next_due_date", "legal_is_due_provisional", "state")
    @api.depends_context("lang")
    def _compute_legal_deadline_warning(self):
        for order in self:
            messages = []
            if order.state != "cancel":
                messages = [order._get_step_message(step) for step in STEPS]
                messages += [
                    order._get_order_message(),
                    order._get_provisional_message(),
                ]
            order.legal_deadline_warning = "\n".join(filter(None, messages)) or False

from odoo import api, models
from odoo.tools import format_date, formatLang

FIGURES = ("appropriated", "received", "committed", "actual", "paid", "available")


class PaperFundUse(models.AbstractModel):
    """The use of a year's money, as it is published in the villages.

    Names of villages, firms and advisers only: they stand on the public list, too.
    """

    _name = "report.village_legal_advisor.paper_fund_use"
    _description = "Paper: use of funds"

    @api.model
    def _get_report_values(self, docids, data=None):
        programs = self.env["legal.program"].browse(docids)
        programs._check_fund_readers()
        return {
            "doc_ids": docids,
            "doc_model": programs._name,
            "docs": programs,
            "papers": [self._get_paper(program) for program in programs],
        }

    @api.model
    def _get_paper(self, program):
        """Everything that is printed about one year, ready to be put out.

        :rtype: dict
        """
        status = program._get_fund_status()
        villages = self._get_villages(program)
        today = program.company_id._legal_today()
        return {
            "record": program,
            "subheading": self.env._(
                "Year %(year)s, figures of %(day)s (yuan)",
                year=program.year,
                day=format_date(self.env, today, date_format="long"),
            ),
            "sources": self._get_sources(program, status),
            "townships": self._get_townships(program, status, villages),
            "villages": self._get_village_texts(program, villages),
            "is_paid_by_villages": self._is_paid_by_villages(program),
            "contact": self._get_contact(program.company_id),
            "date": today,
        }

    @api.model
    def _get_money_writer(self, program):
        digits = program.currency_id.decimal_places
        return lambda amount: formatLang(self.env, amount, digits=digits)

    @api.model
    def _is_paid_by_villages(self, program):
        return program.village_share_handling in ("village", "township")

    @api.model
    def _get_contact(self, company):
        if company.phone:
            return self.env._(
                "Questions and objections go to the justice bureau, telephone "
                "%(phone)s.",
                phone=company.phone,
            )
        return self.env._("Questions and objections go to the justice bureau.")

    @api.model
    def _get_sources(self, program, status):
        """Figures of each funding source and their total, as on the screen."""
        money = self._get_money_writer(program)
        labels = status._fields["source"]._description_selection(self.env)
        rows, totals = [], dict.fromkeys(FIGURES, 0.0)
        for source, label in labels:
            theirs = status.filtered(lambda row, source=source: row.source == source)
            sums = {name: sum(theirs.mapped(name)) for name in FIGURES}
            if not any(sums.values()):
                continue
            totals = {name: totals[name] + sums[name] for name in FIGURES}
            rows.append({"name": label} | self._format(sums, money))
        return {"rows": rows, "total": self._format(totals, money)}

    @api.model
    def _format(self, sums, money):
        return {name: money(value) for name, value in sums.items()}

    @api.model
    def _get_townships(self, program, status, villages):
        money = self._get_money_writer(program)
        counts = {}
        for row in villages:
            counts.setdefault(row["township_code"], set()).add(row["village_code"])
        rows, names = [], ("committed", "actual", "paid")
        totals = dict.fromkeys(names, 0.0)
        by_township = status.grouped("township_id")
        for township in sorted(by_township, key=lambda rec: rec.code or ""):
            sums = {name: sum(by_township[township].mapped(name)) for name in names}
            if not any(sums.values()):
                continue
            totals = {name: totals[name] + sums[name] for name in names}
            rows.append(
                {
                    "name": township.name or self.env._("Without a township"),
                    "villages": len(counts.get(township.code, ())) or "",
                }
                | self._format(sums, money)
            )
        count = sum(map(len, counts.values()))
        return {"rows": rows, "total": {"villages": count} | self._format(totals, money)}

    @api.model
    def _get_villages(self, program):
        """What was agreed, accepted and paid for whom, a row for each who served.

        :rtype: list[dict]
        """
        rows = {}

        def add(values, **amounts):
            key = (
                values["township_code"] or "",
                values["village_code"] or "",
                values["firm"] or values.get("partner") or "",
                values["advisor"] or "",
            )
            row = rows.setdefault(
                key,
                {
                    "township_code": values["township_code"],
                    "township": values["township"] or "",
                    "village_code": values["village_code"],
                    "village": values["village"] or self.env._("Without a village"),
                    "firm": key[2],
                    "advisor": key[3],
                    "agreed": 0.0,
                    "accepted": 0.0,
                    "paid": 0.0,
                    "village_paid": 0.0,
                },
            )
            for name, amount in amounts.items():
                row[name] += amount

        for line in program._get_fund_rows("contracts"):
            add(line, agreed=line["amount"], accepted=line["accepted"])
        for line in program._get_fund_rows("bills"):
            add(line, paid=line["paid"])
        found = [rows[key] for key in sorted(rows)]
        if self._is_paid_by_villages(program):
            self._add_village_payments(program, found)
        return found

    @api.model
    def _add_village_payments(self, program, rows):
        """What villages or townships paid themselves, in a village's first row."""
        paid = {
            share["village_code"]: share["paid"]
            for share in program._get_fund_rows("shares")
        }
        for row in rows:
            row["village_paid"] = paid.pop(row["village_code"], 0.0)

    @api.model
    def _get_village_texts(self, program, villages):
        money = self._get_money_writer(program)
        names = ("agreed", "accepted", "paid", "village_paid")
        totals = {name: sum(row[name] for row in villages) for name in names}
        return {
            "rows": [
                row | {name: money(row[name]) if row[name] else "" for name in names}
                for row in villages
            ],
            "total": self._format(totals, money),
        }

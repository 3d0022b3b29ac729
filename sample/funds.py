from odoo import api, models

from . import invented


class LegalSampleFunds(models.AbstractModel):
    """What the sample's money needs: a chart of accounts, banks, appropriations."""

    _inherit = "legal.sample"

    @api.model
    def _open_books(self, company):
        """Give a company that keeps no accounts yet a chart, by Odoo's own mechanism.

        Charts are never installed here: China's own is taken where it is.
        """
        Account = self.env["account.account"]
        charts = self.env["account.chart.template"]
        if not company.chart_template and not Account.search_count(
            Account._check_company_domain(company), limit=1
        ):
            kept = {
                name: company[name].id
                for name in ("currency_id", "account_fiscal_country_id")
            }
            china = charts._get_chart_template_mapping().get("cn", {})
            charts.try_loading(
                "cn" if china.get("installed") else "generic_coa", company=company
            )
            # The generic chart is of another country.
            company.write(kept)
        # A chart that was loaded before the language has its names in English.
        lang = self.env["res.lang"]._get_data(code=invented.LANGUAGE)
        if lang:
            self.env["ir.module.module"]._load_module_terms(["account"], [lang.code])
        methods = self.env["account.payment.method.line"].search(
            [("company_id", "=", company.id), ("name", "=", "Manual Payment")]
        )
        methods.name = invented.PAYMENT_METHOD

    @api.model
    def _open_bank_accounts(self, firms):
        bank = self.env["res.bank"].create({"name": invented.BANK})
        self.env["res.partner.bank"].create(
            [
                {
                    "partner_id": firm.id,
                    "acc_number": f"示例6540{number:012d}",
                    "bank_id": bank.id,
                    "company_id": firm.company_id.id,
                    "allow_out_payment": True,
                }
                for number, firm in enumerate(firms, 1)
            ]
        )

    @api.model
    def _appropriate(self, program, need):
        """Documents that give a year its money: what it needs, and some to spare.

        :param float need: what the year's contracts come to
        :return: the documents in force, the last one from another source
        :rtype: legal.appropriation
        """
        first = need // 100000 * 100000
        more = -(-(need - first) // 10000) * 10000 + 10000
        finance = self._get_staff("finance")
        told = [
            ("transfer", "initial", first, "示例财行〔{}〕12号", (1, 5)),
            ("transfer", "increase", more, "示例财行〔{}〕15号", (1, 8)),
            ("other", "initial", 20000.0, "示例捐〔{}〕1号", (1, 8)),
        ]
        today = program.company_id._legal_today()
        documents = (
            self.env["legal.appropriation"]
            .with_user(finance)
            .create(
                [
                    {
                        "program_id": program.id,
                        "source": source,
                        "kind": kind,
                        "amount": amount,
                        "document_number": number.format(program.year),
                        "document_date": min(
                            program.date_start.replace(month=month, day=day), today
                        ),
                        "budget_project_code": f"示例{program.year}0001",
                        "function_code": "2040607",
                        "economy_code": "30227",
                    }
                    for source, kind, amount, number, (month, day) in told
                    if amount
                ]
            )
        )
        documents.action_confirm()
        return documents

    @api.model
    def _receive(self, documents, day):
        """Money that came in for documents, wholly and on one day."""
        finance = self._get_staff("finance")
        income = (
            self.env["account.account"]
            .search(
                [
                    *self.env["account.account"]._check_company_domain(
                        self.env.company
                    ),
                    ("account_type", "in", ("income_other", "income")),
                ]
            )
            .sorted(lambda account: account.account_type != "income_other")[:1]
        )
        for number, document in enumerate(documents, 1):
            self.env["legal.receipt.record"].with_user(finance).create(
                {
                    "appropriation_id": document.id,
                    "date": day,
                    "account_id": income.id,
                    "document_number": f"示例收{day.year}{day.month:02d}-{number:02d}",
                }
            ).action_record()

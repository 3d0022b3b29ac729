from datetime import date, timedelta

from odoo import api, fields, models
from odoo.fields import Command


class LegalSampleContracts(models.AbstractModel):
    """How the year's services are bought, and contracts with the firms."""

    _inherit = "legal.sample"

    @api.model
    def _conclude(self, program):
        """Appropriate and buy the year's services, conclude contracts with all firms.

        :return: the appropriations and the contracts in force
        :rtype: tuple[legal.appropriation, purchase.order]
        """
        award = date(program.year - 1, 12, 15)
        dues = {}
        for (assignment, _source), due in program._get_contract_parts().items():
            firm = assignment._get_payee()
            dues[firm] = dues.get(firm, 0.0) + due
        documents = self._appropriate(program, sum(dues.values()))
        project = self._procure(
            program,
            {
                "name": f"{program.year}年度村(社区)法律顾问服务采购",
                "number": f"SLZC{program.year}-003",
                "method": "consultation",
                "announcement_date": award - timedelta(days=25),
                "award_date": award,
            },
            dues,
        )
        orders = self._prepare_orders(program, project)
        self._sign(orders, award + timedelta(days=10))
        return documents, orders

    @api.model
    def _procure(self, program, vals, dues):
        """An awarded procurement project with a lot for each firm.

        :param dict dues: {firm: what its contract will come to}
        """
        finance = self._get_staff("finance")
        firms = sorted(dues, key=lambda firm: firm.id)
        project = (
            self.env["legal.procurement"]
            .with_user(finance)
            .create(
                vals
                | {
                    "program_id": program.id,
                    "budget": sum(dues.values()),
                    "lot_ids": [
                        Command.create(
                            {
                                "number": f"第{number}包",
                                "name": f"法律顾问服务({firm.name})",
                                "budget": dues[firm],
                                "firm_id": firm.id,
                            }
                        )
                        for number, firm in enumerate(firms, 1)
                    ],
                }
            )
        )
        if project.announcement_date:
            project.action_announce()
        project.action_award()
        return project

    @api.model
    def _prepare_orders(self, program, project):
        """Contracts prepared by the program, each in its firm's lot."""
        finance = self._get_staff("finance")
        orders = program.with_user(finance)._apply_contracts(project)
        drafts = orders.filtered(lambda order: order.state == "draft")
        lots = {lot.firm_id: lot for lot in project.lot_ids}
        for order in drafts:
            order.legal_lot_id = lots.get(order.partner_id)
        return drafts

    @api.model
    def _sign(self, orders, day):
        """Sign, publish and file contracts on the days that the law gives."""
        if not orders:
            return
        today = self.env.company._legal_today()
        at = fields.Datetime.to_datetime(day) + timedelta(hours=2)
        orders.write(
            {
                "date_order": at,
                "legal_signed_date": day,
                "legal_published_date": min(day + timedelta(days=1), today),
                "legal_filed_date": min(day + timedelta(days=4), today),
            }
        )
        orders.button_confirm()
        orders.date_approve = min(at, fields.Datetime.now())

    # === In the course of the year ===

    @api.model
    def _get_change_day(self, program, today):
        """Last day before the year's changes: 30 June, or as late as today allows."""
        last_day = min(date(program.year, 6, 30), today - timedelta(days=1))
        return max(last_day, program.date_start)

    @api.model
    def _change_firm(self, assignments, firm, last_day):
        """An adviser goes to another firm, which answers for the villages from then on.

        :return: the same adviser's assignments under the new firm
        """
        advisor = assignments.advisor_id
        advisor.firm_id = firm
        return assignments._hand_over(
            advisor, last_day, "示例：顾问转所执业，由新所继续服务"
        )

    @api.model
    def _follow_changes(self, program, orders, moved, today):
        """Contracts after a hand-over and a change of firm.

        What the successor costs is a supplement of his firm's contract. The new firm
        of the one who moved gets a contract of its own: its part is too large for one.

        :param orders: the year's contracts
        :param moved: assignments of the adviser who changed firms
        :return: the contracts that were added
        """
        day = min(self._get_change_day(program, today) + timedelta(days=3), today)
        due = sum(
            amount
            for (assignment, _source), amount in program._get_contract_parts().items()
            if assignment in moved
        )
        project = self._procure(
            program,
            {
                "name": f"{program.year}年度转所顾问所在村(社区)法律顾问服务采购",
                "number": f"SLZX{program.year}-002",
                "method": "own_purchase",
                "award_date": day,
            },
            {moved.firm_id: due},
        )
        added = self._prepare_orders(program, project)
        for order in added:
            if order.partner_id != moved.firm_id:
                order.legal_supplement_of_id = orders.filtered(
                    lambda rec, order=order: rec.partner_id == order.partner_id
                )
        self._sign(added, day)
        return added

from odoo import api, models
from odoo.fields import Command

STAFF = {
    "manager": ("group_legal_manager", "示例局领导"),
    "officer": ("group_legal_officer", "示例科员"),
    "township": ("group_legal_township", "示例司法所"),
    "finance": ("group_legal_finance", "示例财务"),
    "leading": ("group_legal_leading", "示例领导小组"),
}


class LegalSampleUsers(models.AbstractModel):
    """One user per role. Without a password nobody can sign in as one of them."""

    _inherit = "legal.sample"

    @api.model
    def _create_staff(self, with_logins):
        """Internal users by role name.

        :rtype: dict[str, res.users]
        """
        staff = {
            role: self._create_user(role, name, group, with_logins)
            for role, (group, name) in STAFF.items()
        }
        # Who keeps the books sees the entries, not only bills and payments.
        staff["finance"].group_ids |= self.env.ref("account.group_account_user")
        return staff

    @api.model
    def _create_portal_users(self, advisor, village):
        advisor.user_id = self._create_user(
            "adviser",
            advisor.name,
            "group_legal_portal_advisor",
            True,
            partner_id=advisor.employee_id.work_contact_id.id,
        )
        village.user_ids = self._create_user(
            "committee",
            village.name,
            "group_legal_portal_committee",
            True,
            partner_id=village.partner_id.id,
        )

    @api.model
    def _create_user(self, login, name, group, with_password, **vals):
        company = self.env.company
        values = {
            "name": name,
            "login": login if with_password else f"sample-{login}",
            "lang": "zh_CN",
            "tz": company.legal_tz,
            "company_id": company.id,
            "company_ids": [Command.set(company.ids)],
            "group_ids": [
                Command.set(self.env.ref(f"village_legal_advisor.{group}").ids)
            ],
        }
        if with_password:
            values["password"] = login
        users = self.env["res.users"].with_context(no_reset_password=True)
        return users.create(values | vals)

    @api.model
    def get_logins(self):
        """The logins of `load_sample(with_logins=True)`.

        :return: [(role's name, login, password)]
        """
        roles = {
            "manager": self.env._("Bureau manager"),
            "officer": self.env._("Bureau officer"),
            "township": self.env._("Township judicial office"),
            "finance": self.env._("Finance"),
            "leading": self.env._("Leading group"),
            "adviser": self.env._("Legal adviser"),
            "committee": self.env._("Village committee"),
        }
        return [(name, login, login) for login, name in roles.items()]

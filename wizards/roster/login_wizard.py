import secrets

from odoo import api, fields, models
from odoo.exceptions import UserError

# Without characters that are mistaken for each other when read out or copied.
ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
PASSWORD_LENGTH = 10


class LegalLoginWizard(models.TransientModel):
    """Gives an adviser or a committee a portal login, or a new password.

    The password is shown once and kept nowhere; no e-mail is sent.
    """

    _name = "legal.login.wizard"
    _description = "Portal login"
    _inherit = ["legal.guard.mixin"]

    advisor_id = fields.Many2one("legal.advisor", "Legal adviser", readonly=True)
    village_id = fields.Many2one("legal.village", "Village or community", readonly=True)
    user_id = fields.Many2one(
        "res.users",
        "Existing login",
        compute="_compute_user_id",
        help="Its password is replaced.",
    )
    login = fields.Char(
        compute="_compute_login",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
    )
    password = fields.Char("Initial password", store=False, readonly=True)

    @api.depends("advisor_id", "village_id")
    def _compute_login(self):
        for wizard in self:
            advisor, village = wizard.advisor_id, wizard.village_id
            # The superuser's view: who may ask is checked when it is done.
            known = (advisor.user_id or village.user_ids[:1]).sudo().login
            wizard.login = (
                known or advisor.email or advisor.phone or village.code or False
            )

    @api.depends("login", "advisor_id", "village_id")
    def _compute_user_id(self):
        for wizard in self:
            wizard.user_id = wizard._find_user()

    def _find_user(self):
        """The subject's login of this name, whether archived or not."""
        self.ensure_one()
        subject = (self.advisor_id or self.village_id).sudo()
        subject = subject.with_context(active_test=False)
        if self.advisor_id:
            return subject.user_id
        login = (self.login or "").strip()
        return subject.user_ids.filtered(lambda user: user.login == login)[:1]

    def action_create(self):
        """Create the login, or give it a new password; shows the password once.

        :raises AccessError: logins of committees are a bureau manager's matter
        :raises UserError: when somebody else has this login
        """
        self.ensure_one()
        subject = self.advisor_id or self.village_id
        if self.village_id:
            self._check_group("village_legal_advisor.group_legal_manager")
        else:
            self._check_group("village_legal_advisor.group_legal_officer")
        subject.check_access("write")
        password = "".join(secrets.choice(ALPHABET) for _i in range(PASSWORD_LENGTH))
        user = self._find_user()
        if user:
            if not user.share:
                raise UserError(
                    self.env._("%(user)s is an internal user.", user=user.name)
                )
            user.sudo().write({"password": password, "active": True})
        else:
            user = self._create_user(password)
        if self.advisor_id:
            self.advisor_id._message_log(
                body=self.env._("A new password was set for the portal login.")
            )
        return self._show(user, password)

    def _create_user(self, password):
        login = (self.login or "").strip()
        Users = self.env["res.users"].sudo().with_context(active_test=False)
        if Users.search_count([("login", "=", login)], limit=1):
            raise UserError(
                self.env._(
                    "The login %(login)s is taken by somebody else. Choose another.",
                    login=login,
                )
            )
        user = (
            self.env["res.users"]
            .sudo()
            .with_context(no_reset_password=True, mail_create_nolog=True)
            .create(self._prepare_user_vals(login, password))
        )
        if self.advisor_id:
            self.advisor_id.sudo().user_id = user
        else:
            self.village_id.sudo().user_ids = [fields.Command.link(user.id)]
        return user

    def _prepare_user_vals(self, login, password):
        group = "portal_advisor" if self.advisor_id else "portal_committee"
        company = (self.advisor_id or self.village_id).company_id
        installed = dict(self.env["res.lang"].get_installed())
        vals = {
            "login": login,
            "password": password,
            "company_id": company.id,
            "company_ids": [fields.Command.set(company.ids)],
            "group_ids": [
                fields.Command.set(
                    self.env.ref(f"village_legal_advisor.group_legal_{group}").ids
                )
            ],
            "lang": "zh_CN" if "zh_CN" in installed else self.env.lang,
            "tz": company.legal_tz,
        }
        if self.advisor_id:
            partner = self.advisor_id.sudo().employee_id.work_contact_id
        else:
            partner = self.village_id.sudo().partner_id
        if partner and not partner.user_ids:
            return vals | {"partner_id": partner.id}
        return vals | {"name": partner.name or login}

    def _show(self, user, password):
        """A form that is never saved: closing it forgets the password."""
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Hand this over now: it is shown once"),
            "res_model": self._name,
            "views": [
                (
                    self.env.ref(
                        "village_legal_advisor.login_wizard_view_form_result"
                    ).id,
                    "form",
                )
            ],
            "target": "new",
            "context": {
                "default_advisor_id": self.advisor_id.id,
                "default_village_id": self.village_id.id,
                "default_login": user.login,
                "default_password": password,
            },
        }

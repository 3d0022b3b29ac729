from odoo.tests import TransactionCase, tagged
from odoo.tools import convert_file

CALLING_HOME = (
    "partner_autocomplete",
    "iap",
    "iap_mail",
    "sms",
    "snailmail",
    "web_unsplash",
)


@tagged("post_install", "-at_install")
class TestOutsideServices(TransactionCase):
    """Nothing that is installed calls an outside service (rule 14)."""

    def test_installing_the_module_switches_off_the_publishers_weekly_call(self):
        cron = self.env.ref("mail.ir_cron_module_update_notification")
        self.assertFalse(cron.active)
        cron.active = True
        convert_file(
            self.env,
            "village_legal_advisor",
            "data/ir_cron.xml",
            {},
            mode="init",
            noupdate=False,
        )
        self.assertFalse(cron.active)

    def test_no_add_on_that_calls_home_is_installed(self):
        found = self.env["ir.module.module"].search(
            [("name", "in", CALLING_HOME), ("state", "=", "installed")]
        )
        self.assertFalse(found.mapped("name"))

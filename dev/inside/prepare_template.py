# Odoo's shell reads this: what every copy of the template database shall have.
# ruff: noqa: F821
env.company.country_id = env.ref("base.cn")
env.ref("base.CNY").active = True
env.company.currency_id = env.ref("base.CNY")
# The weekly report to Odoo's publisher, the one outside call of what is installed.
env.ref("mail.ir_cron_module_update_notification").active = False
calling_home = env["ir.module.module"].search(
    [
        ("state", "!=", "uninstalled"),
        (
            "name",
            "in",
            [
                "iap",
                "iap_mail",
                "partner_autocomplete",
                "sms",
                "snailmail",
                "web_unsplash",
            ],
        ),
    ]
)
if calling_home:
    raise SystemExit(
        f"These modules call outside services: {calling_home.mapped('name')}"
    )
# Half of what the web client is made of comes out the same with the module installed.
env["ir.qweb"]._pregenerate_assets_bundles()
env.cr.commit()

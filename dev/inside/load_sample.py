# Odoo's shell reads this: fills a new database with the sample bureau and prints, as a
# line of JSON, one login for every role: [[role, login, password], ...].
# ruff: noqa: F821
import json

env["res.partner"].with_context(active_test=False).search([]).lang = "zh_CN"
# of the people who are entered later
env["ir.default"].set("res.partner", "lang", "zh_CN")
logins = [["administrator", "admin", "admin"]]
if "legal.sample" in env:
    env = env(context={**env.context, "lang": "zh_CN"})
    env["legal.sample"].load_sample(with_logins=True)
    logins += env["legal.sample"].get_logins()
env.cr.commit()
print(json.dumps(logins, ensure_ascii=False))

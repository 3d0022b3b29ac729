{
    "name": "Village Legal Advisor",
    "summary": "One legal adviser for every village: roster, service ledger, "
    "monthly hours, annual evaluation",
    "version": "19.0.1.0.0",
    "category": "Services",
    "author": "Village Legal Advisor Founders",
    "license": "LGPL-3",
    "application": True,
    "depends": [
        "hr_skills",
        "purchase",
        "account",
        "portal",
        "spreadsheet_dashboard",
    ],
    "external_dependencies": {
        "python": ["weasyprint", "qrcode", "openpyxl", "xlsxwriter"],
    },
    "data": [
        "security/privileges.xml",
        "security/groups.xml",
        "security/ir.model.access.csv",
        "security/rules.xml",
        # data
        "data/ir_cron.xml",
        "data/hr_skill_data.xml",
        "data/roster_sequence.xml",
        # roster
        # service
        # supervision
        # papers
        # menus come last: they name the actions above
        "views/menus.xml",
    ],
    "pre_init_hook": "pre_init_hook",
}

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
        "security/service_rules.xml",
        "security/lecture_slip_rules.xml",
        "security/papers.xml",
        # data
        "data/ir_cron.xml",
        "data/hr_skill_data.xml",
        "data/roster_sequence.xml",
        "data/visit_sequence.xml",
        "data/matter_data.xml",
        "data/lecture_data.xml",
        "data/slip_sequence.xml",
        "data/papers.xml",
        # roster
        "wizards/roster/roster_import_views.xml",
        "wizards/roster/program_wizard_views.xml",
        "wizards/roster/assignment_wizard_views.xml",
        "views/roster/program_views.xml",
        "views/roster/township_views.xml",
        "views/roster/village_views.xml",
        "views/roster/assignment_views.xml",
        "views/roster/assignment_slot_views.xml",
        # service
        "views/service/visit_decision_views.xml",
        "views/service/visit_views.xml",
        "views/service/matter_views.xml",
        "views/service/volume_views.xml",
        "views/service/lecture_wizard_views.xml",
        "views/service/lecture_views.xml",
        "views/service/slip_wizard_views.xml",
        "views/service/slip_views.xml",
        # supervision
        # papers
        "views/papers/print_job_views.xml",
        "reports/paper_layout.xml",
        "reports/advisor_certificate.xml",
        "reports/evaluation_papers.xml",
        "reports/advisor_papers.xml",
        "reports/result_list.xml",
        "reports/slip.xml",
        # menus come last: they name the actions above
        "views/menus.xml",
    ],
    "assets": {
        "web.assets_backend": [
            "village_legal_advisor/static/src/js/paper_report_handler.js",
        ],
    },
    "pre_init_hook": "pre_init_hook",
}

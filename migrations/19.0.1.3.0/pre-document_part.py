from odoo.tools.sql import column_exists, table_exists


def migrate(cr, _version):
    """Documents of before are the first of their number."""
    if not table_exists(cr, "legal_appropriation") or column_exists(
        cr, "legal_appropriation", "document_part"
    ):
        return
    # Filled with the column: an update would be refused by the seal.
    cr.execute(
        "ALTER TABLE legal_appropriation ADD COLUMN document_part int4 DEFAULT 1"
    )
    cr.execute("ALTER TABLE legal_appropriation ALTER document_part DROP DEFAULT")

from odoo.tools.sql import column_exists, create_column


def migrate(cr, version):
    """Volumes closed before there were retention periods are kept for the default."""
    if column_exists(cr, "legal_volume", "retention_class"):
        return
    create_column(cr, "legal_volume", "retention_class", "varchar")
    # The seal would refuse; the model's init() puts it back.
    cr.execute("DROP TRIGGER IF EXISTS legal_volume_seal ON legal_volume")
    cr.execute("UPDATE legal_volume SET retention_class = 'y30' WHERE state = 'closed'")

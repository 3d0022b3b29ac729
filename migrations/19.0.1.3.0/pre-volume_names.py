from odoo.tools.sql import column_exists, create_column


def migrate(cr, version):
    """Volumes bound before are called as their villages are called now."""
    if column_exists(cr, "legal_volume", "bound_code"):
        return
    for name in ("bound_code", "bound_village", "bound_township"):
        create_column(cr, "legal_volume", name, "varchar")
    # The seal would refuse; the model's init() puts it back.
    cr.execute("DROP TRIGGER IF EXISTS legal_volume_seal ON legal_volume")
    cr.execute(
        """
        UPDATE legal_volume volume
        SET bound_code = village.code, bound_village = village.name,
            bound_township = township.name
        FROM legal_village village
        JOIN legal_township township ON township.id = village.township_id
        WHERE village.id = volume.village_id AND volume.state = 'closed'
        """
    )

from odoo import SUPERUSER_ID, api
from odoo.tools import SQL


def migrate(cr, _version):
    """Bound volumes keep the names of advisers, categories and topics as they are."""
    names = api.Environment(cr, SUPERUSER_ID, {})["legal.volume"]._get_names_sql()
    cr.execute("ALTER TABLE legal_volume DISABLE TRIGGER legal_volume_seal")
    cr.execute(
        SQL(
            "UPDATE legal_volume volume SET bound_names = %s "
            "WHERE volume.state = 'closed' AND volume.bound_names IS NULL",
            names,
        )
    )
    cr.execute("ALTER TABLE legal_volume ENABLE TRIGGER legal_volume_seal")

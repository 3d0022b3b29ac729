"""A province of invented services on a real roster, made by few statements.

Roster, program year, training and the first adviser come about as a bureau makes them;
the other advisers, assignments, entries, matters and lectures are set-based copies and
inserts, months come from the product's own rebuild. What is not as in life: the hashes
of entries are stand-ins, so that no volume can be verified; outlines have no files.
"""

from odoo import SUPERUSER_ID
from odoo.api import Environment
from odoo.modules.registry import Registry

from . import content, entries, money, people, roster

VILLAGES, ADVISERS, ENTRIES, LECTURES = 26_842, 8_000, 1_000_000, 100_000


def main(order):
    """Build a province in a database with nothing but the module.

    :param dict order: ``build`` (the database), ``percent``, ``year``
    """

    def share(whole):
        return whole * order["percent"] // 100

    registry = Registry(order["build"])
    with registry.cursor() as cr:
        env = Environment(cr, SUPERUSER_ID, {"tracking_disable": True})
        cr.execute("SET LOCAL maintenance_work_mem = '512MB'")
        roster.import_villages(env, share(VILLAGES))
        program = people.open_year(env, order["year"])
        users = people.create_users(env)
        people.create_advisers(env, program, share(ADVISERS))
        people.assign(env, program, share(ADVISERS))
        people.staff_townships(env, users)
        entries.record(env, program, share(ENTRIES))
        content.add_matters(env)
        content.add_lectures(env, program, share(LECTURES))
        env["legal.service.month"]._rebuild(program)
        money.spend(env, program)
    with registry.cursor() as cr:
        cr._cnx.autocommit = True
        cr.execute("VACUUM ANALYZE")
    return 0

from odoo import SUPERUSER_ID, api
from odoo.tools import SQL

# Bills and refunds on the accounts of years before the one a line was carried into.
BILLED_BEFORE = """
    SELECT line.id AS line_id, old.id AS account_id, ARRAY_AGG(bill_line.id) AS items
      FROM purchase_order_line line
      JOIN purchase_order contract ON contract.id = line.order_id
      JOIN account_analytic_account present ON present.id = line.legal_account_id
       AND present.legal_program_id <> contract.legal_program_id
      JOIN account_move_line bill_line ON bill_line.purchase_line_id = line.id
       AND bill_line.display_type = 'product'
      JOIN account_analytic_account old ON old.legal_program_id IS NOT NULL
       AND old.id <> present.id
       AND bill_line.analytic_distribution ? old.id::text
     GROUP BY line.id, old.id
     ORDER BY line.id, old.id
"""


def migrate(cr, _version):
    """What was billed before a line was carried forward gets its year's line back."""
    env = api.Environment(cr, SUPERUSER_ID, {})
    # Bills are not changed, only told apart: their posted lines stay as they are.
    for line_id, account_id, items in env.execute_query(SQL(BILLED_BEFORE)):
        line = env["purchase.order.line"].browse(line_id)
        bill_lines = env["account.move.line"].browse(items)
        after = line._get_legal_billed(without=bill_lines)[line]
        billed = line.currency_id.round(line._get_legal_billed()[line] - after)
        amount = max(min(billed, line.product_qty - after), 0.0)
        accepted = min(amount, line.qty_received)
        account = env["account.analytic.account"].browse(account_id)
        made = line._legal_split(account, amount, accepted)
        env.flush_all()
        cr.execute(
            SQL(
                "UPDATE account_move_line SET purchase_line_id = %s WHERE id = ANY(%s)",
                made.id,
                items,
            )
        )
        env.invalidate_all()

from odoo import SUPERUSER_ID, api

BATCH = 500


def migrate(cr, _version):
    """Funding notices of before, and what took them back, lie on their year's account.

    What was paid on them is then received for the funding source, as with new ones.
    """
    env = api.Environment(cr, SUPERUSER_ID, {})
    notices = env["account.move"].search([("legal_share_id", "!=", False)], order="id")
    for program, found in notices.grouped(_get_program).items():
        accounts = program._get_source_accounts()
        account = accounts.filtered(lambda rec: rec.legal_source == "village")
        moves = found | found.reversal_move_ids
        lines = moves.line_ids.filtered(lambda line: line.display_type == "product")
        for start in range(0, len(lines), BATCH):
            _put_on_account(lines[start : start + BATCH], accounts, account)


def _get_program(notice):
    return notice.legal_share_id.program_id


def _put_on_account(lines, accounts, account):
    """Add the account beside those of other plans that were chosen by hand."""
    for line in lines:
        present = line.analytic_distribution or {}
        if accounts & account.browse(line._get_analytic_ids()):
            continue
        line.analytic_distribution = {
            f"{key},{account.id}": percentage for key, percentage in present.items()
        } or {str(account.id): 100.0}
    lines.flush_recordset()
    lines.invalidate_recordset()

from . import (
    program_dues,
    village_share,
    village_share_paid,
    village_share_bearer,
    village_share_payee,
    village_share_payment,
    village_share_prepare,
    village_share_notice,
    village_share_reminder,
    account_move_notice,
    program_shares,
    village_shares,
)

from . import contract_prepare, contract_prepare_line
from . import share_cancel, share_notice, share_prepare

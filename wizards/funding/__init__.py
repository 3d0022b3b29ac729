from . import contract_prepare, contract_prepare_line

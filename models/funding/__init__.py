from . import (
    holiday,
    procurement,
    procurement_lot,
    procurement_state,
    procurement_threshold,
    purchase_order,
    purchase_order_deadline,
    purchase_order_procurement,
    purchase_order_supplement,
    purchase_order_warning,
    res_company,
    res_config_settings,
)

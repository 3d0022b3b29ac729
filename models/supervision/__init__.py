from . import (
    month_mixin,
    service_month,
    village_month,
    visit,
    assignment,
    program,
    village,
    village_open_points,
)

from . import (
    bureau,
    contracts,
    evaluations,
    funds,
    lectures,
    payments,
    people,
    services,
    shares,
    users,
    volumes,
)

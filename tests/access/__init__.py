from . import (
    test_access_companies,
    test_access_matrix,
    test_access_reach,
    test_access_rpc,
    test_access_side_doors,
    test_outside_services,
)

from . import test_access_matrix, test_access_reach, test_access_side_doors

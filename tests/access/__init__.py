from . import test_access_matrix, test_access_reach

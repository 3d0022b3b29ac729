from . import test_service_month
from . import test_service_month_random

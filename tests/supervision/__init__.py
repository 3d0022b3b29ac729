from . import test_service_month
from . import test_service_month_random
from . import test_evaluation_criteria
from . import test_evaluation_flow
from . import test_evaluation_marks
from . import test_score
from . import test_my_villages

from . import test_advisor_certificate
from . import test_assignment
from . import test_assignment_slot
from . import test_program
from . import test_roster_import
from . import test_roster_queries
from . import test_village

from . import test_history_import, test_history_rules
from . import test_matter
from . import test_matter_search
from . import test_visit_access
from . import test_visit_bypass
from . import test_visit_certificate
from . import test_visit_correction
from . import test_visit_freeze
from . import test_visit_list
from . import test_visit_overlap
from . import test_visit_owner
from . import test_visit_paper
from . import test_visit_steps
from . import test_visit_times
from . import test_lecture_chain, test_volume_chain
from . import test_volume_close
from . import test_lecture, test_lecture_filing, test_lecture_slip_lists
from . import test_lecture_slip_browser, test_slip, test_slip_paper

from . import (
    test_hours_workbook,
    test_paper_browser,
    test_paper_certificate,
    test_paper_engine,
    test_paper_evaluation,
    test_paper_routes,
    test_print_job,
)
from . import test_archive_export, test_blank_form, test_paper_volume

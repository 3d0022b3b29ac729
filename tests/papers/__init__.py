from . import test_paper_certificate, test_paper_engine, test_print_job

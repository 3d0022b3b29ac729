from . import (
    test_portal_advisor,
    test_portal_committee,
    test_portal_entry,
    test_portal_evaluation,
    test_portal_lecture,
    test_portal_queries,
)

"""Odoo's command line as a file: `python -m odoo` cannot start worker processes."""

import os
import sys

if __name__ == "__main__":
    # this folder is not a place to import from
    sys.path.pop(0)
    import odoo.cli

    if os.environ.get("VLA_TEST_EVENTS"):
        sys.path.insert(0, os.path.dirname(__file__))
        import record_tests

        sys.path.pop(0)
        record_tests.start(os.environ["VLA_TEST_EVENTS"])
    odoo.cli.main()

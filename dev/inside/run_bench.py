"""Builds a province or measures goals, for dev/bench: a Python with Odoo on its path.

VLA_BENCH says what to do as JSON; VLA_ADDONS and VLA_DATA are Odoo's.
"""

import importlib
import json
import os
import sys

MODULE = "village_legal_advisor"

if __name__ == "__main__":
    from odoo.modules.module import initialize_sys_path
    from odoo.tools import config

    config.parse_config(
        [
            f"--addons-path={os.environ['VLA_ADDONS']}",
            f"--data-dir={os.environ['VLA_DATA']}",
            "--http-interface=127.0.0.1",
            "--log-level=warn",
        ],
        setup_logging=True,
    )
    initialize_sys_path()
    order = json.loads(os.environ["VLA_BENCH"])
    name = "province" if "build" in order else "run"
    benchmarks = importlib.import_module(f"odoo.addons.{MODULE}.benchmarks.{name}")
    sys.exit(benchmarks.main(order))

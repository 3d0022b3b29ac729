"""Quiet the libraries that log every step, before they are imported."""

import logging

for name in ("weasyprint", "weasyprint.progress", "fontTools"):
    # Warnings quote the text they complain about: nobody's words go to a log.
    # An administrator's own choice is kept.
    if logging.getLogger(name).level == logging.NOTSET:
        logging.getLogger(name).setLevel(logging.ERROR)

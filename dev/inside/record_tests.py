"""Notes what Odoo's test runner does, one JSON object per line, for dev/test to count.

Reading it from the log would leave doubts: a failure there may be a sub-test's, and
nothing says that a browser ran to the end.
"""

import json
from urllib.parse import urlsplit

from odoo.tests import case, common
from odoo.tests.result import OdooTestResult


def start(path):
    """Write the events to the file ``path`` from now on."""
    events = open(path, "a", buffering=1, encoding="utf-8")

    def note(event, test, text=""):
        while isinstance(test, case._SubTest):
            test = test.test_case
        line = {"event": event, "test": test.id(), "text": str(text)}
        events.write(json.dumps(line) + "\n")

    for method, event in (
        ("startTest", "start"),
        ("addFailure", "failed"),
        ("addError", "failed"),
        ("addSkip", "skipped"),
    ):
        _noting(OdooTestResult, method, event, note)

    browser_js = common.HttpCase.browser_js

    def noted_browser_js(self, *args, **kwargs):
        result = browser_js(self, *args, **kwargs)
        note("browser", self)
        return result

    common.HttpCase.browser_js = noted_browser_js

    fetch_proxy = common.HttpCase.fetch_proxy

    def noted_fetch_proxy(self, url):
        if urlsplit(url).scheme in ("http", "https", "ws", "wss"):
            note("outside", self, f"the browser asked for {url}")
        return fetch_proxy(self, url)

    common.HttpCase.fetch_proxy = noted_fetch_proxy

    send = common.BaseCase._request_handler.__func__

    def noted_send(cls, session, request, /, **options):
        try:
            return send(cls, session, request, **options)
        except common.BlockedRequest:
            note("outside", _Named(cls), f"{request.method} {request.url}")
            raise

    common.BaseCase._request_handler = classmethod(noted_send)


class _Named:
    """What has no test of its own to name is noted under its class."""

    def __init__(self, test_class):
        self.test_class = test_class

    def id(self):
        return f"{self.test_class.__module__}.{self.test_class.__qualname__}"


def _noting(result_class, method, event, note):
    original = getattr(result_class, method)

    def noted(self, test, *details):
        note(event, test, details[0] if event == "skipped" else "")
        return original(self, test, *details)

    setattr(result_class, method, noted)

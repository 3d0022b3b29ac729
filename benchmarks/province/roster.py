import base64
import csv
import io
import lzma
from datetime import date
from pathlib import Path

FILE = Path(__file__).parents[1] / "data" / "villages_44.csv.xz"


def read_roster(count=None):
    """The roster as CSV text, all of it or its first villages.

    :rtype: str
    """
    text = lzma.decompress(FILE.read_bytes()).decode()
    if count is None:
        return text
    return "".join(text.splitlines(keepends=True)[: count + 1])


def read_rows(count=None):
    """The roster's rows as dicts."""
    return list(csv.DictReader(io.StringIO(read_roster(count))))


def import_villages(env, count):
    """Import villages as an officer does."""
    wizard = env["legal.roster.import"].create(
        {
            "file": base64.b64encode(read_roster(count).encode()),
            "in_scope_from": date(2020, 1, 1),
        }
    )
    wizard.action_import()
    assert wizard.state == "done" and wizard.village_new_count == count, (
        wizard.error_ids.mapped("note")
    )

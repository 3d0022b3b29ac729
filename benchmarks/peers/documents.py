"""The module's documents as bare WeasyPrint can read them."""

from pathlib import Path

MODULE = Path(__file__).resolve().parents[2]


def get_documents(report, records):
    """What the module lays out, with its stylesheet named as a file.

    :rtype: list[str]
    """
    return [
        document.replace(
            'href="/village_legal_advisor/static', f'href="{MODULE.as_uri()}/static'
        )
        for document in report._get_paper_documents(report, records.ids)
    ]

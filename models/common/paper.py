"""Layout of papers by WeasyPrint: HTML in, PDF out, no network and no local files.

Nothing in here is Odoo's: run as a program, it lays out documents for a server that
goes on with something else (`paper_process`).
"""

import io
import json
import posixpath
import sys
from pathlib import Path
from urllib.parse import unquote, urlsplit

import lxml.html
from weasyprint import HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

# A host that cannot exist: relative addresses resolve against it, so that whatever
# is not this module's own file is recognised and refused.
BASE_URL = "https://paper.invalid/"
STATIC_PREFIX = "/village_legal_advisor/static/"
ARCHIVE_OPTIONS = {"pdf_variant": "pdf/a-2u"}
# The program's argument for that; it tells the number of pages on a line of its own.
ARCHIVE = "archive"
STATIC_FOLDER = Path(__file__).resolve().parents[2] / "static"
STATIC_TYPES = {".css": "text/css", ".png": "image/png", ".svg": "image/svg+xml"}


class PaperFetcher(URLFetcher):
    """Gives `data:` addresses and this module's static files, nothing else.

    WeasyPrint would embed any local file that the HTML names, and fetch any address.
    """

    def __init__(self):
        super().__init__(allowed_protocols={"data"}, allow_redirects=False)

    def fetch(self, url, headers=None):
        if url[:5].lower() == "data:":
            return super().fetch(url, headers)
        path = posixpath.normpath(unquote(urlsplit(url).path))
        extension = posixpath.splitext(path)[1]
        if (
            not url.startswith(BASE_URL)
            or not path.startswith(STATIC_PREFIX)
            or extension not in STATIC_TYPES
        ):
            raise ValueError("Papers embed nothing from outside the module.")
        body = (STATIC_FOLDER / path.removeprefix(STATIC_PREFIX)).read_bytes()
        return URLFetcherResponse(url, body, {"Content-Type": STATIC_TYPES[extension]})


def split_papers(html):
    """Cut a rendered report into documents that number their own pages.

    :param html: a whole document with any number of ``<article class="paper">``
    :type html: str or bytes
    :return: one ``(record id or None, document)`` per paper, in order; the whole
        report when it has no papers
    :rtype: list[tuple[int | None, str]]
    """
    if isinstance(html, bytes):
        html = html.decode()
    root = lxml.html.document_fromstring(html)
    papers = root.xpath("//article[contains(concat(' ', @class, ' '), ' paper ')]")
    if not papers:
        return [(None, html)]
    head = lxml.html.tostring(root.find("head"), encoding="unicode")
    documents = []
    for paper in papers:
        lang = paper.get("lang") or root.get("lang") or ""
        paper.tail = None
        body = lxml.html.tostring(paper, encoding="unicode")
        res_id = paper.get("data-oe-id") or ""
        documents.append(
            (
                int(res_id) if res_id.isdigit() else None,
                f'<!DOCTYPE html><html lang="{lang}">{head}<body>{body}</body></html>',
            )
        )
    return documents


def lay_out(documents):
    """Lay documents out and join them into one PDF that shares its fonts.

    :param list[str] documents: whole HTML documents, at least one
    :rtype: bytes
    """
    return _write(*_render(documents))


def lay_out_archive(documents):
    """The same as PDF/A-2u, for what is kept for decades: ISO 19005-2, fonts and
    colours inside the file, text that can be read out.

    :param list[str] documents: whole HTML documents, at least one
    :return: the PDF and the number of its pages
    :rtype: tuple[bytes, int]
    """
    first, pages = _render(documents, **ARCHIVE_OPTIONS)
    return _write(first, pages, **ARCHIVE_OPTIONS), len(pages)


def _render(documents, **options):
    font_config = FontConfiguration()
    fetcher = PaperFetcher()
    rendered = [
        HTML(string=document, base_url=BASE_URL, url_fetcher=fetcher).render(
            font_config=font_config, **options
        )
        for document in documents
    ]
    return rendered[0], [page for document in rendered for page in document.pages]


def _write(first, pages, **options):
    target = io.BytesIO()
    first.copy(pages).write_pdf(target, **options)
    return target.getvalue()


if __name__ == "__main__":
    given = json.load(sys.stdin.buffer)
    if sys.argv[1:] == [ARCHIVE]:
        content, page_count = lay_out_archive(given)
        sys.stdout.buffer.write(b"%d\n" % page_count + content)
    else:
        sys.stdout.buffer.write(lay_out(given))

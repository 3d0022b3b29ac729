"""Bare WeasyPrint: documents in, one PDF out; a program and a module.

As a program it reads a JSON list of documents, writes the PDF to the file that its
argument names, and tells the seconds it took, without those for starting.
"""

import json
import sys
import time

from weasyprint import HTML
from weasyprint.text.fonts import FontConfiguration


def lay_out(documents):
    """Each document numbers its own pages; fonts are embedded once.

    :rtype: bytes
    """
    fonts = FontConfiguration()
    rendered = [HTML(string=text).render(font_config=fonts) for text in documents]
    pages = [page for document in rendered for page in document.pages]
    return rendered[0].copy(pages).write_pdf()


if __name__ == "__main__":
    read = json.load(sys.stdin)
    started = time.perf_counter()
    content = lay_out(read)
    seconds = time.perf_counter() - started
    with open(sys.argv[1], "wb") as target:
        target.write(content)
    sys.stdout.write(str(seconds))

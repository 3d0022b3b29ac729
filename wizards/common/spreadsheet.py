"""Reading a CSV or XLSX file line by line; no Odoo in here."""

import codecs
import csv
import io
import itertools
import re
import zipfile
import zlib

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException

# What a compressed workbook may grow to, against files made to exhaust memory.
MAX_UNPACKED = 512 * 1024 * 1024
CHUNK = 1024 * 1024

ZIP_MAGIC = b"PK\x03\x04"
OLD_EXCEL_MAGIC = b"\xd0\xcf\x11\xe0"
SPREADSHEET_NUMBER = re.compile(r"[0-9]+(\.[0-9]+)?[eE]\+?[0-9]+|[0-9]+\.[0-9]*")


class SpreadsheetError(Exception):
    """The file cannot be read at all.

    :param str key: which sentence the wizard says
    """

    def __init__(self, key):
        super().__init__(key)
        self.key = key


def iter_lines(file):
    """Cells of a CSV or XLSX file as text, empty lines left out.

    A CSV file is read as it is asked for, however long it is.

    :param file: a binary file that can seek
    :return: yields (line number as the spreadsheet shows it, [cell text])
    :raises SpreadsheetError: when it is neither
    """
    file.seek(0)
    magic = file.read(4)
    if magic.startswith(ZIP_MAGIC):
        lines = _read_workbook(file)
    elif magic.startswith(OLD_EXCEL_MAGIC):
        raise SpreadsheetError("old_excel")
    else:
        lines = _read_csv(file, _find_encoding(file))
    for number, cells in lines:
        if any(cells):
            yield number, cells


def _find_encoding(file):
    for encoding in ("utf-8-sig", "gb18030"):
        decoder = codecs.getincrementaldecoder(encoding)()
        file.seek(0)
        try:
            while chunk := file.read(CHUNK):
                if b"\x00" in chunk:
                    raise SpreadsheetError("not_a_spreadsheet")
                decoder.decode(chunk)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            continue
        return encoding
    raise SpreadsheetError("not_a_spreadsheet")


def _read_csv(file, encoding):
    file.seek(0)
    text = io.TextIOWrapper(file, encoding, newline="")
    try:
        first = text.readline().removeprefix("\ufeff")
        delimiter = max(",;\t", key=first.count)
        reader = csv.reader(itertools.chain([first], text), delimiter=delimiter)
        # A quoted cell may span lines: the number is that of the line it ends on.
        for cells in reader:
            yield reader.line_num, [cell.strip() for cell in cells]
    except csv.Error as error:
        raise SpreadsheetError("not_a_spreadsheet") from error
    finally:
        # The wrapper would close a file that is not its own.
        if not file.closed:
            text.detach()


def _read_workbook(file):
    try:
        with zipfile.ZipFile(file) as archive:
            if sum(item.file_size for item in archive.infolist()) > MAX_UNPACKED:
                raise SpreadsheetError("too_long")
        workbook = openpyxl.load_workbook(file, read_only=True, data_only=True)
        sheet = workbook.worksheets[0]
        # Some programs write a wrong extent, and cells beyond it would be lost.
        sheet.reset_dimensions()
        for number, cells in enumerate(sheet.iter_rows(values_only=True), start=1):
            yield number, [cell_text(cell) for cell in cells]
        workbook.close()
    except (
        zipfile.BadZipFile,
        zlib.error,
        InvalidFileException,
        AttributeError,
        LookupError,
        OSError,
        SyntaxError,
        TypeError,
        ValueError,
    ) as error:
        raise SpreadsheetError("not_a_spreadsheet") from error


def cell_text(cell):
    """Text of a cell; a code typed as a whole number is still exact.

    >>> cell_text(654002001201)
    '654002001201'
    >>> cell_text(654002001201.5)
    '654002001201.5'
    >>> cell_text(None)
    ''
    """
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return str(cell).strip()

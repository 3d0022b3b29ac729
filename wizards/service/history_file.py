"""What the columns of a history file mean; no Odoo in here."""

import functools
import json
import re
import unicodedata

from ..common.spreadsheet import SpreadsheetError

# Headings, the first of each in templates; compared without case and spaces.
HEADINGS = {
    "kind": ("kind", "记录类型", "类型"),
    "village_code": ("village_code", "村(社区)代码", "村代码", "区划代码"),
    "licence_number": ("licence_number", "执业证号", "法律顾问执业证号"),
    "date": ("date", "服务日期", "日期"),
    "time_start": ("time_start", "开始时间"),
    "time_stop": ("time_stop", "结束时间"),
    "minutes": ("minutes", "分钟", "时长(分钟)"),
    "mode": ("mode", "服务形式"),
    "form": ("form", "服务方式"),
    "place": ("place", "地点", "服务地点"),
    "client": ("client", "服务对象"),
    "category": ("category", "事项类别", "类别"),
    "topic": ("topic", "主题", "讲座主题"),
    "summary": ("summary", "内容摘要", "事项摘要"),
    "advice": ("advice", "法律意见"),
    "audience_count": ("audience_count", "参加人数"),
    "recorded_date": ("recorded_date", "登记日期", "记录日期"),
    "confirmed_date": ("confirmed_date", "确认日期"),
    "receipt_date": ("receipt_date", "提纲收件日期", "提纲备案日期"),
    "late_reason": ("late_reason", "补录原因"),
}
COLUMNS = tuple(HEADINGS)
REQUIRED = ("village_code", "licence_number", "date", "mode")
# Of the workbook of bad lines, which may be mended and brought back as it is.
IGNORED = ("line", "reason", "行号", "错误原因")
VALUES = {
    "kind": {
        "entry": ("", "entry", "service entry", "服务记录"),
        "lecture": ("lecture", "法制讲座", "讲座"),
    },
    "mode": {
        "on_site": ("on_site", "on site", "现场"),
        "phone": ("phone", "by phone", "电话"),
        "online": ("online", "网络", "线上"),
        "written": ("written", "in writing", "书面"),
    },
    "form": {
        "fixed": ("", "fixed", "fixed place", "定点"),
        "mobile": ("mobile", "流动"),
    },
    "client": {
        "villager": ("", "villager", "村(居)民", "村民", "居民"),
        "committee": ("committee", "village committee", "村(居)委会", "村委会"),
        "public": ("public", "general public", "群众(不特定)", "群众"),
    },
}
DAY = re.compile(
    r"([0-9]{4})(?:[-/.年])([0-9]{1,2})(?:[-/.月])([0-9]{1,2})日?(?: 00:00:00)?"
)
PLAIN_DAY = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})")
CLOCK = re.compile(r"([0-9]{1,2})[:：]([0-9]{2})(?::00)?")
NUMBER = re.compile(r"[0-9]{1,6}")
MONTH_DAYS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
MAX_CACHED = 20_000


def normal(text):
    """Text as headings and choices are compared.

    >>> normal(" 村（社区）代码 ")
    '村(社区)代码'
    >>> normal("On  Site")
    'on site'
    """
    return " ".join(unicodedata.normalize("NFKC", text).lower().split())


_HEADINGS = {name: column for column, names in HEADINGS.items() for name in names}
_CHOICES = {
    column: {text: value for value, texts in values.items() for text in texts}
    for column, values in VALUES.items()
}


def check_header(cells):
    """Columns of the file by position, None where a column is left aside.

    Without a heading, a column may hold nothing: "".

    >>> check_header(["村代码", "licence_number", "日期", "Mode", "", "reason"])
    ['village_code', 'licence_number', 'date', 'mode', '', None]

    :raises SpreadsheetError: `params` say which column is unknown, twice or missing
    """
    columns = []
    for cell in cells:
        name = normal(cell)
        column = _HEADINGS.get(name) if name else ""
        if column is None and name not in IGNORED:
            raise HeadingError("unknown_column", cell)
        if column and column in columns:
            raise HeadingError("repeated_column", cell)
        columns.append(column)
    for column in REQUIRED:
        if column not in columns:
            raise HeadingError("missing_column", " / ".join(HEADINGS[column][1::-1]))
    return columns


class HeadingError(SpreadsheetError):
    """A heading that does not fit.

    :param str column: which one
    """

    def __init__(self, key, column):
        super().__init__(key)
        self.column = column


@functools.lru_cache(MAX_CACHED)
def parse_day(text):
    """A day in ISO form.

    >>> [parse_day(text) for text in ("2024年3月5日", "20240229", "2023-02-29")]
    ['2024-03-05', '2024-02-29', None]
    """
    match = DAY.fullmatch(text) or PLAIN_DAY.fullmatch(text)
    if not match:
        return None
    year, month, day = map(int, match.groups())
    if not (1900 <= year and 1 <= month <= 12):
        return None
    is_leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    last = 29 if month == 2 and is_leap else MONTH_DAYS[month - 1]
    return f"{year:04d}-{month:02d}-{day:02d}" if 1 <= day <= last else None


@functools.lru_cache(MAX_CACHED)
def parse_clock(text):
    """Minutes after midnight, as text; 24:00 is the day's end.

    >>> [parse_clock(text) for text in ("9:30", "09:30:00", "24:00", "9.5", "24:01")]
    ['570', '570', '1440', None, None]
    """
    match = CLOCK.fullmatch(text)
    if not match:
        return None
    hours, minutes = map(int, match.groups())
    total = hours * 60 + minutes
    return str(total) if minutes < 60 and total <= 1440 else None


def parse_number(text):
    return text if NUMBER.fullmatch(text) else None


@functools.lru_cache(MAX_CACHED)
def parse_choice(column, text):
    return _CHOICES[column].get(normal(text))


PARSERS = {
    "date": parse_day,
    "recorded_date": parse_day,
    "confirmed_date": parse_day,
    "receipt_date": parse_day,
    "time_start": parse_clock,
    "time_stop": parse_clock,
    "minutes": parse_number,
    "audience_count": parse_number,
    "kind": functools.partial(parse_choice, "kind"),
    "mode": functools.partial(parse_choice, "mode"),
    "form": functools.partial(parse_choice, "form"),
    "client": functools.partial(parse_choice, "client"),
}
# Empty cells that mean something.
DEFAULTS = {column: parse_choice(column, "") for column in ("kind", "form", "client")}


def parse_row(columns, number, cells):
    """One line as it is copied into the database.

    :param columns: of `check_header`
    :return: the values of `TOLD_TABLE`; the last one names the columns whose cell means
        nothing, or that the line has too many cells
    """
    row, unreadable = dict(DEFAULTS), []
    headless = any(cells[len(columns) :])
    for column, cell in zip(columns, cells, strict=False):
        if not cell or not column:
            headless = headless or bool(cell) and column == ""
            continue
        parse = PARSERS.get(column)
        row[column] = value = parse(cell) if parse else cell
        if value is None:
            unreadable.append(column)
    if headless:
        unreadable.append("too_many_cells")
    get = row.get
    category, topic = get("category"), get("topic")
    return (
        str(number),
        json.dumps(cells, ensure_ascii=False),
        row["kind"],
        get("village_code"),
        get("licence_number"),
        get("date"),
        get("time_start"),
        get("time_stop"),
        get("minutes"),
        get("mode"),
        row["form"],
        get("place"),
        row["client"],
        category,
        topic,
        get("summary"),
        get("advice"),
        get("audience_count"),
        get("recorded_date"),
        get("confirmed_date"),
        get("receipt_date"),
        get("late_reason"),
        ",".join(unreadable) or None,
    )


_SPECIAL = re.compile(r"[\\\t\n\r]")
_ESCAPES = str.maketrans({"\\": r"\\", "\t": r"\t", "\n": r"\n", "\r": r"\r"})


def copy_line(values):
    r"""Values as PostgreSQL's COPY reads them.

    >>> copy_line(("a\tb", None, "村"))
    'a\\tb\t\\N\t村\n'
    """
    cells = [
        r"\N"
        if value is None
        else value.translate(_ESCAPES)
        if _SPECIAL.search(value)
        else value
        for value in values
    ]
    return "\t".join(cells) + "\n"

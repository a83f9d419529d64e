"""Files to rows: XLSX, XLS, ODS, CSV and TSV as rows of raw cells with their row numbers.

Whatever is wrong with a file ends in one sentence, raised as ValidationError. What a file says of
its own size is not believed.
"""

import csv
import io
import re
import zipfile
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import PurePath

import python_calamine
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

MOST_ROWS = 200_000
MOST_COLUMNS = 500
MOST_CELLS = 10_000_000  # calamine holds the whole rectangle, used or not
MOST_UNPACKED = 400 * 1024 * 1024
LONGEST_CELL = 32_767  # what a spreadsheet itself allows
ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
BOOK = "Workbook".encode("utf-16-le")
TEXT_NAMES = {".csv", ".tsv", ".txt"}
BOOK_NAMES = {".xlsx", ".xlsm", ".xls", ".ods"}
CELL_NAME = re.compile(rb'<(?:\w+:)?c [^>]*?\br="([A-Z]{1,3})(\d{1,7})"')
HALF_CHARACTER = re.compile("[\ud800-\udfff\0]")


@dataclass
class Sheet:
    """A sheet as it was: `rows[n]` is its row n + 1; `merged` are (first row, first column, last
    row, last column), counted from 0. `encoding` is that of a text file."""

    rows: list
    name: str = ""
    names: tuple = ()
    merged: list = field(default_factory=list)
    encoding: str = ""


def unreadable(sentence, code="unreadable", **params):
    return ValidationError(sentence, code=code, params=params)


def read(content, filename, sheet=""):
    """The sheet that is named, else the first one with anything in it. `content` is bytes."""
    refuse_size(content)
    suffix = PurePath(filename).suffix.lower()
    if suffix not in TEXT_NAMES | BOOK_NAMES:
        raise unreadable(
            _("“%(name)s” is no kind of sheet we read. Bring XLSX, XLS, ODS, CSV or TSV."),
            "extension",
            name=filename,
        )
    if content[:4] in (ZIP, OLE):
        found = read_book(content, sheet)
    elif suffix in BOOK_NAMES:
        raise unreadable(
            _("The name says that this is a workbook, but its content is not. Save it anew."),
            "extension",
        )
    else:
        found = read_text(content)
    return checked(found)


def refuse_size(content):
    most = settings.EXCHANGE_MAX_UPLOAD_MB
    if not content:
        raise unreadable(_("This file is empty."), "empty")
    if len(content) > most * 1024 * 1024:
        raise unreadable(
            _("This file is larger than %(most)d MB. Split it and bring the parts."),
            "huge",
            most=most,
        )


def checked(sheet):
    """Trailing blank rows go; an empty or oversized sheet is refused; cells become JSON's own."""
    rows = [tidy_row(row) for row in sheet.rows]
    while rows and is_blank(rows[-1]):
        rows.pop()
    if not rows:
        raise unreadable(_("There is nothing on this sheet."), "empty")
    if len(rows) > MOST_ROWS:
        raise unreadable(
            _("This sheet has %(n)d rows; %(most)d is the most. Split it."),
            "huge",
            n=len(rows),
            most=MOST_ROWS,
        )
    wide = max(len(row) for row in rows)
    if wide > MOST_COLUMNS:
        raise unreadable(
            _("This sheet has %(n)d columns; %(most)d is the most."),
            "huge",
            n=wide,
            most=MOST_COLUMNS,
        )
    sheet.rows = [row + [""] * (wide - len(row)) for row in rows]
    return sheet


def is_blank(cells):
    return all(cell is None or (isinstance(cell, str) and not cell.strip()) for cell in cells)


def tidy_row(row):
    cells = [tidy(cell) for cell in row]
    while cells and cells[-1] == "":
        cells.pop()
    return cells


def tidy(cell):
    """A cell as JSON and PostgreSQL can hold it; whole floats are integers, as people see them."""
    if isinstance(cell, str):
        return HALF_CHARACTER.sub("\ufffd", cell[: LONGEST_CELL + 1])
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return int(cell)
    if isinstance(cell, (date, datetime, time)):
        return cell.isoformat()
    if isinstance(cell, timedelta):
        return cell.total_seconds() / 86_400
    return cell


# ---------------------------------------------------------------- workbooks


def read_book(content, sheet):
    if content[:4] == ZIP:
        refuse_bomb(content)
    elif ENCRYPTED in content:
        raise unreadable(
            _("This workbook is protected by a password. Save it without one."), "encrypted"
        )
    elif BOOK not in content:
        raise unreadable(_("This file is not a spreadsheet."), "extension")
    try:
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
        name = chosen_name(book, sheet)
        page = book.get_sheet_by_name(name)
        rows = page.to_python(skip_empty_area=False)
    except python_calamine.PasswordError as error:
        raise unreadable(
            _("This workbook is protected by a password. Save it without one."), "encrypted"
        ) from error
    except (python_calamine.CalamineError, OSError, ValueError) as error:
        raise unreadable(
            _("This workbook cannot be read: it is damaged or of another kind. Save it anew.")
        ) from error
    merged = [(*first, *last) for first, last in page.merged_cell_ranges or ()]
    return Sheet(rows, name, tuple(book.sheet_names), merged)


def chosen_name(book, sheet):
    names = book.sheet_names
    if sheet:
        if sheet in names:
            return sheet
        raise unreadable(
            _("There is no sheet “%(sheet)s”; there are: %(names)s."),
            "sheet",
            sheet=sheet,
            names=", ".join(names),
        )
    if not names:
        raise unreadable(_("This workbook has no sheet."), "empty")
    filled = (name for name in names if book.get_sheet_by_name(name).start is not None)
    return next(filled, names[0])


def refuse_bomb(content):
    """Unpack every part for real, piece by piece, and measure the rectangle its cells span."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            left = MOST_UNPACKED
            for part in archive.infolist():
                left -= unpacked_size(archive, part, left)
    except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError, ValueError) as error:
        raise unreadable(_("This workbook is damaged. Save it anew.")) from error
    except RuntimeError as error:  # zipfile's way of saying that a part is encrypted
        raise unreadable(
            _("This workbook is protected by a password. Save it without one."), "encrypted"
        ) from error


def unpacked_size(archive, part, left):
    size, tail, high, wide = 0, b"", 0, 0
    is_sheet = part.filename.startswith("xl/worksheets/")
    with archive.open(part) as stream:
        while piece := stream.read(1 << 20):
            size += len(piece)
            if size > left:
                raise unreadable(_("This workbook unpacks to far more than it should."), "huge")
            if is_sheet:
                high, wide = spanned(tail + piece, high, wide)
                tail = piece[-100:]
    return size


def spanned(xml, high, wide):
    """The lowest and rightmost cell named so far; refuses a rectangle that no memory holds."""
    for letters, digits in CELL_NAME.findall(xml):
        high, wide = max(high, int(digits)), max(wide, column_number(letters))
    if high * wide > MOST_CELLS:
        raise unreadable(
            _("This sheet reaches to row %(rows)d and column %(columns)d. Delete the far cells."),
            "huge",
            rows=high,
            columns=wide,
        )
    return high, wide


def column_number(letters):
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


# ---------------------------------------------------------------- text


def read_text(content):
    text, encoding = decode(content)
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter_of(text))
    try:
        rows = list(lines)
    except csv.Error as error:
        raise unreadable(
            _("Line %(line)d cannot be read: is a quotation mark missing?"),
            line=lines.line_num,
        ) from error
    return Sheet(rows, encoding=encoding)


def decode(content):
    """The text and its encoding: by its mark, else UTF-16 by its zeros, else UTF-8, else 1256."""
    for mark, encoding in (
        (b"\xef\xbb\xbf", "utf-8-sig"),
        (b"\xff\xfe", "utf-16"),
        (b"\xfe\xff", "utf-16"),
    ):
        if content.startswith(mark):
            return decoded(content, encoding), encoding
    if b"\0" in content[:1000]:
        encoding = utf_16_of(content[:1000])
        return decoded(content, encoding), encoding
    try:
        return content.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        return decoded(content, "windows-1256"), "windows-1256"


def utf_16_of(head):
    """Which UTF-16: its blanks, digits and commas have their zeros all on one side."""
    low, high = head[1::2].count(0), head[0::2].count(0)
    if min(low, high) * 10 > max(low, high) or max(low, high) * 20 < len(head):
        raise unreadable(_("This file is not a sheet but binary data."), "extension")
    return "utf-16-le" if low > high else "utf-16-be"


def decoded(content, encoding):
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        raise unreadable(
            _("The letters of this file cannot be read. Save it as CSV UTF-8.")
        ) from error


def delimiter_of(text):
    """The separator that gives the first lines the most columns in common."""
    head = "\n".join(re.split(r"\r\n|\r|\n", text[:20_000])[:20])
    return max(",;\t", key=lambda mark: common_width(head, mark))


def common_width(head, mark):
    try:
        widths = [len(row) for row in csv.reader(io.StringIO(head, newline=""), delimiter=mark)]
    except csv.Error:
        return (0, 0)
    wide = [width for width in widths if width > 1]
    return max(((wide.count(each), each) for each in wide), default=(0, 1))

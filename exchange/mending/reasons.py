"""A sheet as its own workbook again, to mend elsewhere: rows and columns in their places.

Faulty cells are marked and say why, the reasons stand in a column at the end, and beside them the
id by which each row is found again.
"""

import io
import re
from datetime import datetime, time
from itertools import islice

import xlsxwriter
from django.db.models import Q
from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _

from casework.sentences import told
from exchange import reading
from exchange.cells.formulas import would_run
from exchange.mending.sight import held_to
from exchange.models import NEEDS_A_LOOK
from exchange.rows import ERROR, NOTE

MOST_ROWS = 10_000  # of a longer sheet only the rows that need a look or were mended
AT_ONCE = 1000
LONGEST = 32_767
LONGEST_NOTE = 1000
ROW_ID = re.compile(r"AM-([0-9a-f]{12})-(\d{1,7})")
ISO = re.compile(r"\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}:\d{2})?")
NOT_IN_A_NAME = re.compile(r"[\[\]:*?/\\]")
COLOURS = {"wrong": "#F9D7D5", "doubt": "#FBEBC8", "mended": "#DDEFE2"}


def workbook(sheet, reader):
    """Bytes of an XLSX."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(
        out, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    page = book.add_worksheet(NOT_IN_A_NAME.sub(" ", sheet.sheet)[:31] or None)
    if get_language_bidi() or is_arabic(sheet.headers):
        page.right_to_left()
    page.freeze_panes(sheet.header_row, 0)
    writer = Writer(sheet, book, page)
    writer.write_above(above(sheet))
    for line, row in enumerate(rows_for(reader, sheet), sheet.header_row):
        writer.write_row(line, row)
    book.close()
    return out.getvalue()


def rows_of(sheet):
    rows = sheet.rows.order_by("number")
    return rows.filter(NEEDS_A_LOOK | ~Q(edits={})) if is_partial(sheet) else rows


def rows_for(reader, sheet):
    """The rows, chunk by chunk, without what this person may not see by now."""
    rows = rows_of(sheet).iterator(chunk_size=AT_ONCE)
    while chunk := held_to(reader, sheet, islice(rows, AT_ONCE)):
        yield from chunk


def is_partial(sheet):
    """Whether the workbook holds only the rows that need a look or were mended."""
    return sheet.totals.get("rows", 0) > MOST_ROWS


def above(sheet):
    """The rows of the file down to its header, as they came; once it is deleted, the header."""
    if sheet.forgotten_at:
        return [*([] for _row in range(sheet.header_row - 1)), sheet.headers]
    where = {"sheet": sheet.sheet, "separator": sheet.separator}
    with sheet.file.open("rb") as file, reading.opened(file, sheet.name, **where) as read:
        rows = list(islice(read.rows, sheet.header_row))
    rows[-1] = [*rows[-1], *sheet.headers[len(rows[-1]) :]]
    return rows


def row_id(sheet, number):
    return f"AM-{sheet.pk.hex[-12:]}-{number}"


class Writer:
    """Writes the rows of one sheet; a date of a workbook stays a date."""

    def __init__(self, sheet, book, page):
        self.sheet, self.page = sheet, page
        self.is_book = not sheet.report.get("encoding")
        self.width = len(sheet.headers)
        self.places = {name: int(position) for position, name in sheet.mapping.items()}
        self.head = book.add_format({"bold": True})
        self.styles = {
            (mark, kind): book.add_format(colour | how)
            for mark, colour in {
                "": {},
                **{mark: {"bg_color": code} for mark, code in COLOURS.items()},
            }.items()
            for kind, how in {
                "": {},
                "text": {"quote_prefix": True},
                "day": {"num_format": "yyyy-mm-dd"},
                "moment": {"num_format": "yyyy-mm-dd hh:mm"},
                "long": {"text_wrap": True, "valign": "top"},
            }.items()
        }

    def write_above(self, rows):
        for line, cells in enumerate(rows):
            for place, value in enumerate(cells):
                self.write(line, place, value, self.head)
        line = self.sheet.header_row - 1
        self.page.write_string(line, self.width, _("What is wrong"), self.head)
        self.page.write_string(line, self.width + 1, _("Row id: leave it as it is"), self.head)
        self.page.set_column(self.width, self.width, 60)

    def write_row(self, line, row):
        said = self.findings_by_place(row)
        for place in range(len(row.raw)):
            findings = said.get(place, [])
            mark = mark_of(findings, is_mended=str(place) in row.edits)
            self.write_cell(line, place, row.cell(place), mark)
            if findings:
                note = "\n".join(told(found) for found in findings)[:LONGEST_NOTE]
                self.page.write_comment(line, place, note)
        style = self.styles["", "long"]
        self.page.write_string(line, self.width, self.reasons(row)[:LONGEST], style)
        self.page.write_string(line, self.width + 1, row_id(self.sheet, row.number))

    def findings_by_place(self, row):
        said = {}
        for found in row.findings:
            place = self.places.get(found["column"])
            if place is not None and found["severity"] != NOTE:
                said.setdefault(place, []).append(found)
        return said

    def write_cell(self, line, place, value, mark):
        if value is None or value == "":
            if mark:
                self.page.write_blank(line, place, None, self.styles[mark, ""])
        elif self.is_book and isinstance(value, str) and ISO.fullmatch(value):
            moment = datetime.fromisoformat(value)
            kind = "day" if moment.time() == time.min else "moment"
            self.page.write_datetime(line, place, moment, self.styles[mark, kind])
        else:
            runs = isinstance(value, str) and would_run(value)
            self.write(line, place, value, self.styles[mark, "text" if runs else ""])

    def write(self, line, place, value, style):
        if isinstance(value, bool):
            self.page.write_boolean(line, place, value, style)
        elif isinstance(value, (int, float)):
            self.page.write_number(line, place, value, style)
        elif value:
            self.page.write_string(line, place, str(value)[:LONGEST], style)

    def reasons(self, row):
        """Every error and warning of the row, each with its header."""
        said = []
        for found in row.findings:
            if found["severity"] != NOTE:
                place = self.places.get(found["column"])
                head = self.sheet.headers[place] if place is not None else ""
                said.append(f"{head}: {told(found)}" if head else told(found))
        return "\n".join(said)


def mark_of(findings, *, is_mended):
    if any(found["severity"] == ERROR for found in findings):
        return "wrong"
    return "doubt" if findings else "mended" if is_mended else ""


def is_arabic(headers):
    return any("\u0600" <= letter <= "\u06ff" for header in headers for letter in header)

"""XLSX in constant memory: the workbook is XlsxWriter's, its rows are streamed into it.

XlsxWriter writes about 1,800 rows of 55 columns a second, most of it spent on calls per cell. Its
workbook with one empty sheet (styles, direction, frozen header) is the frame; the rows are put
between the frame's halves at eight times the speed. Every text is an inline string with a quote
prefix: neither Excel nor LibreOffice takes it for a formula, also after somebody edits the cell.
"""

import re
import tempfile
import zipfile

import xlsxwriter
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from xlsxwriter.utility import xl_col_to_name

from exchange.cells.formulas import kept_apart
from exchange.exporting.formats.xml_text import escaped

SHEET = "xl/worksheets/sheet1.xml"
FRAME_ROWS = re.compile(rb"<sheetData\s*/>|<sheetData>.*</sheetData>", re.DOTALL)
LONGEST = 32_767  # UTF-16 units of a cell, by Excel's specification
MOST_ROWS = 1_048_576
AT_ONCE = 200
# A spreadsheet reads _x000D_ as a character: a text that says so itself has its mark escaped.
SPELLED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
HEAD, TEXT = 1, 2  # styles by the order in which the frame makes them


def write(file, table):
    """The table as a workbook with one sheet."""
    with tempfile.TemporaryFile() as frame_file:
        write_frame(frame_file, table)
        with (
            zipfile.ZipFile(frame_file) as frame,
            zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=4) as book,
        ):
            for name in frame.namelist():
                if name != SHEET:
                    book.writestr(name, frame.read(name))
            write_sheet(book, frame.read(SHEET), table)


def write_frame(file, table):
    """A workbook whose only sheet is empty. Its styles are HEAD and TEXT, in this order."""
    book = xlsxwriter.Workbook(file, {"in_memory": True})
    sheet = book.add_worksheet(table.title[:31])
    head = book.add_format({"bold": True, "quote_prefix": True})
    text = book.add_format({"quote_prefix": True})
    sheet.write_blank(0, 0, None, head)
    sheet.write_blank(1, 0, None, text)
    if table.right_to_left:
        sheet.right_to_left()
    sheet.freeze_panes(len(table.heads()), 0)
    book.close()


def write_sheet(book, frame, table):
    before, after = FRAME_ROWS.split(frame, maxsplit=1)
    with book.open(SHEET, "w", force_zip64=True) as sheet:
        sheet.write(without_size(before) + b"<sheetData>")
        buffer = []
        for line in lines(table):
            buffer.append(line)
            if len(buffer) == AT_ONCE:
                sheet.write("".join(buffer).encode())
                buffer.clear()
        sheet.write("".join(buffer).encode())
        sheet.write(b"</sheetData>" + after)


def without_size(head):
    """The frame says how large it is; the rows to come are not counted yet."""
    return re.sub(rb"<dimension [^>]*/>", b"", head)


def lines(table):
    """The XML of each row, the headers first."""
    letters = [xl_col_to_name(place) for place in range(len(table.names))]
    heads = table.heads()
    for number, row in enumerate(heads, 1):
        yield line(letters, number, row, HEAD, table)
    for number, row in enumerate(table.counted(), len(heads) + 1):
        if number > MOST_ROWS:
            raise ValidationError(
                _("An Excel sheet holds %(most)d rows, and these are more. Take CSV or ODS.")
                % {"most": MOST_ROWS}
            )
        yield line(letters, number, row, TEXT, table)


def line(letters, number, row, style, table):
    cells = []
    for letter, value in zip(letters, row, strict=True):
        if value is None or value == "":
            continue
        if type(value) is not str:
            cells.append(f'<c r="{letter}{number}"><v>{value}</v></c>')
            continue
        cells.append(
            f'<c r="{letter}{number}" s="{style}" t="inlineStr"><is>'
            f'<t xml:space="preserve">{as_text(value, table)}</t></is></c>'
        )
    return f'<row r="{number}">{"".join(cells)}</row>'


def as_text(value, table):
    value = kept_apart(value)
    if len(value) > LONGEST // 2:
        value = shortened(value, table)
    if "_x" in value:
        value = SPELLED.sub("_x005F_", value)
    if "\r" in value:  # a bare one would be read as a line feed
        value = value.replace("\r", "_x000D_")
    return escaped(value)


def shortened(text, table):
    """What Excel can hold of a text; the table knows that something was left out.

    It is still too long to be brought back, so a shortened text never replaces the whole one.
    """
    units = text.encode("utf-16-le", "surrogatepass")
    if len(units) <= LONGEST * 2:
        return text
    table.cut += 1
    return units[: LONGEST * 2].decode("utf-16-le", "ignore")

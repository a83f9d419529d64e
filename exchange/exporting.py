"""Records to files: CSV and XLSX, row by row, only what this person may take, without formulas.

A text that a spreadsheet would run (= + - @ tab) gets an apostrophe before it in CSV, which
`cells.bared` takes off again; in XLSX such a cell is marked as text.
"""

import csv
import hashlib
import io
import tempfile

import xlsxwriter
from django.utils.translation import get_language_bidi, override

from exchange.cells import FORMULA_STARTS
from exchange.models import ExportLog

BOM = "\ufeff"  # without it Excel takes Arabic for another encoding
AT_ONCE = 500
PIECE = 64 * 1024
TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def neutral(value):
    """The value as a CSV may hold it: no text of it is a formula. Numbers stay numbers."""
    if isinstance(value, str) and value.lstrip("'").startswith(FORMULA_STARTS):
        return f"'{value}"
    return value


def may_export(resource):
    """Whether the person may take out this kind at all."""
    meta = resource._meta.model._meta
    sees = f"{meta.app_label}.view_{meta.model_name}"
    by = resource.by
    return by.has_perm("exchange.export_cases") and (
        by.has_perm(sees) or not hasattr(resource._meta.model, "field_policy")
    )


def rows_of(resource, params):
    """Headers, then the rows of the records that the list's query string chooses."""
    columns = resource.readable_columns()
    yield [column.column_name for column in columns]
    records = resource.filtered(resource.queryset(), params)
    for record in records.iterator(chunk_size=AT_ONCE):
        yield from resource.sheet_rows(record, columns)


def stream(resource, form, params):
    """The pieces of the file; logged when the last one was sent, with rows and hash."""
    log = ExportLog.objects.create(
        kind=resource.kind, form=form, filter=dict(params), by=resource.by
    )
    digest, count = hashlib.sha256(), Counted(rows_of(resource, params))
    with override("en"):
        for piece in {"csv": csv_pieces, "xlsx": xlsx_pieces}[form](count):
            digest.update(piece)
            yield piece
    ExportLog.objects.filter(pk=log.pk).update(rows=count.passed - 1, sha256=digest.hexdigest())


class Counted:
    """An iterator that knows how many items have passed."""

    def __init__(self, items):
        self.items, self.passed = items, 0

    def __iter__(self):
        for item in self.items:
            self.passed += 1
            yield item


def csv_pieces(rows):
    buffer = io.StringIO()
    buffer.write(BOM)
    writer = csv.writer(buffer)
    for row in rows:
        writer.writerow([neutral(value) for value in row])
        if buffer.tell() > PIECE:
            yield taken(buffer)
    yield taken(buffer)


def taken(buffer):
    text = buffer.getvalue()
    buffer.seek(0)
    buffer.truncate()
    return text.encode()


def xlsx_pieces(rows, *, right_to_left=False):
    with tempfile.TemporaryFile() as file:
        kept = ([kept_apart(value) for value in row] for row in rows)
        write_workbook(file, kept, right_to_left=right_to_left or get_language_bidi())
        file.seek(0)
        while piece := file.read(PIECE):
            yield piece


def kept_apart(value):
    """A text that begins like one of our neutralised ones gets an apostrophe more."""
    return neutral(value) if isinstance(value, str) and value.startswith("'") else value


def write_workbook(file, rows, *, right_to_left=False, marked=None):
    """One sheet of rows; `marked(row number from 0, column)` says which cells to colour."""
    book = xlsxwriter.Workbook(
        file,
        {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False},
    )
    sheet = book.add_worksheet()
    if right_to_left:
        sheet.right_to_left()
    sheet.freeze_panes(1, 0)
    formats = {
        "text": book.add_format({"quote_prefix": True}),
        "head": book.add_format({"bold": True}),
        "wrong": book.add_format({"bg_color": "#F9D7D5", "quote_prefix": True}),
    }
    for number, row in enumerate(rows):
        for place, value in enumerate(row):
            kind = "head" if number == 0 else "text"
            if marked and marked(number, place):
                kind = "wrong"
            write_cell(sheet, number, place, value, formats[kind], marked is not None)
    book.close()


def write_cell(sheet, number, place, value, style, always):
    if value is None or value == "":
        if always:
            sheet.write_blank(number, place, None, style)
    elif isinstance(value, bool):
        sheet.write_boolean(number, place, value)
    elif isinstance(value, str):
        sheet.write_string(number, place, value[:32_767], style)
    else:
        sheet.write_number(number, place, value, style if always else None)

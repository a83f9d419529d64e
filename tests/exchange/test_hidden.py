"""Rows that a workbook hides are read like the others, and said to be hidden."""

import io

import pytest
import xlsxwriter

from exchange import reading
from exchange.parsing.failed import PIECE
from exchange.parsing.hidden import HiddenRows
from tests.exchange.test_importing import GOOD, HEADERS


def workbook(hidden, rows=6):
    """Bytes of an XLSX: a title, the headers, so many rows; those of `hidden` count from 1."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        page = book.add_worksheet("Cases")
        for number, cells in enumerate([["Strikes"], HEADERS, *[GOOD] * rows]):
            page.write_row(number, 0, cells)
        for number in hidden:
            page.set_row(number - 1, None, None, {"hidden": True})
    return out.getvalue()


def test_a_hidden_row_is_read_and_told():
    sheet = reading.read(workbook([1, 4, 5]), "a.xlsx")
    assert (len(sheet.rows), sheet.hidden) == (8, [1, 4, 5])


def test_a_row_far_below_the_cells_is_not_told():
    assert reading.read(workbook([500]), "a.xlsx").hidden == []


def test_rows_of_a_long_sheet_are_each_counted_once():
    hidden = range(3, 20_003)
    assert reading.read(workbook(hidden, rows=20_000), "a.xlsx").hidden == [*hidden]
    assert len(workbook(hidden, rows=20_000)) > PIECE / 10  # its markup comes in several pieces


@pytest.mark.parametrize(
    ("row", "numbers"),
    [
        (b'<row r="7" ht="12.8" hidden="true" outlineLevel="0">', {7}),
        (b"<x:row hidden='1' r='8'>", {8}),
        (b'<row r="9" hidden="false"><c r="A9" hidden="1"/>', set()),
        (b'<col min="1" max="3" hidden="1"/><row r="2">', set()),
    ],
)
def test_rows_are_marked_in_several_ways(row, numbers):
    rows = HiddenRows()
    rows.look(row)
    assert rows.numbers == numbers


@pytest.mark.parametrize(
    ("hidden", "sentence"),
    [
        ([4, 5], "2 rows are hidden in the workbook; they are read like the others."),
        ([1, 3], "1 row is hidden in the workbook; it is read like the others."),
    ],
)
def test_the_page_of_the_check_tells_how_many_records_are_hidden(
    bring, signed_in, manager, hidden, sentence
):
    sheet = bring("incidents", workbook(hidden), name="a.xlsx")
    page = signed_in(manager).get(f"/exchange/{sheet.pk}/").content.decode()
    assert sentence in page


def test_a_workbook_that_hides_nothing_says_nothing(bring, signed_in, manager):
    sheet = bring("incidents", workbook([]), name="a.xlsx")
    page = signed_in(manager).get(f"/exchange/{sheet.pk}/").content.decode()
    assert "hidden in the workbook" not in page

"""What people mended stays when the file is read again, from another header row or sheet."""

import io

import pytest
import xlsxwriter

from exchange import importing, mending
from exchange.importing import carrying
from tests.exchange.test_importing import GOOD, HEADERS

TITLE = ["Strikes of November", *[""] * 6]
SECOND = ["A-2", "27/11/2024", "الأتارب", "غارة جوية", "3", "", ""]
KILLED = "4"


@pytest.fixture
def client(cast, signed_in):
    return signed_in(cast.data_manager)


@pytest.fixture
def sheet(bring, cast):
    """A title, the headers in row 2, two rows."""
    return bring("incidents", [TITLE, HEADERS, GOOD, SECOND], by=cast.data_manager)


def again(sheet, **where):
    return importing.check(importing.restage(sheet, **where))


def book(**sheets):
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as made:
        for name, rows in sheets.items():
            page = made.add_worksheet(name)
            for number, row in enumerate(rows):
                page.write_row(number, 0, row)
    return out.getvalue()


def test_mended_cells_and_answers_stay_where_they_stand_in_the_file(sheet, cast):
    mending.mend_cells(sheet, {4: {KILLED: "5"}}, by=cast.data_manager)
    mending.leave_out(sheet, sheet.rows.filter(number=4), by=cast.data_manager)
    fresh = again(sheet, header_row=1)
    fresh = again(fresh, header_row=2)
    row = fresh.rows.get(number=4)
    assert row.edits == {KILLED: "5"}
    assert row.verdict == "skipped"
    assert fresh.put_aside == {}


def test_what_stands_above_the_new_header_is_put_aside_and_comes_back(sheet, cast):
    mending.mend_cells(sheet, {3: {KILLED: "14"}}, by=cast.data_manager)
    fresh = importing.restage(sheet, header_row=3)
    assert not fresh.rows.exclude(edits={}).exists()
    assert carrying.aside_of(fresh) == [("", [3], 1)]
    fresh = again(fresh, header_row=2)
    assert fresh.rows.get(number=3).edits == {KILLED: "14"}
    assert carrying.aside_of(fresh) == []


def test_what_was_mended_on_one_sheet_of_a_workbook_is_never_taken_for_another(bring, cast):
    content = book(one=[HEADERS, GOOD, SECOND], two=[HEADERS, SECOND, GOOD])
    sheet = bring("incidents", content, by=cast.data_manager, name="two.xlsx")
    mending.mend_cells(sheet, {2: {KILLED: "14"}}, by=cast.data_manager)
    act = sheet.mendings.get()
    fresh = again(sheet, name="two")
    assert not fresh.rows.exclude(edits={}).exists()
    assert carrying.aside_of(fresh) == [("one", [2], 1)]
    with pytest.raises(importing.NotApplied, match="on the sheet “one”"):
        mending.take_back(act, by=cast.data_manager)
    fresh = again(fresh, name="one")
    assert fresh.rows.get(number=2).edits == {KILLED: "14"}


def test_the_pages_say_what_stays_before_and_what_lies_aside_after(client, sheet, cast):
    mending.mend_cells(sheet, {3: {KILLED: "14"}}, by=cast.data_manager)
    before = client.get(f"/exchange/{sheet.pk}/columns/").content.decode()
    assert "1 row was mended or answered." in before
    assert "put aside" in before
    again(sheet, header_row=1)
    importing.restage(sheet, header_row=3)
    after = client.get(f"/exchange/{sheet.pk}/columns/").content.decode()
    assert "Row 3" in after

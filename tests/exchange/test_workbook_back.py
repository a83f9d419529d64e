"""The workbook with reasons: the sheet's own rows and columns, and its return to the import."""

import io
from pathlib import Path

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from exchange.mending import reasons
from exchange.mending.reasons import row_id
from tests.exchange.test_importing import GOOD, HEADERS
from tests.exchange.test_mending import BAD

MESSY = Path(__file__).with_name("data") / "messy_incidents.xlsx"


@pytest.fixture
def client(cast, signed_in):
    return signed_in(cast.data_manager)


@pytest.fixture
def sheet(bring, cast):
    return bring("incidents", [HEADERS, GOOD, BAD], by=cast.data_manager)


def opened(sheet):
    return openpyxl.load_workbook(io.BytesIO(reasons.workbook(sheet, sheet.by)))


def brought_back(client, sheet, book, name="mended.xlsx"):
    out = io.BytesIO()
    book.save(out)
    file = SimpleUploadedFile(name, out.getvalue())
    answer = client.post(f"/exchange/{sheet.pk}/bring-back/", {"file": file}, follow=True)
    sheet.refresh_from_db()
    return answer.content.decode()


def edits(sheet):
    return {row.number: row.edits for row in sheet.rows.all() if row.edits}


def test_it_is_the_same_sheet_with_reasons_and_ids_at_the_end(sheet):
    page = opened(sheet).active
    header, good, bad = page.iter_rows()
    assert [cell.value for cell in header][:7] == HEADERS
    assert [cell.value for cell in bad][:5] == BAD[:5]
    assert "30 days" in bad[7].value
    assert "at least 10" in bad[7].value
    assert bad[8].value == row_id(sheet, 3)
    assert good[7].value is None or good[7].value == ""


def test_a_workbook_of_a_long_sheet_says_before_how_many_rows_it_holds(client, sheet, monkeypatch):
    assert "its workbook holds only" not in client.get(f"/exchange/{sheet.pk}/").content.decode()
    monkeypatch.setattr(reasons, "MOST_ROWS", sheet.totals["rows"] - 1)
    held = reasons.rows_of(sheet).count()
    assert 0 < held < sheet.totals["rows"]
    page = client.get(f"/exchange/{sheet.pk}/").content.decode()
    assert f"its workbook holds only the {held} row" in page
    assert f"{held} row" in page.split("Workbook with reasons", 1)[1][:60]


def test_faulty_cells_are_marked_and_say_why(sheet):
    page = opened(sheet).active
    assert page["B3"].fill.fgColor.rgb.endswith("F9D7D5")
    assert "30 days" in page["B3"].comment.text
    assert page["A3"].comment is None


def test_a_workbook_keeps_its_title_and_group_rows_and_its_name(demo_places, bring, cast):
    content = MESSY.read_bytes()
    sheet = bring("incidents", content, name="messy.xlsx", header_row=3, by=cast.data_manager)
    book = opened(sheet)
    page, came = book.active, openpyxl.load_workbook(MESSY).active
    assert page.title == came.title
    for number in (1, 2, 3):
        texts = [str(cell.value or "").strip() for cell in came[number]]
        assert [str(cell.value or "").strip() for cell in page[number]][: len(texts)] == texts
    assert page.max_row == came.max_row


def test_no_text_of_it_is_a_live_formula(sheet):
    assert opened(sheet).active["G3"].data_type == "s"


def test_an_untouched_workbook_changes_nothing(client, demo_places, bring, cast):
    content = MESSY.read_bytes()
    sheet = bring("incidents", content, name="messy.xlsx", header_row=3, by=cast.data_manager)
    page = brought_back(client, sheet, opened(sheet))
    assert "0 rows were mended" in page
    assert not sheet.mendings.exists()


def test_what_was_mended_in_it_becomes_edits_of_the_same_import(client, sheet):
    book = opened(sheet)
    book.active["B3"], book.active["E3"] = "30/11/2024", 3
    assert "1 row was mended" in brought_back(client, sheet, book)
    assert edits(sheet) == {3: {"1": "30/11/2024", "4": "3"}}
    assert (sheet.totals["new"], sheet.totals["refused"]) == (2, 0)
    assert sheet.mendings.get().what == "mended.xlsx"


def test_rows_are_found_by_their_id_wherever_they_went(client, sheet):
    book = opened(sheet)
    page = book.active
    page["E3"] = 3
    page.move_range("A3:I3", rows=4)
    page.delete_rows(2)
    text = brought_back(client, sheet, book)
    assert edits(sheet) == {3: {"4": "3"}}
    assert "1 row of the sheet was not in the workbook" in text


def test_columns_are_found_by_their_header_wherever_they_went(client, sheet):
    book = opened(sheet)
    book.active["E3"] = 3
    book.active.insert_cols(1)
    brought_back(client, sheet, book)
    assert edits(sheet) == {3: {"4": "3"}}


def test_the_edits_of_the_screen_are_in_it(client, sheet):
    client.post(f"/exchange/{sheet.pk}/rows/3/", {"cell-4": "7"})
    assert opened(sheet).active["E3"].value == "7"


@pytest.mark.parametrize(
    ("spoil", "sentence"),
    [
        (lambda page: page.delete_cols(9), "No row of this workbook has a row id."),
        (lambda page: page.__setitem__("I3", "AM-0123456789ab-3"), "belongs to another import"),
        (lambda page: page.append(["A-9", "2024-11-28"]), "have no row id: 4"),
        (lambda page: page.__setitem__("I3", page["I2"].value), "twice: 2"),
        (lambda page: page.__setitem__("I3", page["I2"].value[:-1] + "9"), "has no rows 9"),
    ],
)
def test_what_cannot_be_placed_refuses_the_whole_workbook(client, sheet, spoil, sentence):
    book = opened(sheet)
    book.active["E2"] = 99
    spoil(book.active)
    assert sentence in brought_back(client, sheet, book)
    assert edits(sheet) == {}


def test_an_applied_sheet_takes_no_workbook(client, bring, cast):
    sheet = bring("incidents", [HEADERS, GOOD], by=cast.data_manager, apply=True)
    book = opened(sheet)
    book.active["E2"] = 99
    assert "applied already" in brought_back(client, sheet, book)

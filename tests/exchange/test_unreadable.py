"""A cell that cannot be read refuses its own row, wherever it stands, and never the whole sheet."""

import pytest

from exchange.answers import questions, remembered_words
from tests.exchange.conftest import as_workbook, findings
from tests.exchange.test_questions import HEADERS, row

UNREADABLE = ["#REF!", "\ufffd", "#NO_VALUE!", "????? ????"]


@pytest.mark.parametrize("cell", UNREADABLE)
def test_among_the_parts_of_a_day_or_a_number(bring, cell):
    headers = ["day", "month", "year", "place", "killed min", "killed max"]
    good = ["28", "11", "2024", "الأتارب", "1", "2"]
    rows = [good, [cell, *good[1:]], [*good[:5], cell]]
    sheet = bring("incidents", as_workbook([headers, *rows]), name="a.xlsx")
    assert [each.verdict for each in sheet.rows.all()] == ["new", "refused", "refused"]
    assert [found[0][0] for found in findings(sheet).values()] == ["occurred_on", "killed"]


@pytest.mark.parametrize("cell", UNREADABLE)
def test_in_a_column_of_which_a_word_was_answered(bring, manager, cell):
    strange = {"weapon": "magic", "party": "the tall ones", "damage": "a thing", "munition": "XB-7"}
    sheet = bring("incidents", [HEADERS, row(**strange)])
    asked = questions.questions_of(sheet, manager)
    assert len(asked) == len(strange)
    remembered_words.keep(sheet, [(each, "unknown", "") for each in asked], by=manager)
    rows = [HEADERS, row(**strange), row(**dict.fromkeys(strange, cell))]
    sheet = bring("incidents", as_workbook(rows), name="a.xlsx")
    assert [each.verdict for each in sheet.rows.all()] == ["new", "refused"]
    assert {column for column, _code in findings(sheet)[3]} == set(strange)


@pytest.mark.parametrize("cell", UNREADABLE)
def test_in_the_sheets_of_reference(bring, cell):
    rows = [["designation", "category"], ["XB-1", "rocket"], [cell, "rocket"]]
    sheet = bring("munitions", as_workbook(rows), name="a.xlsx")
    assert [each.verdict for each in sheet.rows.all()] == ["new", "refused"]

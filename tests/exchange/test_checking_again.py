"""Some rows of a sheet are judged again: as a whole check would, and leaving the rest alone."""

import pytest

from exchange import importing
from incidents.models import Incident
from tests.exchange.conftest import findings

HEADERS = ["external_id", "date", "place", "weapon", "killed", "source"]
GOOD = ["A-1", "28/11/2024", "الأتارب", "غارة جوية", "15", "Civil Defence"]
DAY, WEAPON = 1, 3


def row(number, **cells):
    named = {"external_id": f"A-{number}", **cells}
    return [named.get(name, cell) for name, cell in zip(HEADERS, GOOD, strict=True)]


def mend(sheet, number, **cells):
    found = sheet.rows.get(number=number)
    found.edits = {str(HEADERS.index(name)): text for name, text in cells.items()}
    found.save(update_fields=["edits"])


def stored(sheet):
    names = ("number", "verdict", "findings", "changes", "shown", "ref")
    return list(sheet.rows.order_by("number").values(*names))


MENDED = [
    ("a faulty cell", {2: {"weapon": "mortar"}}),
    ("a number that two rows had", {3: {"external_id": "A-9"}}),
    ("a number that another row has", {5: {"external_id": "A-1"}}),
    ("a day that makes it like another row", {6: {"date": "28/11/2024"}}),
    ("two rows at once", {2: {"weapon": "mortar"}, 6: {"killed": "many"}}),
]


@pytest.mark.parametrize(
    "mended", [cells for _why, cells in MENDED], ids=[why for why, _ in MENDED]
)
def test_mended_rows_end_as_a_whole_check_would_end_them(bring, mended):
    rows = [
        row(0, weapon="magic"),
        row(1),
        row(1, killed="16"),
        row(2, date="1/12/2024"),
        row(3, date="5/12/2024"),
        row(4, date="20/12/2024"),
    ]
    sheet = bring("incidents", [HEADERS, *rows])
    for number, cells in mended.items():
        mend(sheet, number, **cells)
    again = importing.check(sheet, numbers=list(mended))
    some, totals, problems = stored(sheet), again.totals, again.report["problems"]
    whole = importing.check(sheet)
    assert some == stored(sheet)
    assert (totals, problems) == (whole.totals, whole.report["problems"])


def test_rows_that_nobody_touched_are_not_judged_again(bring):
    sheet = bring("incidents", [HEADERS, row(1), row(2, date="1/12/2024")])
    sheet.rows.filter(number=3).update(shown={"kept": "as it is"})
    importing.check(sheet, numbers=[2])
    assert sheet.rows.get(number=3).shown == {"kept": "as it is"}


def test_the_rows_of_one_ticket_are_judged_together(bring):
    headers = ["external_id", "place", "description", "item_category", "item_quantity_reported"]
    rows = [["T-1", "الأتارب", "x", "rocket", "1"], ["T-1", "الأتارب", "x", "magic", "1"]]
    sheet = bring("tickets", [headers, *rows])
    assert sheet.totals["refused"] == 2
    found = sheet.rows.get(number=3)
    found.edits = {"3": "rocket"}
    found.save(update_fields=["edits"])
    assert importing.check(sheet, numbers=[3]).totals["new"] == 2


def test_what_a_mended_row_says_is_what_is_written(bring, manager):
    sheet = bring("incidents", [HEADERS, row(1, weapon="magic")])
    mend(sheet, 2, weapon="mortar")
    importing.apply(importing.check(sheet, numbers=[2]), by=manager)
    assert Incident.objects.get().weapon == "mortar"


def test_a_mended_row_of_a_known_sheet_says_something_new(bring):
    bring("incidents", [HEADERS, row(1)], apply=True)
    again = bring("incidents", [HEADERS, row(1)])
    assert again.totals["unchanged"] == 1
    mend(again, 2, weapon="mortar")
    assert importing.check(again, numbers=[2]).totals["changed"] == 1


# ---------------------------------------------------------------- progress, ends


def heard(told):
    return lambda done, of: told.append((done, of))


def test_progress_is_told_for_each_chunk(bring, manager, monkeypatch):
    monkeypatch.setattr("incidents.resources.IncidentResource.chunk", 2)
    sheet = bring("incidents", [HEADERS, *(row(n, date=f"{n}/11/2024") for n in range(21, 26))])
    checked, applied = [], []
    importing.check(sheet, told=heard(checked))
    importing.apply(sheet, by=manager, told=heard(applied))
    assert checked == applied == [(2, 5), (4, 5), (5, 5)]


class Cancelled(Exception):
    """Somebody did."""


def cancel(done, of):
    raise Cancelled


def test_a_cancelled_import_leaves_nothing_behind(bring, manager):
    sheet = bring("incidents", [HEADERS, row(1)])
    with pytest.raises(Cancelled):
        importing.apply(sheet, by=manager, told=cancel)
    sheet.refresh_from_db()
    assert (Incident.objects.exists(), sheet.state) == (False, "checked")
    before = stored(sheet)
    with pytest.raises(Cancelled):
        importing.check(sheet, told=cancel)
    assert stored(sheet) == before


def test_a_file_that_a_colleague_applied_meanwhile_is_not_applied_twice(bring, manager):
    anonymous = row(1, external_id="")
    mine = bring("incidents", [HEADERS, anonymous])
    bring("incidents", [HEADERS, anonymous], apply=True)
    with pytest.raises(importing.NotApplied, match="Row 2"):
        importing.apply(mine, by=manager)
    assert Incident.objects.count() == 1


def test_an_unreadable_cell_is_an_error_of_its_row_alone(bring):
    rows = [row(1, weapon="\ufffd"), row(2, date="1/12/2024"), row(3, date="\ufffd")]
    sheet = bring("incidents", [HEADERS, *rows])
    assert findings(sheet)[2] == [("weapon", "unreadable")]
    assert ("occurred_on", "unreadable") in findings(sheet)[4]
    assert sheet.totals["new"] == 1

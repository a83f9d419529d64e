"""Merged cells: they speak for all their rows, but for counts, which a person is asked about."""

from exchange import importing
from ordnance.models import Ticket
from tests.exchange.conftest import as_workbook, findings
from tests.exchange.hostile.building import ods

HEADERS = ["date", "governorate", "place", "weapon", "killed"]
ROWS = [
    HEADERS,
    ["28/11/2024", "Idleb", "Idleb", "mortar", 3],
    ["", "", "Sarmin", "", ""],
    ["", "", "Ariha", "", ""],
]


def column(sheet, at):
    return [row.raw[at] for row in sheet.rows.all()]


def test_a_merged_cell_counts_for_each_of_its_rows(demo_places, bring):
    book = as_workbook(ROWS, merged=["A2:A4", "B2:B4", "D2:D3"])
    sheet = bring("incidents", book, name="a.xlsx", apply=True)
    assert (column(sheet, 0), column(sheet, 1)) == (["28/11/2024"] * 3, ["Idleb"] * 3)
    assert column(sheet, 3) == ["mortar", "mortar", ""]
    assert sheet.totals["new"] == 3


def test_a_merged_number_is_asked_about_and_never_counted_twice(demo_places, bring):
    sheet = bring("incidents", as_workbook(ROWS, merged=["A2:A4", "E2:E4"]), name="a.xlsx")
    assert column(sheet, 4) == [3, "", ""]
    assert findings(sheet, "warning")[2] == [("killed", "merged_number")]
    assert "row 4" in sheet.rows.get(number=2).findings[-1]["message"]


def test_merged_cells_follow_what_a_person_says_of_their_column(demo_places, bring, manager):
    book = as_workbook([["when it was", *HEADERS[1:]], *ROWS[1:]], merged=["A2:A4"])
    sheet = bring("incidents", book, name="a.xlsx")
    assert column(sheet, 0) == ["28/11/2024", "", ""]
    sheet = importing.remap(sheet, sheet.mapping | {"0": "occurred_on"})
    assert column(sheet, 0) == ["28/11/2024"] * 3
    assert importing.check(sheet).totals["new"] == 3
    sheet = importing.check(importing.remap(sheet, sheet.mapping | {"0": "injured_men"}))
    assert column(sheet, 0) == ["28/11/2024", "", ""]


def test_the_merged_cells_of_an_ods_are_found_in_its_markup(demo_places, bring):
    """LibreOffice says how far a cell reaches, and repeats what is covered or blank."""
    cell = '<table:table-cell office:value-type="string"{}><text:p>{}</text:p></table:table-cell>'
    tall = ' table:number-rows-spanned="3" table:number-columns-spanned="1"'
    told = [cell.format(tall, "28/11/2024"), cell.format("", "Idleb"), cell.format(tall, "mortar")]
    covered = "<table:covered-table-cell/>"
    lines = [
        "".join(cell.format("", name) for name in ("date", "place", "weapon")),
        "".join(told),
        covered + cell.format("", "Sarmin") + covered,
        covered + cell.format("", "Ariha") + covered,
    ]
    rows = "".join(f"<table:table-row>{line}</table:table-row>" for line in lines)
    sheet = bring("incidents", ods(rows), name="a.ods")
    assert [row.raw for row in sheet.rows.all()] == [
        ["28/11/2024", town, "mortar"] for town in ("Idleb", "Sarmin", "Ariha")
    ]
    assert sheet.totals["new"] == 3


def test_a_number_over_several_rows_makes_them_one_ticket(demo_places, bring):
    rows = [
        ["external id", "date", "place", "object", "quantity"],
        ["T-1", "28/11/2024", "Idleb", "9M55K", 1],
        ["", "", "", "mortar bomb", 2],
    ]
    book = as_workbook(rows, merged=["A2:A3", "B2:B3", "C2:C3"])
    bring("tickets", book, name="a.xlsx", apply=True)
    assert Ticket.objects.get().items.count() == 2

"""The shape of a sheet: where the header stands, what stands above it, which sheet is meant."""

import pytest

from exchange.mapping import shape
from exchange.reading import Head
from incidents.resources import IncidentResource
from ordnance.resources import TicketResource

INCIDENT = tuple(IncidentResource.fields.values())
TICKET = tuple(TicketResource.fields.values())
HEADER = ["date", "place", "killed", "injured"]
ROW = ["28/11/2024", "Atarib", 15, 3]
BLANK = ["", "", "", ""]


def head(name, rows, merged=()):
    return Head(name, rows, list(merged), max(map(len, rows)))


SHEETS = {
    "at the top": ([HEADER, ROW], 1),
    "below a title": ([["Incidents of November", "", "", ""], BLANK, HEADER, ROW], 3),
    "below titles that name columns": ([["date", "", "", "2024"], HEADER, ROW], 2),
    "below groups": ([["", "", "القتلى", ""], ["التاريخ", "المكان", "المجموع", "أطفال"], ROW], 2),
    "above its tags": ([HEADER, ["#date", "#loc", "#affected+killed", "#x"], ROW], 1),
    "in both languages": ([["التاريخ / Date", "المكان / Place", "x", "y"], ROW], 1),
    "nowhere": ([["a", "b", "c", "d"], ROW], None),
    "beyond where headers stand": ([BLANK] * 40 + [HEADER, ROW], None),
}  # fmt: skip


@pytest.mark.parametrize("name", SHEETS)
def test_the_header_row_is_found(name):
    rows, expected = SHEETS[name]
    assert shape.guess_header_row(rows, INCIDENT) == expected


def test_a_header_in_two_rows_is_read_as_one():
    rows = [["date", "place", "killed", "", ""], ["", "", "total", "children", "women"], ROW]
    merged = [(0, 0, 1, 0), (0, 1, 1, 1), (0, 2, 0, 4)]
    assert shape.guess_header_row(rows, INCIDENT, merged) == 2
    headers, groups = shape.headings(rows, 2, merged)
    assert headers == ["date", "place", "total", "children", "women"]
    assert groups == ["", "", "killed", "killed", "killed"]


def test_a_title_over_the_whole_sheet_is_no_group():
    rows = [["Incidents", "", "", ""], HEADER]
    assert shape.headings(rows, 2, [(0, 0, 0, 3)]) == (HEADER, [])


def test_a_group_header_tells_equal_headers_apart():
    rows = [["", "القتلى", "", "الجرحى", ""], ["التاريخ", "المجموع", "أطفال", "المجموع", "أطفال"]]
    merged = [(0, 1, 0, 2), (0, 3, 0, 4)]
    groups = shape.groups_above(rows, 2, merged)
    assert groups == ["", "القتلى", "القتلى", "الجرحى", "الجرحى"]


def test_a_group_goes_on_over_equal_headers_where_no_merged_cells_are_told():
    rows = [["", "القتلى", "", "الجرحى", "", ""],
            ["التاريخ", "المجموع", "أطفال", "المجموع", "أطفال", "المصدر"]]  # fmt: skip
    assert shape.groups_above(rows, 2, ()) == ["", "القتلى", "القتلى", "الجرحى", "الجرحى", ""]


def test_a_merged_cell_speaks_for_its_rows_where_the_column_allows_it():
    filler = shape.Filler([(1, 0, 3, 0), (1, 1, 2, 1), (3, 2, 3, 2)], {0})
    rows = [["h", "h"], ["a", "b"], ["", ""], ["", ""], ["c", ""]]
    filled = [filler.fill(number, row) for number, row in enumerate(rows, 1)]
    assert rows == [["h", "h"], ["a", "b"], ["a", ""], ["a", ""], ["c", ""]]
    assert filled == [False, False, True, True, False]


# ---------------------------------------------------------------- which sheet


COVER = head("Cover", [["Report of the month"], ["date"]])
LISTS = head("Lists", [["place"], ["Atarib"], ["Idlib"]])
CASES = head("Cases", [["title", "", "", ""], HEADER, ROW])


def test_the_sheet_whose_header_names_most_is_meant():
    assert shape.choose([COVER, LISTS, CASES], INCIDENT).name == "Cases"


def test_another_sheet_with_the_same_headers_is_named_as_left_out():
    other = head("December", [["title", "", "", ""], BLANK, [*HEADER[:3], "notes"], ROW])
    empty = head("Next year", [HEADER])
    chosen = shape.choose([COVER, CASES, LISTS, other, empty], INCIDENT)
    assert (chosen.name, chosen.left_out) == ("Cases", ["December"])


def test_the_sheet_that_is_wanted_is_read():
    assert shape.choose([COVER, LISTS, CASES], INCIDENT, wanted="Lists").name == "Lists"


def test_without_any_header_the_first_sheet_is_meant():
    sheets = [head("A", [["x"], ["y"]]), head("B", [["z"]])]
    assert shape.choose(sheets, INCIDENT).name == "A"


VISITS = head("Visits", [["where/place", "_uuid", "_index"], ["Atarib", "7", 1]])
ITEMS = head(
    "Items",
    [["munition", "item_category", "found", "_index", "_parent_index", "_parent_table_name"],
     ["9M55K", "rocket", 2, 1, 1, "Visits"]],
)  # fmt: skip
METHODS = head(
    "Methods", [["method", "_parent_index", "_parent_table_name"], ["destroyed", 1, "Items"]]
)
PHOTOS = head("Photos", [["photo", "_parent_index", "_parent_table_name"], ["a.jpg", 1, "Visits"]])


def test_repeat_sheets_are_joined_onto_their_sheet_one_below_the_other():
    chosen = shape.choose([VISITS, ITEMS, METHODS, PHOTOS], TICKET, several_rows=True)
    assert chosen.name == "Visits"
    assert [(j["sheet"], j["key"], j["parent_key"]) for j in chosen.joins] == [
        ("Items", 4, 2),
        ("Methods", 1, 3 + 3),
    ]
    assert chosen.left_out == ["Photos"]


def test_where_a_record_is_one_row_repeat_sheets_are_left_out_and_named():
    chosen = shape.choose([VISITS, ITEMS, PHOTOS], INCIDENT)
    assert (chosen.name, chosen.joins) == ("Visits", [])
    assert sorted(chosen.left_out) == ["Items", "Photos"]

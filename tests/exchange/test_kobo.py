"""KoboToolbox-style exports: groups with “/”, repeat groups in sheets of their own, own columns."""

import io

import pytest
import xlsxwriter
from django.core.exceptions import ValidationError
from django.utils import timezone

from exchange import importing
from exchange.answers import questions, remembered_words
from exchange.models import Import
from incidents.models import Incident
from ordnance.models import Item, Ticket
from tests.exchange.conftest import findings

VISITS = [
    ["start", "report/reported_at", "where/place", "where/site_name", "_id", "_uuid",
     "_submission_time", "_index"],
    ["2024-11-29T08:01:00", "2024-11-28 09:30", "الأتارب", "school", 901, "uuid-1",
     "2024-11-29T08:20:00", 1],
    ["2024-11-29T09:01:00", "2024-11-28 10:30", "الأتارب", "market", 902, "uuid-2",
     "2024-11-29T09:20:00", 2],
    ["2024-11-29T10:01:00", "2024-11-28 11:30", "الأتارب", "olive field", 903, "uuid-3",
     "2024-11-29T10:20:00", 3],
]  # fmt: skip
ITEMS = [
    ["items/item_category", "items/as reported", "items/quantity", "_index", "_parent_table_name",
     "_parent_index", "_submission__uuid"],
    ["rocket", "long grey tube", 1, 1, "Visits", 1, "uuid-1"],
    ["submunition", "ball with ribbon", 12, 2, "Visits", 1, "uuid-1"],
    ["submunition", "grey ball", 3, 3, "Visits", 3, "uuid-3"],
]  # fmt: skip
PHOTOS = [["photo", "_parent_table_name", "_parent_index"], ["a.jpg", "Visits", 1]]


def workbook(**sheets):
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    for name, rows in sheets.items():
        page = book.add_worksheet(name)
        for number, row in enumerate(rows):
            page.write_row(number, 0, row)
    book.close()
    return out.getvalue()


@pytest.fixture
def export():
    return workbook(Visits=VISITS, items=ITEMS, photos=PHOTOS)


def test_the_repeats_of_a_visit_are_the_items_of_its_ticket(demo_places, bring, export):
    sheet = bring("tickets", export, name="kobo.xlsx", apply=True)
    assert not findings(sheet)
    assert sheet.sheet == "Visits"
    assert sheet.totals == {
        "rows": 4, "new": 4, "changed": 0, "unchanged": 0, "skipped": 0, "refused": 0,
    }  # fmt: skip
    items = {
        ticket.site_name: sorted(ticket.items.values_list("written", "quantity_reported"))
        for ticket in Ticket.objects.all()
    }
    assert items == {
        "school": [("ball with ribbon", 12), ("long grey tube", 1)],
        "market": [],
        "olive field": [("grey ball", 3)],
    }


def test_what_a_form_asks_goes_before_the_time_when_it_was_sent(demo_places, bring, export):
    sheet = bring("tickets", export, name="kobo.xlsx", apply=True)
    assert (sheet.mapping["1"], "6" in sheet.mapping) == ("reported_at", False)
    ticket = Ticket.objects.get(site_name="school")
    assert f"{timezone.localtime(ticket.reported_at):%Y-%m-%d %H:%M}" == "2024-11-28 09:30"


def test_repeats_that_name_the_submission_alone_are_joined_too(demo_places, bring):
    """Who sends a sheet on often drops the columns of numbers."""
    visits = [[*row[:-1]] for row in VISITS]
    items = [[*row[:3], row[6]] for row in ITEMS]
    sheet = bring("tickets", workbook(Visits=visits, items=items), name="kobo.xlsx", apply=True)
    assert (sheet.report["joined"], sheet.totals["new"]) == (["items"], 4)
    assert Ticket.objects.get(site_name="school").items.count() == 2


def test_what_is_joined_and_what_is_left_out_is_said(demo_places, bring, export):
    sheet = bring("tickets", export, name="kobo.xlsx")
    assert (sheet.report["joined"], sheet.report["left_out"]) == (["items"], ["photos"])


def test_the_page_of_the_sheet_names_them(demo_places, bring, export, manager, client):
    sheet = bring("tickets", export, name="kobo.xlsx")
    client.force_login(manager)
    page = client.get(f"/exchange/{sheet.pk}/").content.decode()
    assert "Joined onto it, row by row: <bdi>items</bdi>" in page
    assert "Other sheets of the file, which were not read: <bdi>photos</bdi>" in page


def test_a_sheet_that_was_left_out_is_brought_in_as_one_of_its_own(
    demo_places, bring, export, manager, client
):
    sheet = bring("tickets", export, name="kobo.xlsx")
    client.force_login(manager)
    assert client.post(f"/exchange/{sheet.pk}/beside/", {"sheet": "nothing"}).status_code == 404
    client.post(f"/exchange/{sheet.pk}/beside/", {"sheet": "photos"})
    other = Import.objects.exclude(pk=sheet.pk).get()
    assert (other.name, other.sheet, other.sha256) == ("kobo.xlsx", "photos", sheet.sha256)
    assert other.state == "failed"  # it has no column of ours, and its page says so
    assert "No row names columns that we know" in str(other.failure)


def test_the_same_export_again_changes_nothing(demo_places, bring, export):
    bring("tickets", export, name="kobo.xlsx", apply=True)
    again = bring("tickets", export, name="kobo.xlsx", apply=True)
    assert again.totals["unchanged"] == 4
    assert (Ticket.objects.count(), Item.objects.count()) == (3, 3)


def test_a_repeat_without_its_visit_is_a_row_of_its_own_and_not_lost(demo_places, bring):
    orphan = ["rocket", "nobody's", 1, 4, "Visits", 77, "uuid-77"]
    sheet = bring("tickets", workbook(Visits=VISITS, items=[*ITEMS, orphan]), name="kobo.xlsx")
    last = sheet.rows.last()
    assert sheet.rows.count() == 5
    assert "nobody's" in last.raw
    assert last.verdict == "refused"


def test_words_of_a_joined_sheet_are_asked_once_and_remembered(demo_places, bring, manager):
    strange = [[*row] for row in ITEMS]
    strange[1][0] = "long whistler"
    sheet = bring("tickets", workbook(Visits=VISITS, items=strange), name="kobo.xlsx")
    [question] = questions.questions_of(sheet, manager)
    assert (question.column, question.word, question.rows) == ("item_category", "long whistler", 1)
    remembered_words.keep(sheet, [(question, "means", "rocket")], by=manager)
    bring("tickets", workbook(Visits=VISITS, items=strange), name="kobo.xlsx", apply=True)
    assert Item.objects.get(quantity_reported=1).category == "rocket"


DISPOSALS = [
    ["disposal_method", "disposal_quantity", "disposed_at", "_index", "_parent_table_name",
     "_parent_index"],
    ["destroyed_in_place", 1, "2024-11-28 12:00", 1, "items", 1],
]  # fmt: skip
CALLERS = [
    ["callers/description", "_index", "_parent_table_name", "_parent_index"],
    ["two boys saw it", 1, "Visits", 1],
    ["a shepherd", 2, "Visits", 2],
    ["his brother", 3, "Visits", 2],
    ["nobody's", 4, "Visits", 88],
]


def cells_of(sheet, *headers):
    """The rows of a sheet, of each the cells under these headers."""
    places = [sheet.headers.index(header) for header in headers]
    return [[row.raw[place] for place in places] for row in sheet.rows.order_by("number")]


def test_a_second_repeat_of_the_same_visit_stands_below_the_first(demo_places, bring):
    export = workbook(Visits=VISITS, items=ITEMS, callers=CALLERS, photos=PHOTOS)
    sheet = bring("tickets", export, name="kobo.xlsx")
    assert (sheet.report["joined"], sheet.report["left_out"]) == (["items", "callers"], ["photos"])
    assert cells_of(sheet, "where/site_name", "items/as reported", "callers/description") == [
        ["school", "long grey tube", ""],
        ["school", "ball with ribbon", ""],
        ["school", "", "two boys saw it"],
        ["market", "", "a shepherd"],
        ["market", "", "his brother"],
        ["olive field", "grey ball", ""],
        ["", "", "nobody's"],
    ]


def test_repeats_within_a_repeat_and_beside_it_are_joined(demo_places, bring):
    export = workbook(Visits=VISITS, items=ITEMS, disposals=DISPOSALS, callers=CALLERS)
    sheet = bring("tickets", export, name="kobo.xlsx")
    assert sheet.report["joined"] == ["items", "disposals", "callers"]
    told = cells_of(sheet, "items/as reported", "disposal_method", "callers/description")
    assert told[:3] == [
        ["long grey tube", "destroyed_in_place", ""],
        ["ball with ribbon", "", ""],
        ["", "", "two boys saw it"],
    ]


def test_a_sheet_of_incidents_is_read_without_its_repeats_which_are_named(demo_places, bring):
    cases = [["event/date", "event/place", "event/weapon", "toll/killed", "_uuid", "_index"],
             ["2024-11-28", "الأتارب", "airstrike", 4, "uuid-1", 1]]  # fmt: skip
    people = [["age", "_parent_table_name", "_parent_index"], [40, "Cases", 1]]
    sheet = bring("incidents", workbook(people=people, Cases=cases), name="kobo.xlsx", apply=True)
    assert (sheet.sheet, sheet.report["left_out"]) == ("Cases", ["people"])
    assert Incident.objects.get().external_id == "uuid-1"


@pytest.mark.parametrize("kind", ["tickets", "incidents"])
def test_a_header_row_beyond_all_rows_is_a_sentence(demo_places, bring, export, kind):
    sheet = bring(kind, export, name="kobo.xlsx")
    with pytest.raises(ValidationError, match="There is no row below row 999"):
        importing.restage(sheet, header_row=999)


def test_another_sheet_of_the_workbook_can_be_read_instead(demo_places, bring, export):
    sheet = bring("tickets", export, name="kobo.xlsx")
    again = importing.restage(sheet, name="items")
    assert (again.sheet, again.header_row, again.rows.count()) == ("items", 1, 3)

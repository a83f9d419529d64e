"""A row that names a stored record changes what it says, and nothing else; newer work is told."""

import pytest
from django.utils import timezone

from casework import actions
from exchange import importing, mending
from exchange.rows import SOURCE_OF
from incidents.ledger import Group, Outcome, Population
from incidents.models import Incident, Source
from incidents.toll import toll
from ordnance.models import Disposal, Ticket
from tests.exchange.conftest import as_csv, as_workbook, findings
from tests.exchange.test_clashes import by_a_person
from tests.exchange.test_importing import GOOD, HEADERS
from tests.exchange.test_round_trip import exported, table
from tests.factories import DAY, area, make_incident, make_ticket, report_records
from tests.factories import toll as numbers_of


@pytest.fixture
def incident(cast):
    return make_incident(
        cast=cast,
        weapon="mortar",
        narrative="A long story.",
        sensitivity="restricted",
        external_id="A-1",
    )


@pytest.fixture
def brought(bring, cast):
    """`brought(headers, row, …)` brings rows in and applies what is not refused."""

    def through(*rows, kind="incidents"):
        return bring(kind, list(rows), by=cast.data_manager, apply=True)

    return through


def test_a_blank_cell_of_another_s_sheet_says_that_nobody_knows(incident, brought):
    header = ["ref", "weapon", "sensitivity", "date precision", "time precision", "narrative"]
    sheet = brought(header, [incident.ref, "", "", "", "", "told anew"])
    assert set(sheet.rows.get().changes) == {"narrative"}
    incident.refresh_from_db()
    assert (incident.weapon, incident.sensitivity) == ("mortar", "restricted")


WORDS = {
    "a phrase for the weapon": (["weapon"], ["Airstrikes (Russian)"]),
    "beside a blank text": (["notes", "weapon"], ["", "by 3 mortars"]),
    "an unknown party": (["party"], ["the tall ones"]),
    "an unknown model": (["munition"], ["XB-777"]),
    "no point": (["coordinates"], ["near the mosque"]),
}


@pytest.mark.parametrize("name", WORDS)
def test_words_that_no_column_holds_go_behind_the_text_that_is_there(incident, brought, name):
    header, row = WORDS[name]
    brought(["ref", *header], [incident.ref, *row])
    incident.refresh_from_db()
    assert incident.narrative == f"A long story.\n{row[-1]}"
    again = brought(["ref", *header, "site"], [incident.ref, *row, ""])
    assert again.totals["unchanged"] == 1


def test_a_ticket_keeps_its_description_too(cast, brought):
    ticket = make_ticket(cast=cast, description="A long description.")
    brought(["ref", "coordinates"], [ticket.ref, "near the mosque"], kind="tickets")
    ticket.refresh_from_db()
    assert ticket.description == "A long description.\nnear the mosque"


def test_two_rows_that_name_one_record_and_differ_do_not_write_over_each_other(incident, brought):
    rows = [[incident.ref, "first"], [incident.ref, "second"], [incident.ref, "first"]]
    sheet = brought(["ref", "narrative"], *rows)
    assert [row.verdict for row in sheet.rows.all()] == ["changed", "refused", "skipped"]
    assert findings(sheet)[3] == [("ref", "repeated")]
    incident.refresh_from_db()
    assert incident.narrative == "first"


def test_a_row_whose_numbers_name_two_records_is_refused(incident, cast, brought):
    other = make_incident(cast=cast, external_id="A-2")
    sheet = brought(["ref", "external id", "narrative"], [incident.ref, "A-2", "x"])
    assert findings(sheet)[2] == [("external_id", "contradiction")]
    assert other.ref in sheet.rows.get().findings[0]["message"]


def test_what_a_person_wrote_since_is_told_before_a_sheet_without_versions_replaces_it(
    bring, incident, cast
):
    rows = [["external id", "narrative", "weapon"], ["A-1", "As the sheet has it.", "mortar"]]
    by_a_person(incident, cast.coordinator, narrative="Better words.")
    sheet = bring("incidents", rows, by=cast.data_manager)
    assert findings(sheet, "warning")[2] == [("narrative", "by_hand")]
    assert str(cast.coordinator) in sheet.rows.get().findings[0]["message"]
    assert importing.apply(sheet, by=cast.data_manager).totals["changed"] == 1


def test_numbers_that_a_person_wrote_since_are_told_before_a_sheet_s_count(bring, cast):
    bring("incidents", [HEADERS, GOOD], by=cast.data_manager, apply=True)
    case = Incident.objects.get()
    records = report_records(case, case.sources.get(), numbers_of(killed=22), as_of=timezone.now())
    actions.add(case, *records, by=cast.coordinator)
    sheet = bring("incidents", [[*HEADERS, "notes"], [*GOOD, "x"]], by=cast.data_manager)
    assert sheet.rows.get().changes["killed"] == [22, 15]
    assert ("killed", "by_hand") in findings(sheet, "warning")[2]


def test_an_item_that_a_person_changed_since_is_told_before_a_sheet_replaces_it(brought, cast):
    rows = [
        ["id", "date", "place", "item", "item written", "quantity", "description"],
        ["T-1", "2024-11-28", "Atareb", "1", "rocket", "3", "a"],
    ]
    brought(*rows, kind="tickets")
    item = Ticket.objects.get().items.get()
    item.quantity_reported = 5
    actions.edit(item, by=cast.dispatcher)
    rows[1][-1] = "b"
    sheet = brought(*rows, kind="tickets")
    assert findings(sheet, "warning")[2] == [("item_quantity_reported", "by_hand")]


FIGURES = {
    "one number of two": ({"killed": "9"}, {"killed": 9, "injured": 5, "children": None}),
    "a blank beside it": ({"killed": "9", "injured": ""}, {"killed": 9, "injured": 5}),
    "a part of the same total": ({"injured": "6"}, {"killed": 15, "injured": 6, "children": 4}),
    "a part alone": ({"killed children": "3"}, {"killed": 15, "injured": 5, "children": 3}),
}
KEYS = {
    "killed": (Outcome.KILLED, Group.TOTAL),
    "injured": (Outcome.INJURED, Group.TOTAL),
    "children": (Outcome.KILLED, Group.CHILDREN),
}


@pytest.mark.parametrize("name", FIGURES)
def test_numbers_of_which_a_sheet_says_nothing_stand(brought, name):
    brought([*HEADERS, "injured"], [*GOOD, "5"])
    said, counted = FIGURES[name]
    sheet = brought(["external_id", *said], ["A-1", *said.values()])
    case = Incident.objects.with_toll().get()
    assert {each: toll(case, *KEYS[each]).maximum for each in counted} == counted
    left = ("killed", "figures_left") in findings(sheet, "warning").get(2, [])
    assert left == (counted.get("children", 0) is None or name == "a blank beside it")


def test_a_new_number_counts_the_same_people_and_is_never_added_to_the_old(brought):
    headers = ["external_id", "date", "place", "killed", "population"]
    brought(headers, ["A-1", *GOOD[1:3], "10", Population.UNKNOWN])
    brought(["external_id", "killed"], ["A-1", "11"])
    case = Incident.objects.with_toll().get()
    assert toll(case).maximum == 11


def test_numbers_of_another_source_are_told_before_a_sheet_takes_their_place(cast, brought):
    case = Incident(place=area("C1022"), occurred_on=DAY, weapon="mortar", external_id="A-1")
    witness = Source(incident=case, kind=Source.Kind.WITNESS, name="a neighbour")
    records = report_records(case, witness, numbers_of(killed=1, injured=3))
    actions.create(case, by=cast.coordinator, children=[witness, *records])
    sheet = brought(["external_id", "killed"], ["A-1", "2"])
    assert ("injured", "figures_left") in findings(sheet, "warning")[2]


def test_a_period_that_a_sheet_tells_as_one_day_ends_with_it(brought):
    brought(["external_id", "date", "place"], ["A-1", "27-28/11/2024", "الأتارب"])
    brought(["external_id", "date"], ["A-1", "26/11/2024"])
    case = Incident.objects.get()
    assert (str(case.occurred_on), case.occurred_until, case.date_precision) == (
        "2024-11-26", None, "day",
    )  # fmt: skip


ITEMS = ["external_id", "date", "place", "description", "object", "quantity"]
NAMED = ["T-1", "28/11/2024", "الأتارب", "In the yard.", "9M55K rocket", "2"]
MORE = {
    "another text": ([[*NAMED[:3], "By the well.", *NAMED[4:]]], [("9M55K rocket", 2)]),
    "another number": ([[*NAMED[:5], "5"]], [("9M55K rocket", 2), ("9M55K rocket", 5)]),
    "a further item": (
        [NAMED, [*NAMED[:4], "grenade", "1"]],
        [("9M55K rocket", 2), ("grenade", 1)],
    ),
    "the same name twice": ([NAMED, [*NAMED[:5], "3"]], [("9M55K rocket", 2), ("9M55K rocket", 3)]),
}


@pytest.mark.parametrize("name", MORE)
def test_an_item_that_comes_again_as_it_was_is_no_further_item(brought, name):
    brought(ITEMS, NAMED, kind="tickets")
    rows, expected = MORE[name]
    for again in ("", " "):  # the second time with another blank, so that the row is not known
        brought(ITEMS, *([*row[:3], f"{row[3]}{again}", *row[4:]] for row in rows), kind="tickets")
        items = Ticket.objects.get().items.order_by("quantity_reported")
        told = [(each.written, each.quantity_reported) for each in items]
        assert sorted(told) == sorted(expected)


def test_an_item_of_the_same_name_and_another_number_is_asked_about(brought):
    brought(ITEMS, NAMED, kind="tickets")
    sheet = brought(ITEMS, [*NAMED[:5], "5"], kind="tickets")
    assert findings(sheet, "warning")[2] == [("item_written", "item_alike")]


def test_a_disposal_that_comes_again_is_not_disposed_of_twice(brought):
    header = [*ITEMS, "found", "method", "disposed", "disposed at"]
    row = [*NAMED, "2", "destroyed_in_place", "1", "29/11/2024"]
    brought(header, row, kind="tickets")
    sheet = brought(header, [*row[:3], "Elsewhere.", *row[4:]], kind="tickets")
    assert sheet.totals["changed"] == 1
    assert Ticket.objects.get().items.get().disposals.count() == 1


@pytest.mark.parametrize("status", ["merged", "withdrawn", "rejected"])
def test_nothing_is_added_to_an_incident_that_no_sum_holds(cast, brought, status):
    case = make_incident(cast=cast, status=status, external_id="A-1")
    sheet = brought(["external id", "killed"], ["A-1", "44"])
    assert findings(sheet)[2] == [("", "sealed")]
    assert case.casualty_reports.filter(figures__minimum=44).count() == 0
    told = [["external id", "date", "place"], ["A-1", "2024-11-28", "Atareb"]]
    assert brought(*told).totals["unchanged"] == 1


def test_no_row_joins_an_incident_that_no_sum_holds_any_more(cast, bring):
    case = make_incident(cast=cast, status="withdrawn")
    rows = [HEADERS, GOOD]
    sheet = bring("incidents", rows, by=cast.data_manager)
    mending.answer(sheet, {2: {SOURCE_OF: case.ref}}, by=cast.data_manager)
    assert findings(sheet)[2] == [("", "sealed")]


CUT = {
    "a workbook's number": 12345678901234567890,
    "a power of ten": "1.23457E+15",
}


@pytest.mark.parametrize("name", CUT)
def test_a_number_that_a_spreadsheet_cut_names_no_record(cast, bring, name):
    make_incident(cast=cast, external_id="1.23457E+15")
    rows = [
        ["external id", "date", "place", "weapon"],
        [CUT[name], "2024-11-28", "Atareb", "mortar"],
    ]
    sheet = bring("incidents", as_workbook(rows), name="x.xlsx", by=cast.data_manager)
    assert findings(sheet)[2] == [("external_id", "lost_digits")]


def test_long_numbers_that_are_whole_are_taken(bring, manager):
    head = ["external id", "date", "place", "weapon"]
    for number in (963944123456, "12345678901234567890", "1e5"):
        rows = [head, [number, "2024-11-28", "Atareb", "mortar"]]
        sheet = bring("incidents", as_workbook(rows), name="x.xlsx", apply=True)
        assert sheet.totals["new"] == 1
        assert Incident.objects.filter(external_id=str(number)).exists()


@pytest.mark.parametrize("numbers", [("", ""), ("2", ""), ("2", "1"), ("1", "1")])
def test_what_our_own_sheet_adds_by_a_number_is_added_once(cast, bring, numbers):
    ticket = make_ticket(cast=cast, status="on_site")
    counted = ticket.items.get()
    counted.quantity_found = 5
    actions.edit(counted, by=cast.team_leader)
    head, row = table(exported("tickets", cast.data_manager))
    new = dict(zip(head, row, strict=True))
    item, disposal = numbers
    if item != "1":
        new |= {name: "" for name in head if name.startswith(("item_", "munition"))}
        new |= {"item_handled": row[head.index("item_handled")], "item_category": "rocket"}
        new |= {"item_quantity_reported": "3", "item_quantity_found": "3"}
    new |= {"item": item, "disposal": disposal, "disposal_method": "destroyed_in_place"}
    new |= {"disposal_quantity": "1", "disposal_done_at": "2024-11-29 10:00"}
    sheet = as_csv([head, row, [new[name] for name in head]])
    bring("tickets", sheet, by=cast.data_manager, apply=True)
    held = ticket.items.count(), Disposal.objects.filter(item__ticket=ticket).count()
    assert held == (1 if item == "1" else 2, 1)
    again = bring("tickets", sheet, by=cast.data_manager)
    assert again.totals["unchanged"] == 2


def of_a_witness(cast):
    case = Incident(place=area("C1022"), occurred_on=DAY, weapon="mortar", external_id="A-1")
    witness = Source(incident=case, kind=Source.Kind.WITNESS, name="a neighbour")
    hospital = Source(incident=case, kind=Source.Kind.HOSPITAL, name="a hospital")
    records = report_records(case, hospital, numbers_of(killed=15))
    return actions.create(case, by=cast.coordinator, children=[witness, hospital, *records])


@pytest.mark.parametrize("status", ["verified", "of a better source"])
@pytest.mark.parametrize("with_version", [True, False])
def test_a_number_that_does_not_count_is_told_once_however_often_it_comes(
    cast, bring, status, with_version
):
    if status == "verified":
        case = make_incident(cast=cast, status="verified", external_id="A-1")
    else:
        case = of_a_witness(cast)
    version = str(case.version) if with_version else ""
    names = {"ref": case.ref, "external id": "A-1", "date": "2024-11-28"}
    for once, name in enumerate(names):  # each another sheet, so that no row is known
        told = {"ref": case.ref, name: names[name], "version": version, "killed": "44"}
        rows = [list(told), list(told.values())]
        sheet = bring("incidents", rows, by=cast.data_manager, apply=True)
        assert sheet.totals["unchanged" if once else "changed"] == 1
        assert case.casualty_reports.count() == 2
    case = Incident.objects.with_toll().get()
    assert toll(case).maximum == 15


def test_a_sheet_may_go_back_to_a_number_that_it_told_before(cast, brought):
    case = make_incident(cast=cast, status="verified", external_id="A-1")
    told = (("external id", "44"), ("external id", "50"), ("ref", "44"))
    for n, (name, number) in enumerate(told, 1):
        brought([name, "killed"], [{"ref": case.ref}.get(name, "A-1"), number])
        assert case.casualty_reports.count() == 1 + n

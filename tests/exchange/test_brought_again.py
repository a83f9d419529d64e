"""A row that was applied before writes nothing again, and tells where its record says otherwise."""

import pytest

from casework import actions
from exchange import importing
from incidents.models import Incident
from ordnance.models import Ticket
from tests.exchange.test_clashes import by_a_person
from tests.exchange.test_importing import GOOD, HEADERS
from tests.factories import make_incident

TICKETS = [
    ["id", "date", "place", "item written", "quantity", "description"],
    ["T-1", "2024-11-28", "Atareb", "rocket", "3", "by the well"],
    ["T-1", "2024-11-28", "Atareb", "mortar", "2", "by the well"],
]
OTHER = [*GOOD[:4], "16", *GOOD[5:]]


@pytest.fixture
def again(bring, cast):
    """`again(rows)` checks a sheet that was applied before; its notes, row by row."""

    def through(rows, kind="incidents"):
        sheet = bring(kind, rows, by=cast.data_manager)
        assert sheet.totals["unchanged"] == sheet.totals["rows"] == len(rows) - 1
        return [[f["message"] for f in row.findings] for row in sheet.rows.all()]

    return through


@pytest.fixture
def applied(bring, cast):
    return lambda *rows, kind="incidents": bring(kind, list(rows), by=cast.data_manager, apply=True)


def test_a_record_as_it_was_is_told_in_one_sentence(applied, again):
    applied(HEADERS, GOOD)
    case = Incident.objects.get()
    assert again([HEADERS, GOOD]) == [[f"Applied before, as {case.ref}."]]


def test_what_a_later_sheet_said_is_told_beside_the_row_that_comes_again(applied, again):
    applied(HEADERS, GOOD)
    applied(HEADERS, OTHER)
    case = Incident.objects.get()
    otherwise = f"{case.ref} says otherwise by now: killed. Nothing of it is changed."
    assert again([HEADERS, GOOD]) == [[f"Applied before, as {case.ref}.", otherwise]]
    assert again([HEADERS, OTHER]) == [[f"Applied before, as {case.ref}."]]


def test_what_a_person_wrote_is_told_too_and_what_they_added_is_not(applied, again, cast):
    applied(HEADERS, GOOD)
    by_a_person(Incident.objects.get(), cast.coordinator, narrative="Words of our own.")
    assert len(again([HEADERS, GOOD])[0]) == 1
    by_a_person(Incident.objects.get(), cast.coordinator, weapon="mortar")
    assert "says otherwise by now: weapon." in again([HEADERS, GOOD])[0][1]


def test_a_record_that_no_sum_holds_any_more_is_told_to_be_so(applied, again, cast):
    applied(HEADERS, GOOD)
    case = Incident.objects.get()
    actions.move(case, "claim", by=cast.reviewer)
    case.refresh_from_db()
    actions.move(case, "reject", by=cast.reviewer, reason="no such thing", rejection="test")
    assert again([HEADERS, GOOD])[0][1] == f"{case.ref} is “Rejected” now."


def test_a_number_that_never_counted_is_told_to_be_another_s(applied, again, cast):
    case = make_incident(cast=cast, status="verified", external_id="A-1")
    rows = [["id", "killed"], ["A-1", "44"]]
    applied(*rows)
    assert f"{case.ref} says otherwise by now: killed." in again(rows)[0][1]


def test_of_a_hidden_record_nothing_is_told(applied, again, cast):
    applied(HEADERS, GOOD)
    applied(HEADERS, OTHER)
    case = Incident.objects.get()
    actions.move(case, "hide", by=cast.protection_officer, reason="danger")
    assert len(again([HEADERS, GOOD])[0]) == 1


def test_a_ticket_s_items_are_compared_one_by_one(applied, again, cast):
    applied(*TICKETS, kind="tickets")
    assert [len(told) for told in again(TICKETS, "tickets")] == [1, 1]
    item = Ticket.objects.get().items.get(written="mortar")
    item.quantity_reported = 7
    actions.edit(item, by=cast.dispatcher)
    assert "says otherwise by now: item." in again(TICKETS, "tickets")[1][1]


def test_telling_costs_the_same_for_one_row_and_for_twenty(
    applied, bring, cast, django_assert_max_num_queries
):
    rows = [[f"A-{n}", *GOOD[1:]] for n in range(20)]
    applied(HEADERS, *rows)
    for case in Incident.objects.all():
        by_a_person(case, cast.coordinator, weapon="mortar")
    sheet = bring("incidents", [HEADERS, *rows], by=cast.data_manager)
    assert sheet.totals["unchanged"] == 20
    with django_assert_max_num_queries(60):
        importing.check(sheet)

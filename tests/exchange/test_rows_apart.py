"""Rows that name one stored record, wherever they stand in the file: none writes over another."""

import pytest

from casework import actions
from exchange import importing, mending
from ordnance.models import Item
from ordnance.resources import TicketResource
from tests.exchange.conftest import as_csv, findings
from tests.exchange.test_round_trip import exported, table, unchanged
from tests.factories import make_incident, make_ticket


@pytest.fixture
def tickets(cast):
    return [make_ticket(cast=cast), make_ticket(cast=cast)]


@pytest.fixture
def brought(bring, cast):
    def through(*rows, kind="tickets"):
        return bring(kind, list(rows), by=cast.data_manager)

    return through


def test_what_rows_of_a_ticket_say_is_all_written_though_another_stands_between(
    tickets, cast, brought
):
    one, other = tickets
    rows = [
        [one.ref, "words", "by the well", "rocket"],
        [other.ref, "else", "", ""],
        [one.ref, "words", "by the well", "mortar"],
    ]
    sheet = brought(["ref", "description", "site", "item written"], *rows)
    assert importing.apply(sheet, by=cast.data_manager).totals["changed"] == 3
    one.refresh_from_db()
    assert (one.description, one.site_name) == ("words", "by the well")
    assert one.items.filter(written__in=["rocket", "mortar"]).count() == 2
    assert one.events.filter(verb="edited").count() == 1


def test_rows_of_a_ticket_that_contradict_each_other_are_refused_wherever_they_stand(
    tickets, brought
):
    one, other = tickets
    sheet = brought(["ref", "description"], [one.ref, "a"], [other.ref, "b"], [one.ref, "c"])
    assert [row.verdict for row in sheet.rows.all()] == ["refused", "changed", "refused"]
    assert ("description", "invalid") in findings(sheet)[4]


def test_a_row_that_stands_apart_is_judged_with_its_record_when_it_is_mended(
    tickets, brought, cast
):
    one, other = tickets
    sheet = brought(["ref", "description"], [one.ref, "a"], [other.ref, "b"], [one.ref, "c"])
    mending.mend_cells(sheet, {4: {1: "a"}}, by=cast.data_manager)
    assert [row.verdict for row in sheet.rows.all()] == ["changed", "changed", "changed"]


@pytest.mark.parametrize("chunk", [1, 2, 2000])
def test_our_sheet_of_tickets_may_be_sorted_by_anything(cast, tickets, bring, monkeypatch, chunk):
    monkeypatch.setattr(TicketResource, "chunk", chunk)
    for ticket in tickets:
        items = (Item(ticket=ticket, category="rocket", written=name) for name in "ba")
        actions.add(ticket, *items, by=cast.dispatcher, seen=ticket.version)
    head, *rows = table(exported("tickets", cast.data_manager))
    written = head.index("item_written")
    rows.sort(key=lambda row: row[written])
    assert unchanged(bring("tickets", as_csv([head, *rows]), by=cast.data_manager))
    for row in rows:
        row[written] += " (rusty)"
    sheet = bring("tickets", as_csv([head, *rows]), by=cast.data_manager, apply=True)
    assert sheet.totals["changed"] == len(rows)
    names = Item.objects.filter(ticket__in=tickets).values_list("written", flat=True)
    assert all(name.endswith("(rusty)") for name in names)


@pytest.mark.parametrize("kind", ["incidents", "tickets"])
def test_a_record_named_by_its_reference_and_by_its_outside_number_is_one(cast, brought, kind):
    make = {"incidents": make_incident, "tickets": make_ticket}[kind]
    case = make(cast=cast, external_id="A-1")
    rows = [[case.ref, "", "by the well"], ["", "A-1", "by the mill"]]
    sheet = brought(["ref", "external id", "site"], *rows, kind=kind)
    assert [row.verdict for row in sheet.rows.all()] == ["changed", "refused"]
    assert findings(sheet)[3] == [("external_id", "repeated")]
    mending.leave_out(sheet, sheet.rows.filter(number=2), by=cast.data_manager)
    assert [row.verdict for row in sheet.rows.all()] == ["skipped", "changed"]


def test_rows_of_a_new_ticket_that_stand_apart_are_told_to_be_put_together(brought):
    head = ["id", "date", "place", "item written"]
    told = (("T-1", "rocket"), ("T-2", "mortar"), ("T-1", "bomb"))
    sheet = brought(head, *([number, "2024-11-28", "Atareb", name] for number, name in told))
    assert [row.verdict for row in sheet.rows.all()] == ["new", "new", "refused"]
    assert "below each other" in sheet.rows.last().findings[0]["message"]


def test_one_sheet_guesses_at_a_point_once(cast, tickets, brought):
    """Each guess would be told: only the true one changes nothing."""
    one, other = tickets
    guesses = [[one.ref, f"36.{n}", "36.8"] for n in (137, 138, 139)]
    sheet = brought(["ref", "latitude", "longitude"], guesses[0], [other.ref, "", ""], *guesses[1:])
    assert sheet.rows.filter(ref=one.ref).count() == 0

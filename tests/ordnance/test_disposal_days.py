"""Nothing is disposed of before its ticket was reported: form, verb and sheet say so alike."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from casework import actions
from casework.actions_many import edit_many
from casework.models import Batch
from casework.reverting import revert_many
from ordnance.choices import Method
from ordnance.models import Disposal, Item, Ticket
from tests.exchange.conftest import bring, findings, manager  # noqa: F401 - fixtures
from tests.factories import DAY, at

BEFORE = "This is before %(day)s, when the ticket was reported. Correct one of the two days."
ON_DAY = BEFORE % {"day": DAY.isoformat()}


def disposal(ticket, done_at):
    return Disposal(item=ticket.items.get(), method=Method.BURNED, quantity=1, done_at=done_at)


def test_the_verb_refuses_a_disposal_of_the_day_before(cast, ticket):
    early = disposal(ticket, at(hour=23) - timedelta(days=1))
    with pytest.raises(ValidationError) as refused:
        actions.add(ticket, early, by=cast.team_leader)
    assert refused.value.message_dict == {"done_at": [ON_DAY]}


def test_an_hour_of_the_same_day_is_taken_since_many_reports_know_the_day_alone(cast, ticket):
    actions.add(ticket, disposal(ticket, at(hour=7)), by=cast.team_leader)
    assert Disposal.objects.count() == 1


def test_the_form_says_so_beside_the_time(cast, ticket, signed_in):
    page = reverse("ordnance:disposal_create", args=[ticket.ref, ticket.items.get().pk])
    sent = {"method": "burned", "quantity": 1, "done_at": "2024-11-27T12:00", "team": ""}
    answer = signed_in(cast.team_leader).post(page, sent)
    assert answer.context["form"].errors["done_at"] == [ON_DAY]
    assert not Disposal.objects.exists()


HEAD = ["pcode", "reported_at", "item_category", "item_quantity_found", "disposal_method"]
HEAD += ["disposal_quantity", "disposal_done_at"]


@pytest.mark.parametrize(
    ("done", "refused"), [("2024-11-27", True), ("2024-11-28", False), ("2024-11-30", False)]
)
def test_a_sheet_is_told_so_at_its_own_column(bring, done, refused):  # noqa: F811
    row = ["C1022", "2024-11-28 09:00", "grenade", "2", "burned", "2", done]
    found = findings(bring("tickets", [HEAD, row]))
    columns = {column for column, _code in found.get(2, ())}
    assert ("disposal_done_at" in columns) == refused


def test_a_ticket_is_not_reported_after_what_was_disposed_of(cast, ticket):
    actions.add(ticket, disposal(ticket, at(hour=13)), by=cast.team_leader)
    ticket.refresh_from_db()
    ticket.reported_at = at(hour=9) + timedelta(days=1)
    ticket.arrived_at = ticket.reported_at + timedelta(hours=1)
    with pytest.raises(ValidationError) as refused:
        actions.edit(ticket, by=cast.dispatcher)
    assert refused.value.message_dict == {
        "reported_at": ["Something was disposed of before that day. Correct one of the two."]
    }
    ticket.reported_at, ticket.arrived_at = at(hour=10), at(hour=11)
    assert actions.edit(ticket, by=cast.dispatcher).reported_at.date() == DAY


def test_undoing_an_earlier_report_day_does_not_trip_over_the_disposal_that_goes_too(cast, ticket):
    batch = Batch.objects.create(kind=Batch.Kind.IMPORT, by=cast.data_manager)
    before = ticket.reported_at
    ticket.reported_at -= timedelta(days=9)
    edit_many([ticket], by=cast.data_manager, batch=batch)
    early = disposal(ticket, before - timedelta(days=5))
    early.item = Item.objects.get(pk=early.item_id)
    actions.add(ticket, early, by=cast.data_manager, batch=batch)
    undone = revert_many(batch, by=cast.data_manager, reason="The wrong file.")
    assert undone.left == []
    assert Ticket.objects.get().reported_at == before
    assert not Disposal.objects.exists()


STORED = ["external_id", "pcode", "reported_at", "item", "item_category", "item_quantity_found"]
DISPOSED = [*STORED, "disposal_method", "disposal_quantity", "disposal_done_at"]


@pytest.mark.parametrize("item", ["1", "2"])
@pytest.mark.parametrize(
    ("before", "now", "refused"),
    [
        ("2024-11-01", "2024-11-10", True),
        ("2024-11-10", "2024-11-01", False),
        ("2024-11-10", "2024-11-10", True),
    ],
)
def test_a_sheet_s_disposals_are_held_against_its_own_report_day(
    bring,  # noqa: F811
    before,
    now,
    refused,
    item,
):
    bring("tickets", [STORED, ["T-1", "C1022", before, "1", "grenade", "2"]], apply=True)
    row = ["T-1", "C1022", now, item, "grenade", "2", "burned", "1", "2024-11-05"]
    sheet = bring("tickets", [DISPOSED, row], apply=True)
    assert findings(sheet) == ({2: [("disposal_done_at", "invalid")]} if refused else {})
    ticket = Ticket.objects.get()
    assert str(timezone.localdate(ticket.reported_at)) == (before if refused else now)
    assert Disposal.objects.exists() is not refused


CLEARED = ["external_id", "pcode", "item_category", "item_quantity_found", "disposal_method"]
CLEARED += ["disposal_quantity", "disposal_done_at"]
ROWS = [
    ["T-1", "C1022", "grenade", "3", "burned", "1", "2024-11-07"],
    ["T-1", "C1022", "mortar", "3", "burned", "1", "2024-11-05"],
    ["T-2", "C1022", "mortar", "1", "", "", ""],
]
TAKEN = (
    "No cell says when this was reported. 2024-11-05 is taken, the day of the first disposal, "
    "since the report came no later. A column “reported_at” would settle it."
)


def report_days():
    tickets = Ticket.objects.order_by("external_id")
    return [str(timezone.localdate(ticket.reported_at)) for ticket in tickets]


@pytest.mark.parametrize("column", [[], ["reported_at"]])
def test_a_clearance_sheet_without_a_report_day_takes_that_of_the_first_disposal(bring, column):  # noqa: F811
    rows = [[*row, *("" for _ in column)] for row in ROWS]
    sheet = bring("tickets", [[*CLEARED, *column], *rows], apply=True)
    assert findings(sheet) == {}
    assert findings(sheet, "warning") == {2: [("reported_at", "report_day_taken")]}
    assert TAKEN in [found["message"] for found in sheet.rows.first().findings]
    assert report_days() == ["2024-11-05", str(timezone.localdate())]
    assert Ticket.objects.get(external_id="T-1").sightings.get().seen_at.day == 4  # 21:00 UTC


def test_a_report_day_that_cannot_be_read_is_not_replaced(bring):  # noqa: F811
    sheet = bring("tickets", [[*CLEARED, "reported_at"], [*ROWS[0], "some day"]])
    assert [column for column, _code in findings(sheet)[2]] == ["reported_at"]
    assert findings(sheet, "warning") == {}


def test_an_earlier_disposal_that_comes_later_is_told_which_day_it_is_held_against(bring):  # noqa: F811
    bring("tickets", [CLEARED, *ROWS], apply=True)
    earlier = [*ROWS[0][:-1], "2024-11-03"]
    sheet = bring("tickets", [CLEARED, earlier], apply=True)
    assert findings(sheet) == {2: [("disposal_done_at", "invalid")]}
    [message] = [f["message"] for f in sheet.rows.get().findings if f["severity"] == "error"]
    assert message == BEFORE % {"day": "2024-11-05"}
    sheet = bring("tickets", [[*CLEARED, "reported_at"], [*earlier, "2024-11-02"]], apply=True)
    assert findings(sheet) == {}
    assert report_days()[0] == "2024-11-02"

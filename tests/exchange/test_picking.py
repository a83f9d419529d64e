"""Only chosen rows are applied: the others are left out in the same act, or nothing is done."""

import pytest
from django.core.exceptions import ValidationError

from exchange.mending import picking
from incidents.models import Incident
from ordnance.models import Item, Ticket
from tests.exchange.test_importing import GOOD, HEADERS
from tests.exchange.test_mending import BAD, post

THIRD = ["A-3", "2024-11-26", "الأتارب", "غارة جوية", "2", "", ""]


@pytest.fixture
def client(cast, signed_in):
    return signed_in(cast.data_manager)


@pytest.fixture
def sheet(bring, cast):
    return bring("incidents", [HEADERS, GOOD, BAD, THIRD], by=cast.data_manager)


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        ("3", [(3, 3)]),
        ("3, 7-20", [(3, 3), (7, 20)]),
        ("٣، ٧ – ٢٠", [(3, 3), (7, 20)]),
        ("3 5", [(3, 3), (5, 5)]),
    ],
)
def test_rows_are_named_as_people_write_numbers(text, spans):
    assert picking.spans_of(text) == spans


@pytest.mark.parametrize("text", ["", "all", "3-", "-", "99999999"])
def test_what_names_no_rows_is_told(text):
    with pytest.raises(ValidationError):
        picking.spans_of(text)


def test_ticked_rows_are_shown_before_they_are_applied(client, sheet):
    answer = post(client, sheet, "ticked/", row=["2"], do="apply")
    page = client.get(answer["Location"]).content.decode()
    assert "1 row is picked." in page
    assert "2 other rows, which would do something too, are left out." in page
    assert not Incident.objects.exists()


def test_only_the_picked_rows_are_applied_and_the_rest_is_listed(client, sheet):
    post(client, sheet, "apply/some/", rows="2")
    assert sheet.state == "applied"
    assert [incident.external_id for incident in Incident.objects.all()] == ["A-1"]
    assert sheet.totals == {
        "rows": 3, "new": 1, "changed": 0, "unchanged": 0, "skipped": 2, "refused": 0,
    }  # fmt: skip
    assert sheet.mendings.get().what == "not_picked"


def test_a_refused_row_among_the_picked_leaves_everything_as_it_was(client, sheet):
    post(client, sheet, "apply/some/", rows="2-3")
    assert sheet.state == "checked"
    assert "Rows are refused still (1)" in str(sheet.failure)
    assert not sheet.mendings.exists()
    assert sheet.totals["new"] == 2


def test_what_the_grid_shows_can_be_picked(client, sheet):
    post(client, sheet, "apply/some/", shown="q=A-3")
    assert [incident.external_id for incident in Incident.objects.all()] == ["A-3"]


def test_a_row_that_repeats_one_left_out_is_not_written_in_its_place(client, bring, cast):
    sheet = bring("incidents", [HEADERS, GOOD, GOOD, THIRD], by=cast.data_manager)
    assert sheet.totals["skipped"] == 1
    post(client, sheet, "apply/some/", rows="4")
    assert [incident.external_id for incident in Incident.objects.all()] == ["A-3"]


def test_the_rest_of_the_same_file_can_follow(client, bring, sheet, cast):
    post(client, sheet, "apply/some/", rows="2")
    again = bring("incidents", [HEADERS, GOOD, BAD, THIRD], by=cast.data_manager)
    assert (again.totals["unchanged"], again.totals["new"], again.totals["refused"]) == (1, 1, 1)


def test_a_record_of_several_rows_is_picked_whole(client, bring, cast):
    rows = [
        ["external_id", "reported_at", "pcode", "item_category", "item_quantity"],
        ["T-1", "2024-11-28", "C1022", "rocket", "1"],
        ["T-1", "", "C1022", "mortar", "2"],
        ["T-2", "2024-11-28", "C1022", "rocket", "1"],
    ]
    sheet = bring("tickets", rows, by=cast.data_manager)
    assert sheet.totals["refused"] == 0, [row.findings for row in sheet.rows.all()]
    post(client, sheet, "apply/some/", rows="3")
    assert Ticket.objects.get().external_id == "T-1"
    assert Item.objects.count() == 2


def test_ticked_rows_are_left_out_and_taken_in_again(client, sheet):
    post(client, sheet, "ticked/", row=["2", "3"], do="leave_out")
    assert sheet.totals["skipped"] == 2
    post(client, sheet, "ticked/", row=["2", "3"], do="take_in")
    assert sheet.totals["skipped"] == 0


def test_without_a_tick_it_says_so(client, sheet):
    page = client.post(f"/exchange/{sheet.pk}/ticked/", {"do": "leave_out"}, follow=True)
    assert "Tick rows first" in page.content.decode()

"""A sheet tells its person nothing of a stored record's fields that they may not read."""

import pytest

from ordnance.models import Ticket
from tests.exchange.conftest import findings
from tests.exchange.test_clashes import brought, by_a_person, clashes_of, sheet_of
from tests.factories import make_ticket

POINT = {"latitude": "36.137910", "longitude": "36.828430", "geo_precision": "exact"}
SECRET = POINT | {"access_route": "behind the blue gate"}
COLUMNS = ["ref", *SECRET]


@pytest.fixture
def ticket(cast):
    return make_ticket(cast=cast, status="triaged", **SECRET)


def guess(ticket, **said):
    return [ticket.ref, *(SECRET | said).values()]


def verdict_of(sheet):
    row = sheet.rows.get()
    return row.verdict, row.changes, row.findings, row.ref


@pytest.mark.parametrize(
    "wrong",
    [
        {"latitude": "36.137911"},
        {"latitude": "36.137911", "longitude": "36.828431"},
        {"geo_precision": "subdistrict"},
        {"access_route": "along the wall"},
    ],
)
def test_a_right_guess_at_a_point_is_answered_as_a_wrong_one(bring, cast, ticket, wrong):
    right = bring("tickets", [COLUMNS, guess(ticket)], by=cast.data_manager)
    other = bring("tickets", [COLUMNS, guess(ticket, **wrong)], by=cast.data_manager)
    assert verdict_of(right) == verdict_of(other)


def test_half_a_point_is_answered_as_a_whole_one(bring, cast, ticket):
    none = make_ticket(cast=cast, status="triaged")
    for case in (ticket, none):
        sheet = bring("tickets", [["ref", "latitude"], [case.ref, "36.1"]], by=cast.data_manager)
        assert verdict_of(sheet)[:2] == ("unchanged", {})


def test_a_sheet_of_who_may_not_read_the_point_leaves_it(bring, cast, ticket):
    wrong = [*guess(ticket, latitude="36.2", access_route="along the wall"), "The old mill"]
    sheet = bring("tickets", [[*COLUMNS, "site"], wrong], by=cast.data_manager, apply=True)
    ticket.refresh_from_db()
    assert (ticket.site_name, str(ticket.latitude)) == ("The old mill", POINT["latitude"])
    assert ticket.access_route == "behind the blue gate"
    assert set(findings(sheet, "note")[2]) == {(name, "unread") for name in SECRET}


def test_what_cannot_be_read_does_not_clash_and_is_not_told_by_an_answer(
    bring, cast, signed_in, ticket
):
    header, rows = sheet_of("tickets", cast.data_manager)
    by_a_person(ticket, cast.dispatcher, latitude="36.140000", site_name="The mill")
    rows[0] |= {"latitude": "36.150000", "longitude": "36.828430", "site_name": "The well"}
    header = [*header, "latitude", "longitude"]
    sheet = brought(bring, "tickets", cast.data_manager, header, rows)
    desk, [row] = signed_in(cast.data_manager), sheet.rows.all()
    assert list(clashes_of(row)) == ["site_name"]
    desk.post(f"/exchange/{sheet.pk}/rows/{row.number}/clash/", {"all": "database"})
    assert "36.14" not in desk.get(f"/exchange/{sheet.pk}/?show=all").text
    assert "36.14" not in desk.get(f"/exchange/{sheet.pk}/clashes/").text


def test_who_may_read_the_point_corrects_it_by_a_sheet(bring, cast, ticket):
    cast.data_manager.groups.add(cast.dispatcher.groups.get())
    person = type(cast.data_manager).objects.get(pk=cast.data_manager.pk)
    sheet = bring("tickets", [COLUMNS, guess(ticket)], by=person)
    assert verdict_of(sheet)[0] == "unchanged"
    bring("tickets", [COLUMNS, guess(ticket, latitude="36.2")], by=person, apply=True)
    ticket.refresh_from_db()
    assert str(ticket.latitude) == "36.200000"


def test_a_new_ticket_takes_the_point_of_its_row(bring, cast):
    row = ["2024-11-28", "Sarmada", *POINT.values()]
    bring("tickets", [["date", "place", *POINT], row], by=cast.data_manager, apply=True)
    assert str(Ticket.objects.get().latitude) == POINT["latitude"]

"""Lists cost the same number of queries for one ticket and for twenty."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from casework import actions
from ordnance.models import Item, Sighting
from tests.factories import at, make_ticket

MANY = 20


def queries(client, page):
    client.get(page)  # what is cached once must not count
    with CaptureQueriesContext(
        connection,
    ) as taken:
        assert client.get(page).status_code == 200
    return len(taken)


@pytest.mark.parametrize(("name", "status"), [("list", "reported"), ("board", "reported")])
def test_the_list_and_the_board_are_flat(cast, signed_in, name, status):
    client, page = signed_in(cast.dispatcher), reverse(f"ordnance:{name}")
    make_ticket(cast=cast, status=status)
    one = queries(client, page)
    for _ in range(MANY):
        make_ticket(cast=cast, status=status)
    assert queries(client, page) == one
    assert one < 20


def test_a_team_leader_s_day_is_flat(cast, signed_in):
    client, page = signed_in(cast.team_leader), reverse("ordnance:mine")
    make_ticket(cast=cast, status="on_site")
    one = queries(client, page)
    for _ in range(4):
        make_ticket(cast=cast, status="on_site")
    assert queries(client, page) == one


def test_the_page_of_a_ticket_is_flat_in_its_records(cast, signed_in):
    ticket = make_ticket(cast=cast, status="on_site")
    client = signed_in(cast.team_leader)
    one = queries(client, ticket.get_absolute_url())
    for n in range(MANY):
        ticket.refresh_from_db()
        item = Item(ticket=ticket, written=f"Thing {n}")
        actions.add(ticket, item, Sighting(ticket=ticket, seen_at=at()), by=cast.team_leader)
    assert queries(client, ticket.get_absolute_url()) == one

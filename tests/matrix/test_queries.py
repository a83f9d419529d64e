"""The number of queries of each list is the same for one row and for twenty."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests import factories
from tests.matrix.world import make_public_report

# Lists, with the role that sees most on them.
LISTS = (
    ("/", "dispatcher"),
    ("/", "reviewer"),
    ("/", "coordinator"),
    ("/incidents/", "reviewer"),
    ("/tickets/", "dispatcher"),
    ("/tickets/board/", "dispatcher"),
    ("/changes/", "viewer"),
    ("/tickets/map/", "dispatcher"),
    ("/tickets/map/clusters/?zoom=15", "viewer"),
    ("/incidents/map/", "reviewer"),
    ("/incidents/map/clusters/?zoom=9", "viewer"),
    ("/sitreps/", "publisher"),
    ("/sitreps/figures/?since=2024-11-01&until=2024-11-30", "viewer"),
    ("/sitreps/2024-11-28/", "publisher"),
    ("/sitreps/2024-11-28/message/", "publisher"),
    ("/sitreps/2024-11-28/compare/", "publisher"),
    ("/sitreps/2024-11-28.json", "viewer"),
    ("/tickets/mine/", "team_leader"),
    ("/tickets/public/", "dispatcher"),
)
FROM_FOUR = ("/", "/changes/")


def queries(client, address):
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return [query["sql"] for query in asked]


@pytest.fixture
def clients(cast):
    made = {}
    for role in {role for _address, role in LISTS}:
        made[role] = Client()
        made[role].force_login(cast.people[role])
        made[role].get("/")  # the first page fills what a session keeps
    return made


def add_cases(cast, count):
    for _ in range(count):
        factories.make_incident(cast=cast, status="submitted")
        ticket = factories.make_ticket(cast=cast)
        make_public_report(cast, place_said="Atareb", near_said=f"beside {ticket.ref}")


def counted(clients, addresses):
    return {key: queries(clients[key[1]], key[0]) for key in addresses}


def grown(few, many):
    """What was asked more often, with a few of the new questions."""
    return {
        key: (len(few[key]), len(many[key]), sorted(set(many[key]) - set(few[key]))[:3])
        for key in few
        if len(many[key]) > len(few[key])
    }


def test_twenty_rows_ask_the_database_as_often_as_one(cast, clients):
    """Two are counted from four rows on: home shows three of a kind and then “all”, and what
    changed tells of the first answer on a likely duplicate, which one incident does not have."""
    add_cases(cast, 1)
    one = counted(clients, [key for key in LISTS if key[0] not in FROM_FOUR])
    add_cases(cast, 3)
    four = counted(clients, [key for key in LISTS if key[0] in FROM_FOUR])
    add_cases(cast, 16)
    many = counted(clients, LISTS)
    assert grown(one | four, many) == {}

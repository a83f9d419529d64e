"""Lists cost the same number of queries for one ticket and for twenty."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from casework import actions
from casework.actions_many import edit_many
from casework.models import Batch
from casework.reverting import revert_many
from munitions.models import Category, Munition
from ordnance.models import Item, Sighting, Ticket
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


@pytest.fixture
def carrier(db):
    """A carrier of what burns."""
    model = Munition.objects.create(designation="9M22S", category=Category.CLUSTER_MUNITION)
    fire = Munition.objects.create(
        designation="Fire", category=Category.SUBMUNITION, subcategory="incendiary"
    )
    model.loads.create(submunition=fire)
    return model


def of_sheet(cast, carrier, many):
    """The queries of moving the report day of so many tickets by a sheet, and of undoing it."""
    made = [make_ticket(cast=cast, status="triaged") for _ in range(many)]
    for ticket in made:
        item = Item(ticket=ticket, category=carrier.category, munition=carrier)
        actions.add(ticket, item, by=cast.dispatcher)
    tickets = list(Ticket.objects.filter(pk__in=[ticket.pk for ticket in made]))
    for ticket in tickets:
        ticket.reported_at -= timedelta(days=1)
    batch = Batch.objects.create(kind=Batch.Kind.IMPORT, by=cast.data_manager)
    with CaptureQueriesContext(connection) as taken:
        edit_many(tickets, by=cast.data_manager, batch=batch)
    with CaptureQueriesContext(connection) as undone:
        revert_many(batch, by=cast.data_manager, reason="The wrong file.")
    assert not any(ticket.advised_cordon_m for ticket in tickets)
    return len(taken), len(undone)


def test_a_sheet_that_moves_report_days_and_its_undoing_are_flat(cast, carrier):
    of_sheet(cast, carrier, 1)  # what is cached once must not count
    assert of_sheet(cast, carrier, 2) == of_sheet(cast, carrier, 6)

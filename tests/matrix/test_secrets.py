"""What few may read stands on no page of the others, in no file of theirs, and is not searched for.

Each secret is a word that stands nowhere else. Everybody who may not read one asks every address of
the site, every step of the cases that hold it, and the lists and the search for the word itself.
"""

import re

import pytest
from django.urls import reverse

from casework import actions
from casework.files import attach
from incidents.models import Incident
from ordnance.models import Sighting, Ticket
from tests import factories
from tests.matrix.test_addresses import ADDRESSES, client_of, parts_of
from tests.matrix.world import make_world, picture

# So unlike each other that the search takes none for a slip of another.
WAY, SEEN, CALLER, PHONE, GIVEN = "quovadis", "behindwell", "karimzada", "0999123777", "oldfriend"
IDENTITY, NAMED, SENT, HIDDEN = "ummjibril", "thebutcher", "postedbyx", "lastsupper"
POINT = ("36.13791", "36.82843")
OF_THE_SITE = (WAY, SEEN, CALLER, PHONE, GIVEN, *POINT)
OF_PROTECTION = (IDENTITY, NAMED, SENT, HIDDEN)
LISTS = ("incidents:list", "incidents:clusters", "ordnance:list", "ordnance:clusters")
# Who may write most, who may read least, and who works on site: the others may no more.
KEPT_FROM = {
    "viewer": (*OF_THE_SITE, *OF_PROTECTION),
    "reviewer": (*OF_THE_SITE, *OF_PROTECTION),
    "data_manager": (*OF_THE_SITE, *OF_PROTECTION),
    "dispatcher": OF_PROTECTION,
}


@pytest.fixture
def world(cast):
    made = make_world(cast)
    made.ticket, made.incident = ticket_with_secrets(cast), incident_with_secrets(cast)
    made.item, made.found = made.ticket.items.first(), made.ticket.files.first()
    made.source, made.proof = made.incident.sources.last(), made.incident.files.first()
    factories.make_incident(cast=cast, status="hidden", title=HIDDEN, narrative=HIDDEN)
    return made


def ticket_with_secrets(cast):
    latitude, longitude = POINT
    where = {"latitude": latitude, "longitude": longitude, "geo_precision": "exact"}
    ticket = factories.make_ticket(cast=cast, status="triaged", access_route=WAY, **where)
    caller = {"reporter_name": CALLER, "reporter_phone": PHONE, "where_seen": SEEN}
    actions.add(ticket, Sighting(ticket=ticket, **caller), by=cast.dispatcher)
    ticket = Ticket.objects.get(pk=ticket.pk)
    attach(ticket, picture(), by=cast.dispatcher, received_from=GIVEN)
    return Ticket.objects.get(pk=ticket.pk)


def incident_with_secrets(cast):
    incident = factories.make_incident(cast=cast, status="in_review")
    told = {"name": NAMED, "url": f"https://example.org/{NAMED}", "identity": IDENTITY}
    source = factories.make_source(incident, kind="witness", protected=True, **told)
    actions.add(incident, source, by=cast.reviewer)
    incident = Incident.objects.get(pk=incident.pk)
    attach(incident, picture(), by=cast.coordinator, received_from=SENT)
    return Incident.objects.get(pk=incident.pk)


def addresses_of(world):
    """Every address, and every step of the two cases."""
    known = parts_of(world)
    yield from (reverse(name, kwargs=known.get(name, {})) for name in ADDRESSES)
    for case, name in ((world.ticket, "ordnance:step"), (world.incident, "incidents:step")):
        yield from (reverse(name, args=[case.ref, step]) for step in case.workflow.steps)
    yield reverse("exchange:export_file", kwargs={"kind": "tickets", "form": "csv"})


def text_of(client, address):
    """What a GET brings, whatever it is, with its files closed again."""
    answer = client.get(address)
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    for close in answer._resource_closers:
        close()
    return content.decode("utf-8", "replace") + answer.get("Location", "")


@pytest.mark.parametrize("role", KEPT_FROM)
def test_a_secret_stands_on_nothing_that_they_may_open(cast, world, role):
    client, secret = client_of(cast.people[role]), re.compile("|".join(KEPT_FROM[role]))
    told = {page: set(secret.findall(text_of(client, page))) for page in addresses_of(world)}
    assert {page: found for page, found in told.items() if found} == {}


@pytest.mark.parametrize("role", KEPT_FROM)
def test_asking_for_a_secret_finds_nothing(cast, world, role):
    client, refs = client_of(cast.people[role]), (world.ticket.ref, world.incident.ref)
    asked = [(page, word) for page in ("search", *LISTS) for word in KEPT_FROM[role]]
    told = {pair: text_of(client, f"{reverse(pair[0])}?q={pair[1]}") for pair in asked}
    assert [pair for pair, text in told.items() if any(ref in text for ref in refs)] == []

"""Search: what was written is found by what people type, and by nobody who may not read it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from casework import actions, in_step, indexing
from casework.seeking import seek
from incidents.models import Incident, Source
from ordnance.models import Sighting, Ticket, TicketFile
from tests import factories
from tests.casework.search_pairs import FOUND, NOT_FOUND, pairs


@pytest.fixture
def indexed(cast):
    """`indexed([texts])` is {text: the key of the incident that says it}."""

    def made(texts):
        cases = [factories.make_incident(cast=cast, place="SY", narrative=each) for each in texts]
        indexing.catch_up()
        return dict(zip(texts, [case.pk for case in cases], strict=True))

    return made


def found(text, person, kind=Incident):
    return set(seek(kind, text, person).values_list("pk", flat=True))


def test_at_least_two_hundred_pairs_meet(cast, indexed):
    said = indexed(list(FOUND))
    missed = [
        (text, typed) for text, typed in pairs() if said[text] not in found(typed, cast.viewer)
    ]
    assert len(pairs()) >= 200
    assert missed == []


def test_what_is_something_else_is_not_found(cast, indexed):
    said = indexed(list(dict.fromkeys(text for text, _typed in NOT_FOUND)))
    wrong = [(text, typed) for text, typed in NOT_FOUND if said[text] in found(typed, cast.viewer)]
    assert wrong == []


# ---------------------------------------------------------------- who may find what


def test_words_that_few_may_read_are_found_by_those_few(cast):
    ticket = factories.make_ticket(cast=cast, access_route="past the pharmacy")
    caller = Sighting(ticket=ticket, where_seen="below the aqueduct")
    actions.add(ticket, caller, by=cast.coordinator)
    indexing.catch_up()
    for word in ("pharmacy", "aqueduct"):
        assert found(word, cast.dispatcher, Ticket) == {ticket.pk}
        assert found(word, cast.viewer, Ticket) == set()
    assert found(ticket.title or "Atareb", cast.viewer, Ticket) == {ticket.pk}


def test_the_words_of_a_protected_source_are_kept_from_the_others(cast):
    incident = factories.make_incident(cast=cast)
    source = factories.make_source(incident, kind=Source.Kind.WITNESS, name="Um Yazan")
    source.protected = True
    actions.add(incident, source, by=cast.coordinator)
    indexing.catch_up()
    assert found("Yazan", cast.viewer) == set()
    assert found("Yazan", cast.protection_officer) == {incident.pk}


def test_nobody_finds_a_telephone_number(cast):
    factories.make_ticket(cast=cast)
    ticket = Ticket.objects.get()
    ticket.sightings.update(reporter_phone="0944123456", reporter_name="Abu Salim")
    indexing.catch_up()
    for person in cast.people.values():
        assert found("0944123456", person, Ticket) == set()


def test_what_one_may_not_see_is_not_found(cast):
    incident = factories.make_incident(cast=cast, status="hidden", narrative="a printing house")
    indexing.catch_up()
    assert found("printing", cast.protection_officer) == {incident.pk}
    assert found("printing", cast.reviewer) == set()
    assert found("printing", cast.stranger) == set()


def test_what_another_permission_opens_than_the_cases_is_in_no_index(cast, monkeypatch):
    ticket = factories.make_ticket(cast=cast, access_route="past the pharmacy")
    monkeypatch.setattr(TicketFile.field_policy, "unlock", "accounts.read_restricted")
    TicketFile.objects.bulk_create(
        [TicketFile(ticket=ticket, created_by=cast.dispatcher, size=1, received_from="Um Yazan")]
    )
    indexing.catch_up()
    assert found("pharmacy", cast.dispatcher, Ticket) == {ticket.pk}
    assert found("Yazan", cast.dispatcher, Ticket) == set()


# ---------------------------------------------------------------- keeping step


def test_a_sign_that_folds_to_many_letters_stops_no_search(cast):
    incident = factories.make_incident(cast=cast, narrative="\ufdf2" * 60 + " carpentry")
    indexing.catch_up()
    assert found("carpentry", cast.viewer) == {incident.pk}


def test_a_changed_case_is_found_by_its_new_words_alone(cast):
    incident = factories.make_incident(cast=cast, narrative="a carpentry")
    indexing.catch_up()
    incident.narrative = "a printing house"
    actions.edit(incident, by=cast.coordinator)
    assert indexing.is_behind()
    indexing.catch_up()
    assert found("carpentry", cast.viewer) == set()
    assert found("printing", cast.viewer) == {incident.pk}
    assert not indexing.is_behind()


def test_all_the_words_must_be_there_and_the_exact_one_comes_first(cast):
    near = factories.make_incident(cast=cast, narrative="Karamah street", occurred_on="2024-11-27")
    exact = factories.make_incident(cast=cast, narrative="Karama street", occurred_on="2024-11-20")
    factories.make_incident(cast=cast, narrative="Karama bridge")
    indexing.catch_up()
    assert list(seek(Incident, "karama street", cast.viewer)) == [exact, near]


@pytest.mark.parametrize("text", ["", "   ", "—", "()", "\u200f", "%_", "' OR 1=1 --", "x" * 5000])
def test_a_text_without_words_or_with_strange_ones_finds_nothing(cast, text):
    factories.make_incident(cast=cast)
    indexing.catch_up()
    assert found(text, cast.viewer) == set()


# ---------------------------------------------------------------- the page


PAGES = ("/search/", "/incidents/", "/incidents/map/", "/tickets/", "/tickets/board/")


@pytest.mark.parametrize("address", PAGES)
def test_a_page_says_when_the_search_is_not_in_step(cast, signed_in, monkeypatch, address):
    factories.make_ticket(cast=cast, incident=factories.make_incident(cast=cast))
    client, told = signed_in(cast.dispatcher), "still being taken in"
    assert told not in client.get(address, {"q": "Atareb"}).content.decode()
    monkeypatch.setattr(in_step, "AT_ONCE", 0)
    factories.make_ticket(cast=cast, incident=factories.make_incident(cast=cast))
    assert told in client.get(address, {"q": "Atareb"}).content.decode()
    if address != "/search/":
        assert told not in client.get(address).content.decode()


@pytest.mark.parametrize(
    "typed", ["{}", "{} ", "  inc {year} {n}", "INC-{year}-{n}", "inc{year}-{n}"]
)
def test_a_reference_leads_to_its_case_however_it_is_written(cast, signed_in, typed):
    incident = factories.make_incident(cast=cast)
    _prefix, year, number = incident.ref.split("-")
    asked = typed.format(incident.ref, year=year, n=int(number))
    answer = signed_in(cast.viewer).get("/search/", {"q": asked})
    assert answer["Location"] == incident.get_absolute_url()


def test_a_reference_in_arabic_digits_is_one_too(cast, signed_in):
    ticket = factories.make_ticket(cast=cast)
    digits = ticket.ref.translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))
    answer = signed_in(cast.viewer).get("/search/", {"q": digits})
    assert answer["Location"] == ticket.get_absolute_url()


def test_a_reference_out_of_sight_is_a_text_like_any(cast, signed_in):
    incident = factories.make_incident(cast=cast)
    page = signed_in(cast.stranger).get("/search/", {"q": incident.ref})
    assert page.status_code == 200
    assert incident.get_absolute_url() not in page.content.decode()


def test_the_page_finds_places_incidents_and_tickets_at_once(cast, signed_in):
    incident = factories.make_incident(cast=cast)
    ticket = factories.make_ticket(cast=cast)
    page = signed_in(cast.viewer).get("/search/", {"q": "الاتارب"}).content.decode()
    for address in (incident.get_absolute_url(), ticket.get_absolute_url()):
        assert address in page
    assert "/incidents/?area=C1022" in page


def test_one_kind_alone_is_leafed_through(cast, signed_in):
    for _ in range(7):
        factories.make_incident(cast=cast)
    client = signed_in(cast.viewer)
    page = client.get("/search/", {"q": "Atareb"}).content.decode()
    assert "kind=incidents" in page
    whole = client.get("/search/", {"q": "Atareb", "kind": "incidents"}).content.decode()
    assert whole.count('class="what"') == 7


def test_many_hits_ask_the_database_as_often_as_one(cast, signed_in):
    client = signed_in(cast.reviewer)

    def asked():
        indexing.catch_up()
        with CaptureQueriesContext(connection) as queries:
            client.get("/search/", {"q": "Atareb school"})
        return len(queries)

    factories.make_incident(cast=cast, narrative="a school")
    client.get("/search/")
    one = asked()
    for _ in range(8):
        factories.make_incident(cast=cast, narrative="the school")
    assert asked() == one

"""No page of a ticket shows an exact point or a caller to who may not read them."""

import io
import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from casework import actions
from ordnance.filters import ListFilter
from ordnance.models import Sighting, Ticket, TicketFile
from tests.factories import at, incident_inputs, make_incident, make_ticket, walk

LATITUDE, LONGITUDE = "36.13791", "36.82843"
SECRETS = (LATITUDE, LONGITUDE, "0999 123", "Rana Khalil", "behind the blue gate")


@pytest.fixture
def ticket(cast):
    made = make_ticket(
        cast=cast,
        status="triaged",
        latitude=LATITUDE,
        longitude=LONGITUDE,
        geo_precision="exact",
        access_route="behind the blue gate",
    )
    caller = {"reporter_name": "Rana Khalil", "reporter_phone": "0999 123"}
    actions.add(made, Sighting(ticket=made, seen_at=at(), **caller), by=cast.dispatcher)
    return Ticket.objects.get(pk=made.pk)


def picture():
    """A small photo that says where it was taken."""
    photo, out = Image.new("RGB", (8, 8), "white"), io.BytesIO()
    exif = photo.getexif()
    exif[0x010E] = "GPS 36.13791"
    photo.save(out, "JPEG", exif=exif)
    return SimpleUploadedFile("site.jpg", out.getvalue(), "image/jpeg")


def pages(ticket):
    one = ("detail", "sighting_create", "edit", "item_create", "link_incident", "priority")
    return [
        *(reverse(f"ordnance:{name}") for name in ("list", "board", "mine")),
        *(reverse(f"ordnance:{name}", args=[ticket.ref]) for name in one),
        *(reverse("ordnance:step", args=[ticket.ref, step]) for step in ticket.workflow.steps),
        reverse("ordnance:list") + "?order=due",
    ]


@pytest.mark.parametrize(
    "role", ["coordinator", "reviewer", "publisher", "viewer", "data_manager", "administrator"]
)
def test_nobody_else_sees_the_point_or_the_caller_on_any_page(cast, signed_in, ticket, role):
    client = signed_in(getattr(cast, role))
    for page in pages(ticket):
        text = client.get(page).text
        assert [secret for secret in SECRETS if secret in text] == [], page


@pytest.mark.parametrize("role", ["dispatcher", "team_leader", "quality_reviewer"])
def test_who_works_the_ticket_sees_them(cast, signed_in, ticket, role):
    text = signed_in(getattr(cast, role)).get(ticket.get_absolute_url()).text
    assert all(secret in text for secret in SECRETS)


def test_a_hidden_incident_is_named_nowhere_on_its_ticket(cast, signed_in, ticket):
    incident = make_incident(cast=cast)
    ticket.incident = incident
    actions.edit(ticket, by=cast.dispatcher)
    incident = walk(incident, "hidden", cast, incident_inputs)
    client = signed_in(cast.dispatcher)
    for page in pages(ticket):
        assert incident.ref not in client.get(page).text, page
    found = client.get(reverse("ordnance:list"), {"incident": incident.ref})
    assert found.context["page"].count.number == 0
    officer = signed_in(cast.protection_officer)
    assert incident.ref in officer.get(ticket.get_absolute_url()).text


def test_a_stale_form_is_not_answered_with_a_hidden_incident(cast, signed_in, ticket):
    before, incident = ticket.version, make_incident(cast=cast)
    ticket.incident = incident
    actions.edit(ticket, by=cast.dispatcher)
    walk(incident, "hidden", cast, incident_inputs)
    sent = {"seen": before, "place": "C1022", "reported_at": "2024-11-28T09:00", "title": "Roof"}
    page = signed_in(cast.dispatcher).post(reverse("ordnance:edit", args=[ticket.ref]), sent)
    assert page.status_code == 409
    assert incident.ref not in page.text


def test_a_stale_form_is_not_told_of_a_hidden_incident_that_stood_there(cast, signed_in, ticket):
    first, second = make_incident(cast=cast), make_incident(cast=cast)
    for incident in (first, second):
        ticket.incident, before = incident, ticket.version
        actions.edit(ticket, by=cast.dispatcher)
    sent = {"seen": before, "incident": ""}
    page = reverse("ordnance:link_incident", args=[ticket.ref])
    assert first.ref in signed_in(cast.dispatcher).post(page, sent).text
    walk(first, "hidden", cast, incident_inputs)
    answer = signed_in(cast.dispatcher).post(page, sent)
    assert (answer.status_code, first.ref in answer.text) == (409, False)
    assert second.ref in answer.text


def test_the_administration_names_no_hidden_incident(cast, signed_in, ticket):
    ticket.incident = make_incident(cast=cast)
    actions.edit(ticket, by=cast.dispatcher)
    cast.administrator.is_staff = True
    cast.administrator.save()
    page = reverse("admin:ordnance_ticket_change", args=[ticket.pk])
    client = signed_in(cast.administrator)
    assert ticket.incident.ref in client.get(page).text
    walk(ticket.incident, "hidden", cast, incident_inputs)
    assert ticket.incident.ref not in client.get(page).text


def test_correcting_a_ticket_keeps_an_incident_that_one_may_not_see(cast, signed_in, ticket):
    ticket.incident = make_incident(cast=cast)
    actions.edit(ticket, by=cast.dispatcher)
    walk(ticket.incident, "hidden", cast, incident_inputs)
    sent = {"seen": ticket.version, "place": "C1022", "reported_at": "2024-11-28T09:00"}
    page = reverse("ordnance:edit", args=[ticket.ref])
    assert signed_in(cast.dispatcher).post(page, sent | {"title": "Roof"}).status_code == 302
    ticket.refresh_from_db()
    assert (ticket.title, ticket.incident is None) == ("Roof", False)


def test_searching_for_a_point_or_a_number_finds_nothing(cast, ticket):
    for text in ("0999", "Rana", LATITUDE, "blue gate"):
        form = ListFilter({"q": text}, user=cast.viewer)
        assert not form.narrow(Ticket.objects.visible_to(cast.viewer).for_cards()).exists()
    form = ListFilter({"q": "blue gate"}, user=cast.dispatcher)
    assert form.narrow(Ticket.objects.visible_to(cast.dispatcher)).get() == ticket


def test_the_history_holds_neither(ticket):
    kept = json.dumps([event.changes for event in ticket.events.all()])
    assert not [secret for secret in SECRETS if secret in kept]


@pytest.mark.parametrize(("role", "reads"), [("dispatcher", True), ("data_manager", False)])
def test_exports_hold_points_for_operations_and_contacts_for_nobody(cast, role, reads):
    person = getattr(cast, role)
    assert ("latitude" in Ticket.field_policy.exportable(person)) is reads
    assert not {"reporter_name", "reporter_phone"} & Sighting.field_policy.exportable(person)
    assert "latitude" not in Ticket.field_policy.exportable(None)


def test_correcting_a_ticket_blind_keeps_its_point(cast, signed_in, ticket):
    sent = {"seen": ticket.version, "place": "C1022", "reported_at": "2024-11-28T09:00"}
    page = reverse("ordnance:edit", args=[ticket.ref])
    answer = signed_in(cast.data_manager).post(page, sent | {"site_name": "The old mill"})
    assert answer.status_code == 302, answer.text
    ticket.refresh_from_db()
    assert (ticket.site_name, f"{ticket.latitude:.5f}") == ("The old mill", LATITUDE)
    assert ticket.access_route == "behind the blue gate"


def test_the_original_of_a_photo_is_for_who_works_the_ticket(cast, signed_in, ticket):
    page = reverse("ordnance:file_create", args=[ticket.ref])
    sent = {"kind": "item", "upload": picture()}
    assert signed_in(cast.dispatcher).post(page, sent).status_code == 302
    kept = TicketFile.objects.get()
    shown = reverse("ordnance:file_shown", args=[ticket.ref, kept.pk])
    original = reverse("ordnance:file_original", args=[ticket.ref, kept.pk])
    status, body = fetch(signed_in(cast.viewer), shown)
    assert (status, b"GPS" in body) == (200, False)
    assert fetch(signed_in(cast.viewer), original)[0] == 403
    assert fetch(signed_in(cast.stranger), shown)[0] == 404
    status, body = fetch(signed_in(cast.dispatcher), original)
    assert (status, b"GPS" in body) == (200, True)


def fetch(client, page):
    answer = client.get(page)
    return answer.status_code, answer.getvalue()  # reading it to the end closes the file


def test_a_stranger_gets_404_and_a_visitor_the_sign_in_page(cast, signed_in, ticket):
    assert signed_in(cast.stranger).get(ticket.get_absolute_url()).status_code == 404
    assert "login" in Client().get(ticket.get_absolute_url()).url

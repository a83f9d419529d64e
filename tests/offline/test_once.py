"""A form that a device sends late, twice or from two tabs is received once."""

import uuid
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils.http import urlencode

from casework.sending import Draft, Receipt
from incidents.models import Incident
from tests.factories import make_incident, make_ticket
from tests.incidents.test_flash import sent

NEW = "/incidents/new/"


def headers(person, key, **more):
    return {"Submission-Key": str(key), "Submission-Person": person.keeper, **more}


@pytest.fixture
def send(cast, signed_in):
    """`send(address, fields, key)` as the coordinator's device sends it."""
    client = signed_in(cast.coordinator)

    def post(address, fields, key):
        return client.post(address, fields, headers=headers(cast.coordinator, key))

    return post


def test_what_was_received_is_answered_with_its_receipt(send):
    key = uuid.uuid4()
    answer = send(NEW, sent(submission_key=str(key)), key)
    incident = Incident.objects.get()
    location = f"/incidents/{incident.ref}/"
    assert answer.json() == {"received": True, "ref": incident.ref, "location": location}


def test_sent_thrice_it_is_one_record_and_one_receipt(send):
    key = uuid.uuid4()
    fields = sent(submission_key=str(key))
    answers = [send(NEW, fields, key).json() for _ in range(3)]
    assert answers[0] == answers[1] == answers[2]
    assert Incident.objects.count() == 1


def test_a_step_sent_again_is_no_clash_with_itself(send, cast):
    """The first try advanced the version; only the receipt knows that it was this same try."""
    incident = make_incident(cast=cast, status="draft")
    key, address = uuid.uuid4(), f"/incidents/{incident.ref}/steps/submit/"
    first, again = (send(address, {"seen": incident.version}, key) for _ in range(2))
    assert first.json() == again.json()
    assert first.json()["ref"] == incident.ref
    assert incident.events.filter(verb="submit").count() == 1


def test_what_is_refused_comes_back_as_its_page_and_leaves_no_receipt(send):
    key = uuid.uuid4()
    answer = send(NEW, sent(submission_key=str(key), killed_minimum="many"), key)
    assert answer.status_code == 422
    assert "Write a whole number" in answer.content.decode()
    assert not Receipt.objects.exists()
    assert send(NEW, sent(submission_key=str(key)), key).json()["received"]


def test_whoever_is_signed_out_is_told_so_and_nothing_is_written(cast, client):
    key = uuid.uuid4()
    answer = client.post(NEW, sent(), headers=headers(cast.coordinator, key))
    assert (answer.status_code, answer.json()) == (401, {"why": "signed_out"})


def test_nobody_sends_in_anothers_name(cast, signed_in):
    key = uuid.uuid4()
    answer = signed_in(cast.reviewer).post(NEW, sent(), headers=headers(cast.coordinator, key))
    assert (answer.status_code, answer.json()) == (401, {"why": "other_person"})
    assert not Incident.objects.exists()


def test_a_receipt_is_shown_to_its_person_alone(send, cast, signed_in):
    key = uuid.uuid4()
    send(NEW, sent(), key)
    answer = signed_in(cast.reviewer).post(NEW, sent(), headers=headers(cast.reviewer, key))
    assert (answer.status_code, answer.json()) == (409, {"why": "other_person"})


def test_a_key_that_is_none_is_a_bad_request(send):
    assert send(NEW, sent(), "one").status_code == 400


def test_the_receipt_ends_the_draft(send, cast):
    key = uuid.uuid4()
    Draft.objects.keep(cast.coordinator, key, address=NEW, title="", fields=[])
    send(NEW, sent(), key)
    assert not Draft.objects.exists()


def test_a_plain_form_is_answered_as_ever(cast, signed_in):
    assert signed_in(cast.coordinator).post(NEW, sent()).status_code == 302
    assert not Receipt.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_two_tabs_that_send_at_the_same_moment_make_one_record(cast, signed_in):
    key, start = uuid.uuid4(), Barrier(4)
    session = signed_in(cast.coordinator).cookies

    def tab(_):
        client = Client()
        client.cookies = session
        start.wait()
        try:
            # Without a submission key of its own each would be another incident.
            fields = sent(submission_key=str(uuid.uuid4()))
            return client.post(NEW, fields, headers=headers(cast.coordinator, key)).json()
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as tabs:
        answers = list(tabs.map(tab, range(4)))
    assert Incident.objects.count() == 1
    assert answers == [answers[0]] * 4


def test_what_was_changed_since_it_was_received_is_not_taken_for_received(send):
    """The first try was received and its answer lost; the person corrected the form meanwhile."""
    key = uuid.uuid4()
    send(NEW, sent(submission_key=str(key), narrative="Eight"), key)
    answer = send(NEW, sent(submission_key=str(key), narrative="Thirteen, not eight"), key)
    assert answer.status_code == 409
    assert "Thirteen, not eight" in answer.text
    assert Incident.objects.get().get_absolute_url() in answer.text
    assert answer["Submission-Received"] == Incident.objects.get().get_absolute_url()


def test_a_version_that_was_newer_at_the_second_try_is_no_change(send, cast):
    incident = make_incident(cast=cast, status="draft")
    key, address = uuid.uuid4(), f"/incidents/{incident.ref}/steps/submit/"
    send(address, {"seen": incident.version}, key)
    assert send(address, {"seen": incident.version + 1}, key).json()["received"]


@pytest.mark.parametrize("address", ["/device/", f"/device/drafts/{uuid.UUID(int=7)}/"])
def test_a_device_asks_and_keeps_nothing_in_anothers_name(cast, signed_in, address):
    """On a shared device a page of the one before may still be open."""
    answer = signed_in(cast.reviewer).generic(
        "GET" if address == "/device/" else "POST",
        address,
        headers={"Submission-Person": cast.coordinator.keeper},
    )
    assert (answer.status_code, answer.json()) == (401, {"why": "other_person"})
    assert not Draft.objects.exists()


def test_what_was_said_to_one_person_is_not_said_to_the_next_on_the_device(send, cast, client):
    """A form that the device sent by itself leaves its message for whichever page is next."""
    key = uuid.uuid4()
    answer = send(NEW, sent(submission_key=str(key)), key)
    assert answer.json()["ref"]
    client.cookies.update(answer.cookies)  # all that the browser keeps, but for the session
    assert answer.json()["ref"] not in client.get("/accounts/login/").text


def test_a_form_that_leads_back_to_a_long_address_is_received(cast, signed_in):
    """A list that was narrowed by much: without room for it each try would end in an error."""
    ticket = make_ticket(cast=cast)
    back = f"{reverse('ordnance:board')}?q={'x' * 600}"
    address = reverse("ordnance:file_create", args=[ticket.ref]) + f"?{urlencode({'back': back})}"
    told = {"upload": SimpleUploadedFile("site.txt", b"A crater."), "kind": "other"}
    answer = signed_in(cast.dispatcher).post(
        address, told, headers=headers(cast.dispatcher, uuid.uuid4())
    )
    assert answer.json()["location"] == back

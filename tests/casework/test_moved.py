"""Who moves to another service takes nothing of the first along: no filter, draft, file or name."""

import json
import uuid

import pytest
from bs4 import BeautifulSoup
from django.apps import apps
from django.contrib.admin.models import CHANGE, LogEntry
from django.core import mail
from django.db import IntegrityError

from accounts.models import Organisation, User
from casework import actions
from casework.models import Event, Record
from casework.saved_views import Following, SavedView
from casework.sending import Draft
from config.following import news_for, send_letters
from exchange import exporting
from exchange.exporting import making
from exchange.registry import resource_class
from incidents.models import Incident
from tests import factories
from tests.incidents.test_flash import sent

SECRET = "whistle-blower"
LIST = f"/incidents/?q={SECRET}"


def move(person, name="Another service"):
    """To the other service or back; the person anew, as the next request finds them."""
    User.objects.filter(pk=person.pk).update(organisation=factories.make_organisation(name=name))
    return User.objects.get(pk=person.pk)


def move_back(person):
    return move(person, "Civil Defence")


# ---------------------------------------------------------------- saved views and their letters


@pytest.fixture
def saved(cast):
    return SavedView.objects.create(
        owner=cast.reviewer,
        organisation=cast.reviewer.organisation,
        of="incidents",
        name="The informant",
        query=f"q={SECRET}",
        shared=True,
    )


def shows(client, address="/incidents/"):
    page = client.get(address).text
    return "The informant" in page or SECRET in page


def test_a_view_stays_with_its_service_and_waits_for_its_owner(saved, cast, signed_in):
    moved = move(cast.reviewer)
    assert not shows(signed_in(moved))
    assert not shows(signed_in(cast.stranger))  # whose colleague the owner is now
    assert shows(signed_in(cast.viewer))
    assert shows(signed_in(move_back(moved)))


@pytest.mark.parametrize(
    ("method", "address", "asked"),
    [
        ("get", "/views/{}/open/", {}),
        ("post", "/views/{}/", {"do": "share"}),
        ("post", "/views/{}/follow/", {"do": "mail"}),
    ],
)
def test_the_addresses_of_a_view_know_no_owner_from_elsewhere(
    saved, cast, signed_in, method, address, asked
):
    client = signed_in(move(cast.reviewer))
    answer = getattr(client, method)(address.format(saved.pk), asked)
    assert answer.status_code == 404


def test_a_name_that_is_taken_at_the_other_service_tells_nothing(saved, cast, signed_in):
    moved = move(cast.reviewer)
    signed_in(moved).post("/views/save/incidents/", {"query": "q=camp", "name": saved.name})
    made = SavedView.objects.get(organisation=moved.organisation)
    assert (made.name, made.query, made.owner) == (saved.name, "q=camp", moved)


def test_a_name_is_taken_once_by_an_owner_at_a_service(saved):
    with pytest.raises(IntegrityError):
        SavedView.objects.create(
            owner=saved.owner, organisation=saved.organisation, of=saved.of, name=saved.name
        )


def test_followed_at_the_one_service_it_tells_nothing_of_the_other(saved, cast, settings):
    """A case of the new service that the old filter finds is no news and makes no letter."""
    settings.EMAIL_HOST = "mail.example"
    for person in (cast.reviewer, cast.viewer):
        User.objects.filter(pk=person.pk).update(email=f"{person.username}@example.org")
        Following.objects.create(view=saved, person=person, by_mail=True)
    movers = [move(cast.reviewer), move(cast.viewer)]
    incident = Incident(place=factories.area(), occurred_on=factories.DAY, narrative=SECRET)
    actions.create(incident, by=move(cast.coordinator))
    send_letters()
    assert [news_for(person) for person in movers] == [[], []]
    assert mail.outbox == []


def test_who_works_for_nobody_keeps_no_view(cast, signed_in):
    User.objects.filter(pk=cast.reviewer.pk).update(organisation=None)
    client = signed_in(User.objects.get(pk=cast.reviewer.pk))
    answer = client.post("/views/save/incidents/", {"query": "q=camp", "name": "Camp"})
    assert answer.status_code == 403


# ---------------------------------------------------------------- what was typed


@pytest.fixture
def draft(cast):
    told = {"address": "/incidents/new/", "title": SECRET, "fields": [["site_name", SECRET]]}
    return Draft.objects.keep(cast.coordinator, uuid.uuid4(), **told)


def test_a_draft_stays_with_the_service_it_was_typed_for(draft, cast, signed_in):
    address = f"/device/drafts/{draft.key}/"
    moved = move(cast.coordinator)
    client = signed_in(moved)
    assert client.get(address).status_code == 404
    assert SECRET not in client.get("/").text
    assert str(draft.key) not in client.get("/incidents/new/").text
    client.post(f"{address}forget/")
    assert signed_in(move_back(moved)).get(address).status_code == 200


def test_what_a_phone_kept_of_the_first_service_is_somebody_elses(cast, signed_in):
    """It clears and withholds as for another person, and the server takes no form of theirs."""
    before = cast.coordinator.keeper
    client = signed_in(move(cast.coordinator))
    page = client.get("/incidents/new/")
    after = page["Device-Keeps"]
    assert after != before
    assert f'data-person="{after}"' in page.text
    for person, status in ((before, 401), (after, 200)):
        key = uuid.uuid4()
        told = {"Submission-Key": str(key), "Submission-Person": person}
        fields = sent(submission_key=str(key))
        assert client.post("/incidents/new/", fields, headers=told).status_code == status
    typed = json.dumps({"address": "/incidents/new/", "fields": []})
    late = {"content_type": "application/json", "headers": {"Submission-Person": before}}
    assert client.post(f"/device/drafts/{uuid.uuid4()}/", typed, **late).status_code == 401


# ---------------------------------------------------------------- what was taken out


@pytest.fixture
def export(cast):
    asked = exporting.Asked.of(resource_class("incidents")(cast.viewer), params={"q": SECRET})
    export = asked.logged(state="waiting")
    export.save()
    return export


@pytest.mark.parametrize("role", ["viewer", "administrator"])
def test_the_log_of_exports_stays_where_they_were_taken(export, cast, signed_in, role):
    client = signed_in(move(cast.people[role]))
    assert str(export.pk) not in client.get("/exchange/exports/").text
    assert str(export.pk) not in client.get("/exchange/export/incidents/").text
    for address in ("/exchange/exports/{}/", "/exchange/exports/{}/file"):
        assert client.get(address.format(export.pk)).status_code == 404


def test_a_file_that_was_asked_for_at_the_one_service_is_not_made_of_the_others_cases(export, cast):
    move(cast.viewer)
    export.refresh_from_db()
    export.by = User.objects.get(pk=cast.viewer.pk)
    making.make(export)
    assert (export.state, export.file.name) == ("failed", "")


# ---------------------------------------------------------------- teams and the administration


def test_a_team_is_led_by_nobody_who_left_its_service(cast, signed_in):
    team = factories.make_team(cast)
    ticket = factories.make_ticket(cast=cast, status="triaged")
    address = f"/tickets/{ticket.ref}/steps/assign/"
    assert str(cast.team_leader.pk) in leaders_in(signed_in(cast.dispatcher).get(address))
    moved = move(cast.team_leader)
    assert str(moved.pk) not in leaders_in(signed_in(cast.dispatcher).get(address))
    assert team.name not in signed_in(moved).get("/tickets/mine/").text
    ticket.team, ticket.leader = team, moved
    chosen = {"team": team.pk, "leader": moved.pk, "due_at": "2024-12-01T10:00"}
    assert signed_in(cast.dispatcher).post(address, chosen).status_code == 422


def leaders_in(answer):
    page = BeautifulSoup(answer.content, "html.parser")
    return [each["value"] for each in page.select("select[name=leader] option")]


def test_the_administration_shows_no_last_actions_of_another_service(cast, signed_in):
    User.objects.filter(pk=cast.administrator.pk).update(is_staff=True)
    moved = move(cast.administrator)
    LogEntry.objects.log_actions(moved.pk, [factories.make_team(cast)], CHANGE)
    page = signed_in(moved).get("/admin/")
    assert page.status_code == 200
    assert "Team Aleppo 1" not in page.text


# ---------------------------------------------------------------- all that names a person

NOT_BY_SERVICE = {
    "accounts.Device": "a browser, of the person wherever they work",
    "accounts.RecoveryCode": "how the person signs in, wherever they work",
    "accounts.SecondStep": "how the person signs in, wherever they work",
    "accounts.SecurityEvent": "what happened to how the person signs in",
    "accounts.Visit": "two times of day, and nothing of what was looked at",
    "admin.LogEntry": "shown on the page of each record, which belongs to a service",
    "casework.Batch": "found by the cases of a service alone",
    "casework.Following": "by its view, which belongs to a service",
    "casework.Receipt": "found by a key that the device has; its case is looked up by sight",
    "casework.Upload": "found by a key that the form names, which is its service's",
    "exchange.Job": "by its sheet or export, which belongs to a service",
    "exchange.Leftover": "by its sheet, which belongs to a service",
    "exchange.Mending": "by its sheet, which belongs to a service",
    "ordnance.CordonRule": "one rule for all services; administrators alone read who made it",
}


def names_a_person(model):
    return any(each.related_model is User and each.concrete for each in model._meta.get_fields())


def test_all_that_names_a_person_belongs_to_a_service_or_says_why_not():
    alone = {
        model._meta.label
        for model in apps.get_models()
        if names_a_person(model)
        and not issubclass(model, Record | Event)  # of a case, which belongs to a service
        and not any(each.related_model is Organisation for each in model._meta.fields)
    }
    assert alone == set(NOT_BY_SERVICE)

"""Saved views of a list: named, shared, followed; letters tell what is new, once and no more."""

import re
from datetime import UTC, datetime
from smtplib import SMTPRecipientsRefused

import pytest
from django.core import mail

from casework import actions
from casework.saved_views import Following, SavedView, normal
from config.following import news_for, send_letters
from incidents.models import Incident
from tests import factories

QUERY = "area=C1022&status=draft"
LONG_AGO = datetime(2024, 11, 1, tzinfo=UTC)


@pytest.fixture
def saved(cast):
    return view_of(cast.reviewer, name="Atarib, drafts", query=QUERY)


def view_of(person, **told):
    return SavedView.objects.create(
        owner=person, organisation=person.organisation, of="incidents", **told
    )


@pytest.fixture
def followed(cast, saved, settings):
    settings.EMAIL_HOST = "mail.example"
    cast.reviewer.email = "reviewer@example.org"
    cast.reviewer.save()
    return Following.objects.create(view=saved, person=cast.reviewer, by_mail=True)


@pytest.mark.parametrize("query", ["b=2&a=1", "a=1&b=2&page=3", "a=1&b=2&c=", "a=1&b=2&c=%20"])
def test_a_filter_has_one_form(query):
    assert normal(query) == "a=1&b=2"


def test_the_filter_of_a_list_is_saved_under_a_name(cast, signed_in):
    client = signed_in(cast.reviewer)
    asked = {"query": f"{QUERY}&page=2&nonsense=1&weapon=poodle", "name": "Atarib"}
    answer = client.post("/views/save/incidents/", asked)
    assert SavedView.objects.get().query == QUERY
    assert "Atarib" in client.get(answer["Location"]).content.decode()


def test_a_name_is_used_once_and_all_of_a_list_is_no_view(cast, signed_in, saved):
    client = signed_in(cast.reviewer)
    for asked in ({"query": QUERY, "name": saved.name}, {"query": "page=2", "name": "All"}):
        client.post("/views/save/incidents/", asked)
    assert SavedView.objects.count() == 1


@pytest.mark.parametrize(
    ("asked", "kept"),
    [("Atarib by night", "Atarib by night"), ("", "Atarib, drafts"), ("taken", "Atarib, drafts")],
)
def test_a_view_is_renamed_unless_the_name_is_blank_or_taken(cast, signed_in, saved, asked, kept):
    view_of(cast.reviewer, name="taken", query="q=camp")
    answer = signed_in(cast.reviewer).post(f"/views/{saved.pk}/", {"do": "rename", "name": asked})
    assert answer.status_code == 302
    saved.refresh_from_db()
    assert (saved.name, saved.query, saved.shared) == (kept, QUERY, False)


def test_only_its_owner_renames_a_view(cast, signed_in, saved):
    asked = {"do": "rename", "name": "mine now"}
    assert signed_in(cast.viewer).post(f"/views/{saved.pk}/", asked).status_code == 404


def test_a_view_is_its_owners_until_it_is_shared(cast, signed_in, saved):
    def seen_by(person):
        return saved.name in signed_in(person).get("/incidents/").content.decode()

    assert (seen_by(cast.reviewer), seen_by(cast.viewer), seen_by(cast.stranger)) == (1, 0, 0)
    signed_in(cast.reviewer).post(f"/views/{saved.pk}/", {"do": "share"})
    assert (seen_by(cast.viewer), seen_by(cast.stranger)) == (True, False)


def test_only_the_owner_changes_a_view(cast, signed_in, saved):
    saved.shared = True
    saved.save()
    for person, status in ((cast.viewer, 404), (cast.stranger, 404), (cast.reviewer, 302)):
        answer = signed_in(person).post(f"/views/{saved.pk}/", {"do": "delete"})
        assert answer.status_code == status
    assert not SavedView.objects.exists()


def locked_out(person, cast):
    person.is_active = False


def sent_elsewhere(person, cast):
    person.organisation = cast.stranger.organisation


def sent_nowhere(person, cast):
    person.organisation = None


@pytest.fixture(params=[locked_out, sent_elsewhere, sent_nowhere])
def orphaned(request, cast, saved):
    """A shared view whose owner has left."""
    saved.shared = True
    saved.save()
    request.param(cast.reviewer, cast)
    cast.reviewer.save()
    return saved


def delete_button(page):
    return "Delete this view" in page, "has left the organisation" in page


def test_what_those_who_left_had_shared_is_deleted_by_whoever_manages_people(
    cast, signed_in, orphaned
):
    viewer, administrator = signed_in(cast.viewer), signed_in(cast.administrator)
    pages = [c.get(f"/incidents/?{QUERY}").content.decode() for c in (viewer, administrator)]
    assert [delete_button(page) for page in pages] == [(False, True), (True, True)]
    tries = {
        who: signed_in(who).post(f"/views/{orphaned.pk}/", {"do": "delete"}).status_code
        for who in (cast.viewer, cast.stranger, cast.administrator)
    }
    assert list(tries.values()) == [404, 404, 302]
    assert not SavedView.objects.exists()


@pytest.mark.parametrize("asked", ["rename", "share", "unshare"])
def test_whoever_manages_people_changes_nothing_else_in_such_a_view(
    cast, signed_in, orphaned, asked
):
    told = {"do": asked, "name": "mine now"}
    answer = signed_in(cast.administrator).post(f"/views/{orphaned.pk}/", told)
    assert answer.status_code == 404


@pytest.mark.parametrize("shared", [True, False])
def test_a_view_of_somebody_who_is_here_is_for_nobody_else_to_delete(
    cast, signed_in, saved, shared
):
    saved.shared = shared
    saved.save()
    client = signed_in(cast.administrator)
    assert delete_button(client.get(f"/incidents/?{QUERY}").content.decode()) == (False, False)
    assert client.post(f"/views/{saved.pk}/", {"do": "delete"}).status_code == 404


def test_what_somebody_who_left_kept_to_themselves_is_not_for_others(cast, signed_in, saved):
    sent_elsewhere(cast.reviewer, cast)
    cast.reviewer.save()
    client = signed_in(cast.administrator)
    assert client.post(f"/views/{saved.pk}/", {"do": "delete"}).status_code == 404


def test_of_several_views_with_one_filter_the_page_offers_the_one_to_be_deleted(
    cast, signed_in, saved
):
    saved.shared = True
    saved.save()
    view_of(cast.viewer, name="My Atarib", query=QUERY)
    Following.objects.create(view=saved, person=cast.viewer, seen_at=LONG_AGO)
    page = signed_in(cast.viewer).get(f"/incidents/?{QUERY}").content.decode()
    assert "Delete this view" in page
    assert Following.objects.get().seen_at > LONG_AGO


def test_home_tells_what_others_changed_in_a_view_until_one_looks(cast, signed_in, followed):
    factories.make_incident(cast=cast)
    client = signed_in(cast.reviewer)
    assert [(each.number, each.following) for each in news_for(cast.reviewer)] == [(1, followed)]
    assert re.search(r"Atarib, drafts.*>1<", client.get("/").content.decode())
    client.get(f"/incidents/?{QUERY}")
    assert news_for(cast.reviewer) == []


def test_ones_own_changes_are_no_news(cast, saved):
    Following.objects.create(view=saved, person=cast.reviewer)
    factories.make_incident(cast=cast, by=cast.reviewer)
    assert news_for(cast.reviewer) == []


def test_a_letter_tells_of_each_change_once_and_says_no_more_than_a_number(cast, followed):
    incident = factories.make_incident(cast=cast, narrative="at the school", title="Air strike")
    send_letters()
    send_letters()
    [letter] = mail.outbox
    assert incident.ref in letter.body
    for kept in ("school", "Air strike", "Atareb", "الأتارب", "Atarib", "C1022"):
        assert kept not in letter.subject + letter.body
    incident.narrative = "at the market"
    actions.edit(incident, by=cast.coordinator)
    send_letters()
    assert len(mail.outbox) == 2


def test_a_letter_is_in_its_readers_language(cast, followed):
    cast.reviewer.language = "ar"
    cast.reviewer.save()
    factories.make_incident(cast=cast)
    send_letters()
    assert "البريد ليس قناة آمنة" in mail.outbox[0].body


def test_a_letter_that_could_not_be_sent_is_sent_the_next_time(cast, followed, monkeypatch):
    factories.make_incident(cast=cast)

    def refused(*args, **kwargs):
        raise ConnectionRefusedError

    with monkeypatch.context() as broken:
        broken.setattr("config.following.send_mail", refused)
        with pytest.raises(ConnectionRefusedError):
            send_letters()
    send_letters()
    assert len(mail.outbox) == 1


def test_a_letters_link_opens_the_view_for_whoever_may_still_look_at_it(
    cast, signed_in, followed, saved
):
    factories.make_incident(cast=cast)
    send_letters()
    address = re.search(r"/views/\d+/open/", mail.outbox[0].body)[0]
    assert signed_in(cast.reviewer).get(address)["Location"] == f"/incidents/?{QUERY}"
    assert signed_in(cast.viewer).get(address).status_code == 404


def test_an_address_that_is_refused_keeps_no_letter_from_the_others(
    cast, followed, saved, monkeypatch
):
    saved.shared = True
    saved.save()
    cast.viewer.email = "viewer@example.org"
    cast.viewer.save()
    Following.objects.create(view=saved, person=cast.viewer, by_mail=True)
    factories.make_incident(cast=cast)
    sent = []

    def post(subject, text, sender, addresses):
        if cast.reviewer.email in addresses:
            raise SMTPRecipientsRefused({})
        sent.extend(addresses)

    monkeypatch.setattr("config.following.send_mail", post)
    with pytest.raises(SMTPRecipientsRefused):
        send_letters()
    assert sent == [cast.viewer.email]


def test_who_may_no_longer_see_a_case_or_a_view_gets_no_letter(cast, followed, saved):
    factories.make_incident(cast=cast, status="hidden")
    incident = factories.make_incident(cast=cast)
    actions.move(incident, "hide", by=cast.protection_officer, reason="It names a witness.")
    assert Incident.objects.visible_to(cast.reviewer).count() == 0
    send_letters()
    saved.owner = cast.viewer
    saved.save()
    factories.make_incident(cast=cast)
    send_letters()
    assert mail.outbox == []


def test_a_view_is_followed_and_left(cast, signed_in, saved):
    client = signed_in(cast.reviewer)
    client.post(f"/views/{saved.pk}/follow/", {"do": "mail"})
    assert Following.objects.get().by_mail
    client.post(f"/views/{saved.pk}/follow/", {"do": "leave"})
    assert not Following.objects.exists()
    assert signed_in(cast.viewer).post(f"/views/{saved.pk}/follow/").status_code == 404

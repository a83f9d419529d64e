"""Drafts on the server: kept for their owner, offered on another device, ended by the receipt."""

import json
import uuid
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.utils import timezone

from casework.sending import DRAFTS_KEPT, MOST_DRAFTS, Draft, Receipt

NEW = "/incidents/new/"
TYPED = {"address": NEW, "title": "Flash report", "fields": [["site_name", "قرب السوق"]]}


@pytest.fixture
def desk(cast, signed_in):
    return signed_in(cast.coordinator)


def keep(client, key, said=TYPED):
    address = f"/device/drafts/{key}/"
    return client.post(address, json.dumps(said), content_type="application/json")


def test_what_was_typed_comes_back_as_it_was_typed(desk):
    key = uuid.uuid4()
    assert keep(desk, key).status_code == 200
    brought = desk.get(f"/device/drafts/{key}/").json()
    assert brought["fields"] == [["site_name", "قرب السوق"]]


def test_typing_on_is_the_same_draft(desk):
    key = uuid.uuid4()
    keep(desk, key)
    keep(desk, key, TYPED | {"fields": [["site_name", "the school"]]})
    assert Draft.objects.get().fields == [["site_name", "the school"]]


def test_nobody_reads_or_throws_away_anothers_draft(desk, cast, signed_in):
    key = uuid.uuid4()
    keep(desk, key)
    other = signed_in(cast.reviewer)
    assert other.get(f"/device/drafts/{key}/").status_code == 404
    other.post(f"/device/drafts/{key}/forget/")
    assert Draft.objects.count() == 1
    assert "Flash report" not in main_of(other.get("/"))


def main_of(answer):
    return BeautifulSoup(answer.content, "html.parser").find(id="main").get_text()


def test_home_tells_of_it_until_it_is_thrown_away(desk):
    key = uuid.uuid4()
    keep(desk, key)
    page = BeautifulSoup(desk.get("/").content, "html.parser")
    assert page.find("a", href=f"{NEW}?draft={key}")
    desk.post(f"/device/drafts/{key}/forget/")
    assert not Draft.objects.exists()


def test_the_form_offers_it_and_names_the_one_that_was_asked_for(desk):
    old, new = uuid.uuid4(), uuid.uuid4()
    keep(desk, old)
    keep(desk, new)
    offered = [draft_in(desk.get(NEW)), draft_in(desk.get(f"{NEW}?draft={old}"))]
    assert offered == [str(new), str(old)]


def draft_in(answer):
    form = BeautifulSoup(answer.content, "html.parser").find("form", attrs={"data-send": True})
    return form.get("data-draft-key")


def test_a_draft_that_comes_after_its_receipt_is_not_kept(desk, cast):
    """The line delivers in its own order; a draft of a received form would be sent again."""
    key = uuid.uuid4()
    Receipt.objects.create(key=key, person=cast.coordinator)
    assert keep(desk, key).status_code == 410
    assert not Draft.objects.exists()


def test_a_draft_that_comes_while_its_form_is_received_is_offered_nowhere(desk, cast):
    """Neither transaction sees the other's: the draft is written down, and so is the receipt."""
    key = uuid.uuid4()
    keep(desk, key)
    Receipt.objects.create(key=key, person=cast.coordinator)
    assert draft_in(desk.get(NEW)) is None
    assert not desk.get("/").context["unfinished"]
    assert desk.get(f"/device/drafts/{key}/").status_code == 404


def test_the_oldest_gives_way_and_what_is_old_goes(desk, cast):
    long_ago = timezone.now() - DRAFTS_KEPT - timedelta(hours=1)
    Draft.objects.create(person=cast.reviewer, key=uuid.uuid4(), address=NEW, updated_at=long_ago)
    keys = [uuid.uuid4() for _ in range(MOST_DRAFTS + 1)]
    for key in keys:
        keep(desk, key)
    assert {draft.key for draft in Draft.objects.all()} == set(keys[1:])


@pytest.mark.parametrize(
    "said",
    [
        [],
        {},
        {"address": NEW},
        {"address": "/no/such/page/", "fields": []},
        {"address": NEW, "fields": ["site_name"]},
        {"address": NEW, "fields": [["site_name", "a\0b"]]},
        {"address": NEW, "fields": [["site_name", "a" * 200_000]]},
    ],
)
def test_what_is_no_draft_is_a_bad_request(desk, said):
    assert keep(desk, uuid.uuid4(), said).status_code == 400


def test_tokens_and_passwords_are_never_kept(desk):
    fields = [["csrfmiddlewaretoken", "t"], ["password", "p"], ["site_name", "s"]]
    keep(desk, uuid.uuid4(), TYPED | {"fields": fields})
    assert Draft.objects.get().fields == [["site_name", "s"]]

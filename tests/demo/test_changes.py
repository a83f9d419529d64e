"""What is new to a person: remembered visit by visit, others' acts alone, never out of sight."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts import visits
from accounts.models import Visit
from config.changes import since_last
from tests.factories import make_incident, make_ticket

NOW = timezone.now()


def later(**time):
    return NOW + timedelta(**time)


def test_the_first_visit_knows_no_other(cast):
    assert visits.opened(cast.viewer, now=NOW) is None


def test_a_reload_hides_nothing(cast):
    visits.opened(cast.viewer, now=NOW)
    visits.opened(cast.viewer, now=later(hours=5))
    for minutes in (0, 1, 20, 50):
        assert visits.opened(cast.viewer, now=later(hours=5, minutes=minutes)) == NOW


def test_after_a_break_what_was_shown_last_is_no_longer_new(cast):
    for hours in (0, 5, 10):
        visits.opened(cast.viewer, now=later(hours=hours))
    assert visits.since(cast.viewer) == later(hours=5)


def test_who_says_seen_has_seen_it(cast):
    visits.opened(cast.viewer, now=NOW)
    visits.mark_read(cast.viewer, now=later(minutes=3))
    assert visits.opened(cast.viewer, now=later(minutes=10)) == later(minutes=3)


def test_a_browser_that_fetches_ahead_is_no_visit(cast, signed_in):
    client = signed_in(cast.viewer)
    client.get("/", headers={"Sec-Purpose": "prefetch"})
    client.get("/", headers={"Sec-Fetch-Dest": "empty"})
    assert not Visit.objects.filter(person=cast.viewer).exists()
    client.get("/", headers={"Sec-Fetch-Dest": "document"})
    assert Visit.objects.filter(person=cast.viewer).exists()


@pytest.mark.parametrize("make", [make_incident, make_ticket])
def test_what_others_did_is_new_and_what_one_did_oneself_is_not(make, cast):
    before = timezone.now()
    case = make(cast=cast)
    author = case.created_by
    assert since_last(author, before) == (0, [])
    number, (change,) = since_last(cast.viewer, before)
    assert (number, change.case) == (1, case)
    assert since_last(cast.viewer, timezone.now())[0] == 0


def test_many_acts_on_a_case_are_one_change(cast):
    before = timezone.now()
    make_incident(cast=cast, status="verified")
    number, (change,) = since_last(cast.viewer, before)
    assert number == 1
    assert len(change.acts) > 2


def test_what_nobody_may_see_is_news_to_nobody(cast):
    before = timezone.now()
    make_incident(cast=cast, status="hidden")
    assert since_last(cast.viewer, before)[0] == 0
    assert since_last(cast.stranger, before)[0] == 0


def test_the_button_empties_the_list_and_a_mere_link_does_not(cast):
    make_ticket(cast=cast)
    client = Client()
    client.force_login(cast.viewer)
    assert len(client.get("/").context["changes"]) == 1
    assert client.get("/changes/seen/").status_code == 405
    client.post("/changes/seen/")
    assert client.get("/").context["changes"] == []
    assert client.get("/changes/").context["changes"] == []

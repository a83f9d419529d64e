"""The quality review: balance beside photos, every need met or not, never by the first person."""

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group
from django.urls import reverse

from casework.files import attach
from ordnance.choices import Method
from ordnance.closing import needs_to_close
from ordnance.models import Ticket
from ordnance.steps import items_of, may_close
from tests.factories import dispose_of_all, make_ticket, take, ticket_inputs
from tests.matrix.world import picture


def needs(ticket, person):
    ticket = Ticket.objects.get(pk=ticket.pk)
    return needs_to_close(ticket, person, items_of(ticket))


@pytest.fixture
def resolved(cast):
    """`resolved(method=…)`: a ticket whose one item was counted and disposed of so."""

    def made(method=Method.DESTROYED_IN_PLACE):
        ticket = make_ticket(cast=cast, status="on_site")
        dispose_of_all(ticket, by=cast.team_leader, method=method)
        return take(ticket, "resolve", cast, ticket_inputs)

    return made


@pytest.fixture
def review(cast, signed_in):
    """`review(ticket, person)`: the status and the page of the step that closes."""

    def opened(ticket, person):
        answer = signed_in(person).get(reverse("ordnance:step", args=[ticket.ref, "close"]))
        return answer.status_code, BeautifulSoup(answer.content, "html.parser").select_one("main")

    return opened


def test_the_balance_the_photos_and_the_needs_stand_on_one_page(cast, resolved, review):
    ticket = resolved()
    kept = attach(Ticket.objects.get(pk=ticket.pk), picture(), by=cast.team_leader, kind="after")
    status, page = review(ticket, cast.quality_reviewer)
    assert status == 200
    beside = page.select_one(".beside")
    assert beside.select_one(".balance")
    assert beside.select_one("img")["src"].endswith(f"{kept.pk}/")
    assert page.select("[name=checked]")
    assert {need.word for need in needs(ticket, cast.quality_reviewer)} == {
        line.select_one(".need").get_text() for line in page.select(".needs li")
    }


def test_a_need_that_is_not_met_says_why_and_takes_the_form_away(cast, resolved, review):
    ticket = resolved("moved_to_store")
    status, page = review(ticket, cast.quality_reviewer)
    assert status == 409
    assert "lie in a store" in page.select_one(".needs .bars").get_text()
    assert page.select("form.case-form") == []
    assert "Return it to the team" in page.get_text()


def test_who_resolved_is_told_that_somebody_else_closes(cast, resolved, review):
    """A team leader who reviews quality too: two roles, and still one person."""
    ticket = resolved()
    cast.team_leader.groups.add(Group.objects.get(name="quality_reviewer"))
    both = type(cast.team_leader).objects.get(pk=cast.team_leader.pk)
    status, page = review(ticket, both)
    assert status == 409
    assert "Somebody else must close what you resolved." in page.select_one(".needs").get_text()
    assert page.select("form.case-form") == []


@pytest.mark.parametrize("method", ["destroy_in_situ", "moved_to_store"])
def test_the_needs_that_bar_are_the_guard_s_own(cast, resolved, method):
    ticket = resolved(method)
    fresh = Ticket.objects.get(pk=ticket.pk)
    for person in (cast.quality_reviewer, cast.team_leader):
        barred = [need for need in needs(ticket, person) if need.blocks and not need.is_met]
        assert bool(barred) == bool(may_close(fresh, person))


def test_a_cordon_narrower_than_advised_is_for_the_eye_and_bars_nothing(cast, resolved, review):
    ticket = resolved()
    Ticket.objects.filter(pk=ticket.pk).update(actual_cordon_m=100, advised_cordon_m=700)
    told = [need.why for need in needs(ticket, cast.quality_reviewer) if not need.is_met]
    assert "100 m were set; 700 m were advised." in told
    assert review(ticket, cast.quality_reviewer)[0] == 200

"""By when the next thing should happen, what is overdue, and which ticket comes first."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.utils import timezone
from django.utils.formats import date_format

from casework import actions
from ordnance.models import Ticket
from ordnance.targets import on_site_by
from tests.factories import DAY, at, make_ticket, ticket_inputs


def timed(ticket, now=None):
    return Ticket.objects.with_deadline(now).get(pk=ticket.pk)


def test_a_report_is_triaged_within_the_hour_that_an_immediate_one_has(cast):
    ticket = make_ticket(cast=cast, reported_at=at(hour=9))
    assert timed(ticket).deadline == at(hour=10)


def test_what_the_rule_expects_at_the_report_gives_more_time(cast):
    ticket = make_ticket(cast=cast, reported_at=at(hour=9), priority_by_rule="minor")
    assert timed(ticket).deadline == at(hour=9) + timedelta(hours=24)


def test_the_targets_are_settings(cast, settings):
    settings.AFTERMATH_TRIAGE_HOURS = (2, 4, 24, 72)
    assert timed(make_ticket(cast=cast, reported_at=at(hour=9))).deadline == at(hour=11)


@pytest.mark.parametrize(("priority", "hours"), [("immediate", 24), ("minor", 336)])
def test_a_team_is_on_site_in_the_time_of_the_priority(cast, priority, hours):
    ticket = make_ticket(cast=cast)
    given = ticket_inputs(ticket, "triage", cast) | {"priority": priority}
    ticket = actions.move(
        ticket, "triage", by=cast.dispatcher, reason="Guarded by the family.", **given
    )
    expected = ticket.triaged_at + timedelta(hours=hours)
    assert timed(ticket).deadline == on_site_by(ticket) == expected


def test_a_marked_site_is_due_until_the_end_of_its_local_day(cast):
    ticket = make_ticket(cast=cast, status="marked")
    assert ticket.next_visit_on == DAY + timedelta(days=1)
    assert timed(ticket).deadline == at(DAY + timedelta(days=2), hour=0) - timedelta(seconds=1)


def test_what_is_due_on_a_day_is_shown_with_that_day_and_no_hour(cast, signed_in):
    ticket = make_ticket(cast=cast, status="marked")
    planned = date_format(ticket.next_visit_on, "j M Y")
    client = signed_in(cast.dispatcher)
    due = BeautifulSoup(client.get("/tickets/board/").content, "html.parser").select_one(
        ".late time"
    )
    assert due.get_text() == planned
    page = BeautifulSoup(client.get(ticket.get_absolute_url()).content, "html.parser")
    assert page.select_one(".next .late time").get_text() == planned


def test_on_the_day_of_a_visit_it_says_today(cast, signed_in):
    ticket = make_ticket(cast=cast, status="marked")
    Ticket.objects.filter(pk=ticket.pk).update(next_visit_on=timezone.localdate())
    page = signed_in(cast.dispatcher).get("/tickets/board/").content
    due = BeautifulSoup(page, "html.parser").select_one(".tcard .soon")
    assert due.get_text(strip=True) == "today"


@pytest.mark.parametrize("status", ["on_site", "resolved", "closed", "cancelled"])
def test_these_wait_for_no_hour(cast, status):
    assert timed(make_ticket(cast=cast, status=status)).deadline is None


def test_overdue_begins_when_the_time_has_passed(cast):
    ticket = make_ticket(cast=cast, reported_at=at(hour=9))
    assert not Ticket.objects.overdue(at(hour=10)).exists()
    assert list(Ticket.objects.overdue(at(hour=10, minute=1))) == [ticket]


def test_the_order_is_priority_then_overdue_then_age(cast):
    def triaged(priority, hour):
        ticket = make_ticket(cast=cast, reported_at=at(hour=hour))
        given = ticket_inputs(ticket, "triage", cast) | {"priority": priority}
        why = "Because of the order."
        return actions.move(ticket, "triage", by=cast.dispatcher, reason=why, **given)

    minor, indirect = triaged("minor", 6), triaged("indirect", 7)
    younger, older = triaged("immediate", 9), triaged("immediate", 8)
    given = ticket_inputs(younger, "assign", cast) | {"due_at": timezone.now() - timedelta(hours=1)}
    late = actions.move(younger, "assign", by=cast.dispatcher, **given)
    fresh = make_ticket(cast=cast, reported_at=at(hour=10))
    cancelled = make_ticket(cast=cast, status="cancelled")
    order = list(Ticket.objects.for_cards())
    assert order == [fresh, late, older, indirect, minor, cancelled]


def test_what_waits_for_operations_is_counted(cast):
    make_ticket(cast=cast)
    make_ticket(cast=cast, status="triaged")
    make_ticket(cast=cast, status="marked")
    counts = {"immediate": 1, "untriaged": 1, "unvisited": 1}
    assert Ticket.objects.visible_to(cast.dispatcher).waiting() == counts
    assert set(Ticket.objects.visible_to(cast.stranger).waiting().values()) == {0}

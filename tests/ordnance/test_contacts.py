"""Callers' contacts: who reads them, and that they are gone in time, with a trace and no echo."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command
from django.utils import timezone

from accounts.machine import machine, people
from accounts.models import User
from casework import actions
from ordnance.contacts import keep_until, purge, purge_everywhere
from ordnance.models import Sighting
from tests.factories import at, make_ticket

LATER = timedelta(days=400)


def called(ticket, by):
    sighting = Sighting(
        ticket=ticket,
        seen_at=at(),
        reporter_name="Rana",
        reporter_phone="0999",
        description="A ball",
    )
    keep_until(sighting)
    actions.add(ticket, sighting, by=by)
    return sighting


def closed_with_a_caller(cast):
    ticket = make_ticket(cast=cast, status="closed")
    return ticket, called(ticket, cast.dispatcher)


def test_contacts_go_some_time_after_closing(cast):
    _, sighting = closed_with_a_caller(cast)
    assert purge(by=cast.protection_officer, today=timezone.localdate() + LATER) == 1
    sighting.refresh_from_db()
    assert (sighting.reporter_name, sighting.reporter_phone, sighting.purge_on) == ("", "", None)
    assert sighting.description == "A ball"


def test_the_history_says_that_contacts_were_deleted_and_not_which(cast):
    ticket, _ = closed_with_a_caller(cast)
    purge(by=cast.protection_officer, today=timezone.localdate() + LATER)
    event = ticket.events.first()
    assert (event.verb, event.by) == ("erased", cast.protection_officer)
    assert event.changes["edited"][0]["changes"]["reporter_phone"] == [None, None]
    assert "0999" not in str([e.changes for e in ticket.events.all()])


@pytest.mark.parametrize("status", ["reported", "assigned", "resolved"])
def test_an_open_ticket_keeps_its_callers(cast, status):
    called(make_ticket(cast=cast, status=status), cast.dispatcher)
    assert purge(by=cast.protection_officer, today=timezone.localdate() + LATER) == 0


def test_a_ticket_closed_yesterday_keeps_its_callers(cast):
    closed_with_a_caller(cast)
    assert purge(by=cast.protection_officer, today=timezone.localdate() + timedelta(days=1)) == 0


def test_only_the_protection_officer_deletes_contacts(cast):
    closed_with_a_caller(cast)
    with pytest.raises(PermissionDenied):
        purge(by=cast.dispatcher, today=timezone.localdate() + LATER)
    with pytest.raises(CommandError):
        call_command("purge_contacts", by=cast.dispatcher.username, days=0)


def test_the_machine_purges_every_organisation_in_its_own_name(cast, client):
    ticket, sighting = closed_with_a_caller(cast)
    assert purge_everywhere(today=timezone.localdate()) == 0
    assert purge_everywhere(today=timezone.localdate() + LATER) == 1
    event = ticket.events.first()
    assert (event.verb, str(event.by)) == ("erased", "Aftermath")
    sighting.refresh_from_db()
    assert sighting.reporter_phone == ""


def test_nobody_signs_in_as_the_machine(cast, client):
    account = machine(cast.dispatcher.organisation)
    assert machine(cast.dispatcher.organisation) == account
    assert not account.has_usable_password()
    assert not client.login(username=account.username, password="")
    assert account not in people(User.objects.all())


def test_the_command_asks_for_nobody(cast, capsys):
    closed_with_a_caller(cast)
    call_command("purge_contacts", days=0)
    call_command("purge_contacts", days=0, dry_run=True)
    assert "contacts are deleted." in capsys.readouterr().out


def test_purging_again_finds_nothing(cast):
    closed_with_a_caller(cast)
    purge(by=cast.protection_officer, today=timezone.localdate() + LATER)
    assert purge(by=cast.protection_officer, today=timezone.localdate() + LATER) == 0


@pytest.mark.parametrize(
    ("role", "sees"), [("dispatcher", True), ("coordinator", False), ("viewer", False)]
)
def test_contacts_show_to_those_who_work_the_ticket(cast, signed_in, role, sees):
    ticket = make_ticket(cast=cast, status="triaged")
    called(ticket, cast.dispatcher)
    page = signed_in(getattr(cast, role)).get(ticket.get_absolute_url()).text
    assert ("0999" in page) is sees

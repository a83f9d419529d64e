"""The demo: the first day as it was, loaded once however often, and only where it was asked for."""

import json
from datetime import date, timedelta
from pathlib import Path
from random import Random

import pytest
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from casework.models import Batch
from config.demo import invented_incidents, invented_tickets
from config.demo.invention import FIRST, LAST, statuses
from config.demo.people import PEOPLE
from exchange.models import Import
from incidents.models import CasualtyReport, Incident, IncidentEvent
from incidents.workflow import WORKFLOW as INCIDENT_FLOW
from ordnance.choices import EMPTY_OUTCOMES
from ordnance.models import Ticket, TicketEvent
from ordnance.stretches import STRETCHES, timed
from ordnance.workflow import WORKFLOW as TICKET_FLOW
from places.models import Area
from sitreps.models import Claim, Sitrep
from tests import factories
from tests.factories import empty_house
from tests.incidents.kept_tolls import by_the_ledger, kept

pytestmark = pytest.mark.django_db
EXPECTED = json.loads(
    (Path(__file__).with_name("expected_daily_sitrep.json")).read_text(encoding="utf-8")
)
COUNTED = (Incident, Ticket, IncidentEvent, TicketEvent, User, Claim, Sitrep, Import, Batch)


def load(incidents=0, tickets=0):
    call_command("load_demo", incidents=incidents, tickets=tickets, verbosity=0)


@pytest.fixture(scope="module")
def _loaded(django_db_setup, django_db_blocker):
    """One load for all tests that only look; each of them works on a savepoint of its own."""
    with django_db_blocker.unblock(), transaction.atomic():
        empty_house()
        factories.empty_house()
        load(incidents=9, tickets=12)
        yield
        transaction.set_rollback(True)


@pytest.fixture
def demo(_loaded, db):
    """The demo with a few invented cases around the first day."""


def counts():
    return {model.__name__: model.objects.count() for model in COUNTED}


def test_the_lists_of_the_demo_are_ordered_by_what_the_ledger_says(demo):
    assert kept() == by_the_ledger()


def test_the_day_of_the_demo_is_the_expected_report(demo, client):
    client.force_login(User.objects.get(username="viewer"))
    assert client.get("/sitreps/2024-11-28.json").json() == EXPECTED


def test_no_invented_toll_says_at_least_none():
    """“At least 0” says no more than unknown, and no source puts it so."""
    tolls = [invented_incidents.toll(Random(number)) for number in range(500)]
    told = [each for toll in tolls for groups in toll.values() for each in groups.values()]
    assert [2, None] in told
    assert [None, None] in told
    assert [0, None] not in told


def test_loading_again_changes_nothing(demo):
    before = counts()
    versions = set(Incident.objects.values_list("ref", "version"))
    load(incidents=9, tickets=12)
    assert counts() == before
    assert set(Incident.objects.values_list("ref", "version")) == versions


def test_loading_again_leaves_what_somebody_changed(demo):
    Area.objects.filter(pcode="C3953").update(name_en="Sarmin town")
    User.objects.filter(username="viewer").update(first_name="Somebody")
    load()
    assert Area.objects.get(pcode="C3953").name_en == "Sarmin town"
    assert User.objects.get(username="viewer").first_name == "Somebody"


def test_three_counts_of_atarib_stay_on_the_ledger_and_the_third_is_adopted(demo):
    atarib = Incident.objects.get(place__pcode="C1022")
    killed = [report.range_of("killed").minimum for report in atarib.casualty_reports.all()]
    assert killed == [8, 13, 15]
    assert atarib.adopted_report.range_of("killed").minimum == 15
    assert atarib.verified_by != atarib.created_by


def test_nobody_said_how_many_fell_at_the_camp_and_that_is_not_none(demo):
    camp = Incident.objects.get(occurred_on=date(2024, 11, 27))
    report = CasualtyReport.objects.get(incident=camp)
    assert not report.range_of("killed").is_known
    assert camp.tickets.get().items.get().written == "unexploded cluster bomb"


def test_the_rockets_in_the_store_keep_their_ticket_from_being_closed(demo):
    rockets = Ticket.objects.get(place__pcode="C1022")
    assert (rockets.status, rockets.outcome) == ("resolved", "removed")
    quality = User.objects.get(username="quality")
    [close] = [offer for offer in rockets.offers(quality) if offer.step.name == "close"]
    assert "lie in a store" in close.refusal


def test_invented_cases_say_so_and_keep_away_from_the_real_days(demo):
    real = ("C1022", "C1139", "C4121")
    invented = Incident.objects.exclude(place__pcode__in=real, occurred_on__gt=LAST)
    assert invented.count() >= 9
    for incident in invented:
        assert "Invented for the demonstration" in incident.narrative
        assert FIRST <= incident.occurred_on <= LAST
    for ticket in Ticket.objects.filter(reported_at__date__lte=LAST):
        assert "مُختلَقة" in ticket.description


def test_no_invented_work_takes_longer_than_work_does(demo):
    """Stamps of the loading itself would make years of it."""
    invented = Ticket.objects.filter(description__contains="مُختلَقة")
    for name, (_words, start, end) in STRETCHES.items():
        took = [
            getattr(ticket, end) - getattr(ticket, start) for ticket in invented.filter(timed(name))
        ]
        assert took
        assert timedelta(0) < min(took) <= max(took) < timedelta(days=4), name


def test_what_is_open_was_reported_in_the_last_days(demo):
    for ticket in Ticket.objects.filter(description__contains="مُختلَقة").open():
        assert timezone.now() - ticket.reported_at < timedelta(days=4), ticket.ref


def test_of_enough_invented_work_some_found_nothing_and_is_closed(demo):
    """What comes after the team had resolved is not closed with it: the items were there before."""
    assert Ticket.objects.filter(status="closed", outcome__in=EMPTY_OUTCOMES).exists()


def test_every_status_is_planned_for():
    assert set(invented_incidents.SHARES) == set(INCIDENT_FLOW.statuses)
    ends = {way.removesuffix("_empty") for way in invented_tickets.WAYS}
    assert ends == set(TICKET_FLOW.statuses)
    for status in INCIDENT_FLOW.statuses:
        assert status in statuses("incidents", invented_incidents.SHARES, 200)


def test_demo_people_sign_in_with_the_printed_password_and_none_is_a_superuser(demo, client):
    for username, role, _shown in PEOPLE:
        assert client.login(username=username, password="aftermath-demo"), username
        person = User.objects.get(username=username)
        assert [group.name for group in person.groups.all()] == [role]
        assert not person.is_superuser
        assert person.is_staff == (role == "administrator")


def test_a_sheet_waits_with_good_rows_and_rows_to_mend(demo):
    sheet = Import.objects.get()
    assert sheet.state == "checked"
    assert sheet.totals["new"] > 0
    assert sheet.totals["refused"] > 0

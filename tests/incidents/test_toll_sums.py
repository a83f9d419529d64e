"""Sums in the database are the sums of the ledger: same reports, same groups, same “at least”."""

import pytest

from casework import actions
from incidents import toll_sums
from incidents.ledger import UNKNOWN, CasualtyReport, Figure, Group, Outcome, Population, Qualifier
from incidents.listing import IncidentFilter
from incidents.models import Incident, Source
from incidents.toll import counted_reports
from sitreps import figures as sums
from tests.factories import at, figures, make_incident, make_source, toll

K, I = Outcome.KILLED, Outcome.INJURED  # noqa: E741
TOLD = (
    {(K, "total"): 15, (K, "children"): 4, (K, "women"): 2, (I, "total"): 5},
    {(K, "total"): (4, None), (I, "total"): (21, 25), (I, "children"): (7, None)},
    {(K, "boys"): 2, (K, "girls"): 1},
    {(K, "boys"): 2, (K, "total"): (3, 9)},
    {(K, "adults"): 3, (K, "men"): 1, (K, "total"): 5},
    {(K, "adults"): 3, (I, "adults"): (None, 2)},
    {(K, "total"): (None, 6), (Outcome.MISSING, "total"): 0},
    {(K, "total"): 0, (I, "total"): 0, (I, "children"): 0},
    {(Outcome.TRAPPED, "total"): (1, None)},
)


def add_report(incident, cast, numbers, *, kind=Source.Kind.MEDIA, hour=20, **fields):
    incident.refresh_from_db()
    source = make_source(incident, kind=kind, name=f"{kind} {hour}")
    report = CasualtyReport(incident=incident, source=source, as_of=at(hour=hour), **fields)
    actions.add(incident, source, report, *figures(report, numbers), by=cast.coordinator)


@pytest.fixture
def attacks(cast):
    """Incidents whose tolls are told in all the ways that a ledger knows."""
    made = [make_incident(cast=cast, status="submitted", numbers=numbers) for numbers in TOLD]
    add_report(made[0], cast, toll(killed=30))  # less reliable: does not count
    add_report(made[1], cast, toll(killed=6), kind=Source.Kind.OWN_TEAM, hour=22)  # later: counts
    add_report(made[2], cast, toll(killed=1, injured=1), population=Population.MEDICAL)
    add_report(made[3], cast, toll(killed=50), population=Population.COMBATANT)
    return made


def by_the_ledger(incidents):
    many = [
        sums.added(sums.told(report.ranges()) for report in counted_reports(incident))
        for incident in incidents.with_toll()
    ]
    return sums.added(many)


def in_sets(incidents):
    found = toll_sums.toll_in_sets(incidents)
    return {key: value for key, (value, _told_in) in found.items() if value != UNKNOWN}


def test_the_database_adds_as_the_ledger_does(attacks):
    assert in_sets(Incident.objects.all()) == by_the_ledger(Incident.objects.all())


@pytest.mark.parametrize("place", range(len(TOLD)))
def test_each_way_of_telling_is_read_alike(attacks, place):
    one = Incident.objects.filter(pk=attacks[place].pk)
    assert in_sets(one) == by_the_ledger(one)


def test_an_adopted_report_counts_before_a_later_one(cast):
    incident = make_incident(cast=cast, status="verified", numbers=toll(killed=4))
    add_report(incident, cast, toll(killed=9), kind=Source.Kind.OWN_TEAM, hour=23)
    one = Incident.objects.filter(pk=incident.pk)
    assert in_sets(one) == by_the_ledger(one)
    assert in_sets(one)[K, Group.TOTAL].minimum == 4


def test_about_stays_about(cast):
    incident = make_incident(cast=cast, status="submitted", numbers={})
    source = make_source(incident)
    report = CasualtyReport(incident=incident, source=source, as_of=at(hour=23))
    told = Figure(report=report, outcome=K, group="total", minimum=30, maximum=30,
                  qualifier=Qualifier.ABOUT)  # fmt: skip
    incident.refresh_from_db()
    actions.add(incident, source, report, told, by=cast.coordinator)
    one = Incident.objects.filter(pk=incident.pk)
    assert in_sets(one) == by_the_ledger(one)


def test_the_list_shows_the_incidents_that_tell_a_figure(attacks, cast):
    found = toll_sums.toll_in_sets(Incident.objects.all())
    for (outcome, group), (_value, told_in) in found.items():
        form = IncidentFilter({"tells": f"{outcome}-{group}"}, user=cast.viewer)
        assert form.narrow(Incident.objects.all()).count() == told_in


def test_no_incident_has_no_toll(db):
    assert set(toll_sums.toll_in_sets(Incident.objects.none()).values()) == {(UNKNOWN, 0)}

"""Tickets that may be about the same object: suggested, never merged by machine."""

from datetime import timedelta

import pytest

from casework import merging
from munitions.models import Category
from ordnance.duplicates import alike, candidates
from ordnance.models import Ticket
from tests.factories import area, at, make_person, make_ticket

HERE = {"latitude": "36.137900", "longitude": "36.828400"}
THIRTY_METRES = {"latitude": "36.138170", "longitude": "36.828400"}
A_KILOMETRE = {"latitude": "36.146900", "longitude": "36.828400"}


def found(ticket, person):
    return [each.ticket for each in candidates(Ticket.objects.get(pk=ticket.pk), person)]


def test_a_second_caller_thirty_metres_away_is_suggested(cast):
    first = make_ticket(cast=cast, place="C1022", **HERE)
    second = make_ticket(cast=cast, place="C4121", **THIRTY_METRES)
    [candidate] = candidates(second, cast.dispatcher)
    assert (candidate.ticket, candidate.metres) == (first, 30)


def test_another_town_a_kilometre_away_is_not(cast):
    make_ticket(cast=cast, place="C1022", **HERE)
    assert found(make_ticket(cast=cast, place="C4121", **A_KILOMETRE), cast.dispatcher) == []


@pytest.mark.parametrize(("days", "suggested"), [(13, True), (15, False)])
def test_the_same_place_and_kind_are_suggested_for_fourteen_days(cast, days, suggested):
    first = make_ticket(cast=cast)
    later = make_ticket(cast=cast, reported_at=first.reported_at + timedelta(days=days))
    assert bool(found(later, cast.dispatcher)) is suggested


def test_who_may_not_read_points_learns_no_distance(cast):
    first = make_ticket(cast=cast, place="C1022", **HERE)
    second = make_ticket(cast=cast, place="C1022", **THIRTY_METRES)
    [candidate] = candidates(second, cast.coordinator)
    assert (candidate.ticket, candidate.metres) == (first, None)
    elsewhere = make_ticket(cast=cast, place="C4121", **THIRTY_METRES)
    assert found(elsewhere, cast.coordinator) == []


def test_another_organisation_s_tickets_are_not_suggested(cast):
    make_ticket(cast=cast, **HERE)
    assert candidates(Ticket(**vars_of(HERE)), cast.stranger, {Category.UNKNOWN}) == []


def vars_of(point):
    return {"place_id": None, "reported_at": at(), **point}


def test_twenty_submunitions_in_one_field_stay_twenty_tickets(cast):
    step = 0.00004  # some four metres
    tickets = [
        make_ticket(cast=cast, latitude=f"{36.1379 + n * step:.6f}", longitude="36.828400")
        for n in range(20)
    ]
    assert Ticket.objects.filter(status="reported").count() == 20
    assert Ticket.objects.exclude(duplicate_of=None).count() == 0
    assert len(found(tickets[0], cast.dispatcher)) == 6  # some are shown, and that is all


def test_merging_keeps_all_callers(cast):
    one, two = make_ticket(cast=cast), make_ticket(cast=cast)
    merging.merge(two, one, by=cast.dispatcher, reason="The same roof.", step="duplicate")
    assert one.sightings.count() == 2


def test_a_duplicate_leads_only_those_on_who_may_see_the_ticket_that_stayed(cast, signed_in):
    one, two = make_ticket(cast=cast, place="C4121"), make_ticket(cast=cast, place="C1022")
    merging.merge(two, one, by=cast.dispatcher, reason="The same.", step="duplicate")
    page = f"/tickets/{two.ref}/"
    assert signed_in(cast.viewer).get(page)["Location"] == f"/tickets/{one.ref}/"
    here = signed_in(make_person(role="viewer", areas=[area("SY02")])).get(page)
    assert (here.status_code, one.ref in here.text) == (200, False)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ({"rocket"}, {"rocket", "mortar"}, True),
        ({"rocket"}, {"mortar"}, False),
        ({"rocket"}, {"unknown"}, True),
        ({"rocket"}, set(), True),
    ],
)
def test_unknown_things_may_be_anything(one, other, same):
    assert alike(one, other) is same

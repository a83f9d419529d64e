"""How sure of the day and the hour follows from what is told, by every door."""

from datetime import time, timedelta

import pytest

from casework import actions
from casework.actions_many import create_many, edit_many
from incidents.models import Incident
from tests.factories import DAY, area, make_incident, make_source, report_records, take, toll
from tests.factories import incident_inputs as inputs

LATER = DAY + timedelta(days=2)
# what is told, what it says of how sure one is, and what is kept
HOURS = [
    ({"time": time(13, 22)}, "unknown", "approximate"),
    ({"time": time(13, 22)}, "part_of_day", "approximate"),
    ({"time": time(13, 22), "part_of_day": "midday"}, "exact", "exact"),
    ({"time": time(0, 0)}, "exact", "exact"),
    ({"part_of_day": "dawn"}, "unknown", "part_of_day"),
    ({"part_of_day": "dawn"}, "exact", "part_of_day"),
    ({}, "exact", "unknown"),
    ({}, "part_of_day", "unknown"),
]
DAYS = [
    ({"occurred_until": LATER}, "day", "range"),
    ({"occurred_until": LATER}, "week", "week"),
    ({"occurred_until": DAY}, "day", "day"),
    ({}, "month", "month"),
]
TOLD = [(told, "time_precision", *rest) for told, *rest in HOURS]
TOLD += [(told, "date_precision", *rest) for told, *rest in DAYS]


def new(**fields):
    incident = Incident(place=area(), occurred_on=DAY, weapon="airstrike", **fields)
    source = make_source(incident)
    return incident, [source, *report_records(incident, source, toll(killed=1))]


def of(incident, name):
    return getattr(Incident.objects.get(pk=incident.pk), name)


@pytest.mark.parametrize(("told", "name", "said", "kept"), TOLD)
def test_a_new_incident_is_as_sure_as_what_it_tells_alone_and_among_many(
    cast, told, name, said, kept
):
    alone, records = new(**told, **{name: said})
    actions.create(alone, by=cast.coordinator, children=records)
    together, records = new(**told, **{name: said})
    create_many([(together, records)], by=cast.coordinator)
    assert (of(alone, name), of(together, name)) == (kept, kept)


@pytest.mark.parametrize(("told", "name", "said", "kept"), TOLD)
def test_so_is_one_that_is_changed_and_the_history_says_so(cast, told, name, said, kept):
    one, other = make_incident(cast=cast), make_incident(cast=cast)
    before = getattr(one, name)
    for case in (one, other):
        for field, value in {**told, name: said, "title": "Changed"}.items():
            setattr(case, field, value)
    actions.edit(one, by=cast.coordinator)
    edit_many([other], by=cast.coordinator)
    for case in (one, other):
        changes = case.events.first().changes
        assert of(case, name) == kept
        assert changes.get(name) == ([before, kept] if kept != before else None)


def test_so_is_one_that_is_amended(cast):
    incident = make_incident(cast=cast, status="verified")
    given = {"changes": {"time": "13:22", "occurred_until": str(LATER)}, "reason": "A later word."}
    incident = take(incident, "amend", cast, lambda *_: given)
    incident = take(incident, "accept", cast, inputs)
    assert (incident.time_precision, incident.date_precision) == ("approximate", "range")

"""What the history says: acts as words, changes as old and new, nothing said twice."""

import pytest

from casework import actions
from casework.story import tell
from tests import factories


@pytest.fixture
def verified(cast):
    return factories.make_incident(cast=cast, status="verified")


def told(case):
    return tell(case.events.select_related("by"), case)


def test_a_step_is_told_by_its_button_and_the_status_it_led_to(verified):
    entry = next(e for e in told(verified) if e["event"].to_status == "verified")
    assert entry["act"] == verified.workflow.steps["verify"].button
    assert entry["moved"]


def test_who_and_when_of_a_step_are_not_told_twice(verified):
    labels = {str(line["label"]) for entry in told(verified) for line in entry["changes"]}
    assert labels & {"verified at", "verified by"} == set()


def test_a_changed_place_is_told_by_name(cast):
    incident = factories.make_incident(cast=cast)
    incident.place = factories.area("C1139")
    actions.edit(incident, by=cast.coordinator)
    [line] = [li for li in told(incident)[0]["changes"] if str(li["label"]) == "place"]
    assert (line["old"], line["new"]) == ("Atareb", "Daret Azza")


def test_related_rows_are_read_once_for_each_kind(verified, django_assert_max_num_queries):
    events = list(verified.events.select_related("by"))
    lines = [line for entry in tell(events, verified) for line in entry["changes"]]
    kinds = {line["relation"] for line in lines if line.get("relation")}
    kinds |= {line["record"][0] for line in lines if "record" in line}
    with django_assert_max_num_queries(2 * len(kinds)):  # a row's name may need its parent
        tell(events * 5, verified)

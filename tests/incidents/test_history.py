"""What the history says was added: which one, and nothing that its reader may not see."""

import pytest

from casework import actions
from casework.story import MOST_NAMED, tell
from incidents.models import Damage, DuplicateAnswer, Incident, Source
from tests.factories import dispose_of_all, make_incident, make_ticket


def named(case, reader):
    """What the newest entry says was added."""
    [newest] = tell(case.events.select_related("by")[:1], case, reader)
    return [(str(line["label"]), line.get("named")) for line in newest["changes"]]


@pytest.fixture
def incident(cast):
    return make_incident(cast=cast)


def test_a_report_is_named_by_its_numbers_and_who_said_so(cast, signed_in, incident):
    fields = {"source_kind": "media", "source_name": "Enab Baladi", "population": "civilian",
              "as_of": "2024-11-28T18:48", "killed_qualifier": "exact", "killed_minimum": "15",
              "injured_qualifier": "at_least", "injured_minimum": "5", "seen": "1"}  # fmt: skip
    signed_in(cast.coordinator).post(f"/incidents/{incident.ref}/figures/new/", fields)
    assert named(incident, cast.viewer) == [
        ("source", "Enab Baladi · Media"),
        ("casualty report", "killed 15, injured at least 5 · Enab Baladi"),
    ]


def test_the_history_page_and_the_home_page_say_it(cast, signed_in, incident):
    damage = Damage(incident=incident, facility="school", level="destroyed", site="Al-Amal")
    actions.add(incident, damage, by=cast.coordinator)
    for address in (f"{incident.get_absolute_url()}history/", incident.get_absolute_url(), "/"):
        assert "Al-Amal: destroyed" in signed_in(cast.viewer).get(address).content.decode()


def test_a_protected_source_is_named_by_its_kind_alone(cast, incident):
    source = Source(incident=incident, kind="witness", name="Abu Samir", protected=True)
    actions.add(incident, source, by=cast.coordinator)
    assert named(incident, cast.viewer) == [("source", "Witness")]


def test_an_answer_on_a_duplicate_names_no_other_incident(cast, incident):
    other = make_incident(cast=cast)
    answer = DuplicateAnswer(incident=incident, other=other, verdict="unsure", score=70)
    actions.add(incident, answer, by=cast.coordinator)
    assert named(incident, cast.viewer) == [
        ("answer on a duplicate", "Not sure, let the reviewer decide")
    ]


def test_many_of_a_kind_are_counted(cast, incident):
    many = [
        Source(incident=incident, kind="media", name=f"Paper {n}") for n in range(MOST_NAMED + 1)
    ]
    actions.add(incident, *many, by=cast.coordinator)
    assert named(incident, cast.viewer) == [(f"sources: {len(many)}", None)]


def test_a_disposal_says_what_became_of_how_many(cast):
    ticket = make_ticket(cast=cast, status="marked")
    dispose_of_all(ticket, by=cast.team_leader)
    entries = tell(ticket.events.select_related("by"), ticket, cast.dispatcher)
    told = [line["named"] for entry in entries for line in entry["changes"] if line.get("named")]
    item = ticket.items.get()
    assert f"1 × {item}: {item.disposals.get().get_method_display()}" in told


def test_why_a_case_was_hidden_is_told_to_nobody_else_when_it_is_shown_again(cast, signed_in):
    case = make_incident(cast=cast, status="submitted")
    reasons = {"hide": "Abu Samir was threatened.", "reveal": "Abu Samir has left."}
    for step, reason in reasons.items():
        case = Incident.objects.get(pk=case.pk)
        actions.move(case, step, by=cast.protection_officer, reason=reason)
    for address in (case.get_absolute_url(), f"{case.get_absolute_url()}history/"):
        assert "Abu Samir" not in signed_in(cast.viewer).get(address).text
        officer = signed_in(cast.protection_officer).get(address).text
        assert all(reason in officer for reason in reasons.values())

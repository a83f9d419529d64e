"""The home page: what waits for whom, each with one button, and never for those who may not."""

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from casework import actions
from config.waiting import WAITS
from incidents.models import Incident
from incidents.workflow import WORKFLOW as INCIDENT_FLOW
from ordnance.workflow import WORKFLOW as TICKET_FLOW
from tests import factories
from tests.factories import make_incident, make_ticket


def home_of(person, language="en"):
    client = Client()
    client.force_login(person)
    client.cookies["django_language"] = language
    return BeautifulSoup(client.get("/").content, "html.parser")


def waits_of(person):
    """{(reference, button)} of the lines that wait."""
    lines = home_of(person).select(".wait")
    return {
        (line.select_one(".ref").get_text(), line.select_one(".btn").find(string=True).strip())
        for line in lines
        if line.select_one(".ref")
    }


INCIDENT_WAITS = (
    # status      role                button
    ("draft", "coordinator", "Finish the draft"),
    ("returned", "coordinator", "Answer the comments"),
    ("submitted", "reviewer", "Start the review"),
    ("in_review", "reviewer", "Verify"),
    ("amending", "reviewer", "Read the change"),
    ("verified", "publisher", "Publish"),
)
TICKET_WAITS = (
    ("reported", "dispatcher", "Triage"),
    ("triaged", "dispatcher", "Assign a team"),
    ("assigned", "team_leader", "Arrive on site"),
    ("on_site", "team_leader", "Go on"),
    ("marked", "team_leader", "Arrive on site"),
    ("resolved", "quality_reviewer", "Close"),
)


@pytest.mark.parametrize(("status", "role", "button"), INCIDENT_WAITS)
def test_an_incident_waits_for_whoever_takes_its_next_step(cast, status, role, button):
    incident = make_incident(cast=cast, status=status)
    assert (incident.ref, button) in waits_of(cast.people[role])


@pytest.mark.parametrize(("status", "role", "button"), TICKET_WAITS)
def test_a_ticket_waits_for_whoever_takes_its_next_step(cast, status, role, button):
    ticket = make_ticket(cast=cast, status=status)
    assert (ticket.ref, button) in waits_of(cast.people[role])


def test_nothing_waits_for_those_who_only_read(cast):
    make_incident(cast=cast, status="submitted")
    make_ticket(cast=cast)
    page = home_of(cast.viewer)
    assert page.h1.get_text() == "Nothing waits for you"
    assert page.select(".wait") == []


def test_nobody_is_asked_to_review_his_own(cast):
    incident = make_incident(cast=cast, status="submitted", by=cast.reviewer)
    refs = {ref for ref, _button in waits_of(cast.reviewer)}
    assert incident.ref not in refs
    assert incident.ref in {ref for ref, _button in waits_of(cast.second_reviewer)}


def test_what_another_service_has_waits_for_nobody_here(cast):
    make_incident(cast=cast, status="submitted")
    assert waits_of(cast.stranger) == set()


def test_a_hidden_case_is_not_among_what_changed(cast):
    incident = make_incident(cast=cast, status="submitted")
    assert incident.ref in home_of(cast.viewer).get_text()
    actions.move(
        Incident.objects.get(pk=incident.pk),
        "hide",
        by=cast.protection_officer,
        reason="It would lead to a witness.",
    )
    assert incident.ref not in home_of(cast.viewer).get_text()
    assert incident.ref in home_of(cast.protection_officer).get_text()


def test_the_day_at_a_glance_is_the_latest_day_that_counts(cast):
    make_incident(cast=cast, status="submitted", numbers=factories.toll(killed=3))
    draft_of_a_later_day = factories.DAY.replace(day=30)
    make_incident(cast=cast, occurred_on=draft_of_a_later_day)
    aside = home_of(cast.viewer).aside.get_text(" ")
    assert "28 November 2024" in aside
    assert "3" in aside


def test_the_report_waits_for_the_publisher_until_it_is_issued(cast):
    make_incident(cast=cast, status="submitted")
    assert "Issue report" in home_of(cast.publisher).get_text()
    assert "Issue report" not in home_of(cast.reviewer).get_text()


def test_the_page_runs_from_right_to_left_in_arabic(cast):
    assert home_of(cast.viewer, language="ar").html["dir"] == "rtl"


def test_each_row_of_the_table_names_a_step_of_its_workflow():
    steps = {*INCIDENT_FLOW.steps, *TICKET_FLOW.steps}
    assert {wait.step for wait in WAITS} <= steps


@pytest.mark.parametrize(("status", "role", "_button"), [*INCIDENT_WAITS, *TICKET_WAITS])
def test_the_rest_of_what_waits_is_in_the_list_that_its_link_opens(cast, status, role, _button):
    make = make_ticket if (status, role, _button) in TICKET_WAITS else make_incident
    cases = {make(cast=cast, status=status).ref for _number in range(4)}
    client = Client()
    client.force_login(cast.people[role])
    kinds = [kind for group in client.get("/").context["waiting"] for kind in group["kinds"]]
    (more,) = [kind for kind in kinds if kind["more"]]
    shown = client.get(more["url"]).context["page"]
    assert cases <= {row.ref for row in shown}
    assert shown.count.number == more["count"]

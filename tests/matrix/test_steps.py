"""Step × status × role for both workflows: what each person meets at each step from each status.

The tables below say the rules a second time, apart from the code: a step that opens a new way, or
a role that gains a right, must be written here too.
"""
# ruff: noqa: E501 - a table is read across

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from accounts.roles import ROLES
from casework import actions, merging
from casework.errors import StepRefused
from incidents.models import Incident
from incidents.workflow import WORKFLOW as INCIDENT_FLOW
from ordnance.models import Ticket
from ordnance.workflow import WORKFLOW as TICKET_FLOW
from tests import factories

MOVED, CLOSED, DENIED, REFUSED = "moved", "not open", "denied", "refused"
OPEN = "draft submitted in_review returned"
STANDING = "verified published"
WRITERS = "coordinator reviewer data_manager"

# fmt: off
INCIDENT_STEPS = {
    # step      from                                              to            who may
    "submit":   ("draft returned",                                "submitted",  WRITERS),
    "claim":    ("submitted",                                     "in_review",  "reviewer"),
    "release":  ("in_review",                                     "submitted",  "reviewer"),
    "verify":   ("in_review",                                     "verified",   "reviewer"),
    "return":   ("in_review",                                     "returned",   "reviewer"),
    "reject":   ("in_review",                                     "rejected",   "reviewer"),
    "reopen":   ("rejected",                                      "submitted",  "reviewer"),
    "publish":  ("verified",                                      "published",  "publisher"),
    "withdraw": ("published",                                     "withdrawn",  "publisher"),
    "restore":  ("withdrawn",                                     "published",  "publisher"),
    "take_back": ("draft submitted returned",                     "withdrawn",  "data_manager"),
    "bring_back": ("withdrawn",                                   "draft",      "data_manager"),
    "amend":    (STANDING,                                        "amending",   WRITERS),
    "accept":   ("amending",                                      "verified",   "reviewer"),
    "decline":  ("amending",                                      "verified",   "reviewer"),
    "merge":    (f"{OPEN} {STANDING} rejected withdrawn",         "merged",     "reviewer"),
    "unmerge":  ("merged",                                        "draft",      "reviewer"),
    "hide":     (f"{OPEN} {STANDING} rejected withdrawn amending", "hidden",    "protection_officer"),
    "reveal":   ("hidden",                                        "draft",      "protection_officer"),
}
TICKET_STEPS = {
    # step           from                               to           who may
    "triage":        ("reported",                       "triaged",   "dispatcher"),
    "duplicate":     ("reported triaged",               "duplicate", "dispatcher"),
    "cancel":        ("reported triaged",               "cancelled", "dispatcher"),
    "assign":        ("triaged marked on_hold",         "assigned",  "dispatcher"),
    "unassign":      ("assigned",                       "triaged",   "dispatcher team_leader"),
    "arrive":        ("assigned marked on_hold",        "on_site",   "team_leader"),
    "mark":          ("on_site",                        "marked",    "team_leader"),
    "hold":          ("triaged assigned on_site marked", "on_hold",  "dispatcher team_leader"),
    "resolve":       ("on_site marked",                 "resolved",  "team_leader"),
    "resolve_empty": ("assigned on_site",               "resolved",  "team_leader"),
    "return":        ("resolved",                       "on_site",   "quality_reviewer"),
    "close":         ("resolved",                       "closed",    "quality_reviewer"),
    "reopen":        ("closed",                         "resolved",  "quality_reviewer"),
    "separate":      ("duplicate",                      "reported",  "dispatcher"),
    "revive":        ("cancelled",                      "reported",  "dispatcher"),
    "take_back":     ("reported triaged",               "cancelled", "data_manager"),
    "bring_back":    ("cancelled",                      "reported",  "data_manager"),
}
# Where the role may and the guard still says no, and why.
GUARDED = {
    ("submit", "returned", "coordinator"): "Answer every comment",
    ("submit", "returned", "reviewer"): "Answer every comment",
    ("submit", "returned", "data_manager"): "Answer every comment",
    ("hold", "triaged", "team_leader"): "Only operations",
    ("hold", "assigned", "team_leader"): "Only operations",
    ("hold", "on_site", "team_leader"): "Only operations",
    ("hold", "marked", "team_leader"): "Only operations",
    # Nobody takes back alone what no sheet brought in, nor brings back what others put out.
    ("take_back", "draft", "data_manager"): "No sheet",
    ("take_back", "submitted", "data_manager"): "No sheet",
    ("take_back", "returned", "data_manager"): "No sheet",
    ("take_back", "reported", "data_manager"): "No sheet",
    ("take_back", "triaged", "data_manager"): "No sheet",
    ("bring_back", "withdrawn", "data_manager"): "A publisher withdrew it",
    ("bring_back", "cancelled", "data_manager"): "Operations cancelled it",
    # Nobody has given it to a team yet when it is put on hold from triage.
    ("arrive", "on_hold", "team_leader"): "belongs to another team",
}
# fmt: on


# Far enough from the factories' day to be nobody's duplicate.
EARLIER = factories.DAY - timedelta(days=30)


class Undone(Exception):
    """Rolls an attempt back, so that the next one finds the case as it was."""


def met(case, name, person, given):
    """What the person meets who takes the step: (what, where the case is or the reason)."""
    try:
        with transaction.atomic():
            take(case, name, person, given)
            status = type(case)._base_manager.values_list("status", flat=True).get(pk=case.pk)
            raise Undone
    except Undone:
        return MOVED, status
    except StepRefused:
        return CLOSED, ""
    except PermissionDenied:
        return DENIED, ""
    except ValidationError as refused:
        codes = {error.code for error in getattr(refused, "error_list", [])}
        return (REFUSED if codes == {"refused"} else str(refused)), refused.messages[0]


def take(case, name, person, given):
    step = case.workflow.steps[name]
    if step.verb == "merge":
        return merging.merge(case, given["survivor"], by=person, reason="Same.", step=name)
    if step.verb == "unmerge":
        return merging.unmerge(case, by=person, reason="Two.", step=name)
    return actions.move(case, name, by=person, **given)


def expected(table, name, status, role):
    sources, target, who = table[name]
    if status == "hidden" and role != "protection_officer":
        return DENIED, ""  # it does not exist for them
    if status not in sources.split():
        return CLOSED, ""
    if role not in who.split():
        return DENIED, ""
    if (name, status, role) in GUARDED:
        return REFUSED, GUARDED[name, status, role]
    return MOVED, target


def compare(table, cast, attempt):
    """Every step by every role; returns what differs from the table.

    `attempt(name)` is the case to take the step on and what the step demands.
    """
    wrong = {}
    for name in table:
        case, given = attempt(name)
        for role, person in cast.people.items():
            what, where = met(case, name, person, given)
            should, there = expected(table, name, case.status, role)
            if what != should or there not in where:
                wrong[name, role] = (f"{what}: {where}", f"{should}: {there}")
    return wrong


@pytest.mark.parametrize("status", INCIDENT_FLOW.statuses)
def test_each_step_of_an_incident_from_each_status_by_each_role(cast, status):
    incident = factories.make_incident(cast=cast, status=status)
    survivor = factories.make_incident(cast=cast, occurred_on=EARLIER)

    def attempt(name):
        if name == "merge":
            return incident, {"survivor": survivor}
        return incident, factories.incident_inputs(incident, name, cast)

    assert compare(INCIDENT_STEPS, cast, attempt) == {}


@pytest.mark.parametrize("status", TICKET_FLOW.statuses)
def test_each_step_of_a_ticket_from_each_status_by_each_role(cast, status):
    ticket = factories.make_ticket(cast=cast, status=status)
    survivor = factories.make_ticket(cast=cast)
    cleared = ticket
    if status in ("on_site", "marked"):
        cleared = factories.make_ticket(cast=cast, status=status)
        cleared = factories.dispose_of_all(cleared, by=cast.team_leader)

    def attempt(name):
        if name == "duplicate":
            return ticket, {"survivor": survivor}
        case = cleared if name == "resolve" else ticket
        return case, factories.ticket_inputs(case, name, cast)

    assert compare(TICKET_STEPS, cast, attempt) == {}


def test_the_tables_name_every_step_and_role():
    assert set(INCIDENT_STEPS) == set(INCIDENT_FLOW.steps)
    assert set(TICKET_STEPS) == set(TICKET_FLOW.steps)
    assert set(ROLES) == set(factories.ROLES)


def test_a_case_is_found_as_it_was_after_each_attempt(cast):
    incident = factories.make_incident(cast=cast, status="submitted")
    assert met(incident, "claim", cast.reviewer, {}) == (MOVED, "in_review")
    assert Incident.objects.get(pk=incident.pk).status == "submitted"
    assert Ticket.objects.count() == 0

"""Every step, from every status, by every role: moved, or refused for the right reason.

The expectation is read from two tables alone: the workflow's rows and the roles' permissions. Only
the second-person rules and the like (guards) are asked of the product, and tested apart.
"""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from accounts.roles import ROLES
from casework import actions, merging
from casework.errors import StepRefused
from casework.workflow import PREVIOUS
from incidents.models import Incident
from ordnance.models import Ticket
from tests.factories import (
    DAY,
    dispose_of_all,
    incident_inputs,
    make_incident,
    make_ticket,
    ticket_inputs,
)

MATRIX = [
    pytest.param(Incident, make_incident, incident_inputs, status, id=f"incident-{status}")
    for status in Incident.workflow.statuses
] + [
    pytest.param(Ticket, make_ticket, ticket_inputs, status, id=f"ticket-{status}")
    for status in Ticket.workflow.statuses
]

# What is merged into must not be a likely duplicate of what is verified.
ANOTHER_DAY = {Incident: {"occurred_on": DAY - timedelta(days=10)}, Ticket: {}}


def outcome(attempt):
    """What the attempt came to, by name; nothing of it stays, so the next meets the same case."""
    before = transaction.savepoint()
    try:
        return str(attempt().status)
    except StepRefused:
        return "not open"
    except PermissionDenied:
        return "not permitted"
    except ValidationError as refused:
        return "refused" if getattr(refused, "code", None) == "refused" else repr(refused)
    finally:
        transaction.savepoint_rollback(before)


def expected(case, step, role, person):
    if case.status == "hidden" and "accounts.see_hidden" not in ROLES[role]:
        return "not permitted"
    if case.status not in step.source:
        return "not open"
    if step.permission not in ROLES[role]:
        return "not permitted"
    if step.guard(case, person):
        return "refused"
    return actions.previous_status(case) if step.target == PREVIOUS else str(step.target)


def attempt_of(case, step, person, inputs, cast, survivor):
    if step.verb == "merge":
        return lambda: merged(case, survivor, step, person)
    if step.verb == "unmerge":
        return lambda: merging.unmerge(case, by=person, reason="Two.", step=step.name)
    given = inputs(case, step.name, cast)
    return lambda: actions.move(case, step.name, by=person, **given)


def merged(case, survivor, step, person):
    merging.merge(case, survivor, by=person, reason="One.", step=step.name)
    case.refresh_from_db()
    return case


def ready_to_resolve(case, make, cast):
    """Another such ticket whose items are all accounted for; an incident as it is."""
    if isinstance(case, Ticket) and case.status in ("on_site", "marked"):
        return dispose_of_all(make(cast=cast, status=case.status), by=cast.team_leader)
    return case


@pytest.mark.parametrize(("model", "make", "inputs", "status"), MATRIX)
def test_every_step_by_every_role(cast, model, make, inputs, status):
    plain, survivor = make(cast=cast, status=status), make(cast=cast, **ANOTHER_DAY[model])
    ready = ready_to_resolve(plain, make, cast)
    wrong = {}
    for step in model.workflow.rows:
        for role, person in cast.people.items():
            case = model.objects.get(pk=(ready if step.name == "resolve" else plain).pk)
            wanted = expected(case, step, role, person)
            got = outcome(attempt_of(case, step, person, inputs, cast, survivor))
            if got != wanted:
                wrong[step.name, role] = (wanted, got)
    assert not wrong


def test_the_matrix_holds_every_role_of_the_table(cast):
    assert set(cast.people) == set(ROLES)

"""The verbs on both kinds of case: paths, refusals, history."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, IntegrityError, transaction
from django.utils import timezone

from casework import actions, merging
from casework.actions_many import edit_many
from casework.errors import AlreadyReceived, StaleCase
from incidents.models import Damage, Incident
from incidents.public import projection, published
from incidents.workflow import WORKFLOW as INCIDENT_FLOW
from ordnance.models import Disposal, Ticket
from ordnance.workflow import WORKFLOW as TICKET_FLOW
from tests.factories import (
    area,
    at,
    incident_inputs,
    make_incident,
    make_person,
    make_source,
    make_ticket,
    report_records,
    take,
    ticket_inputs,
    toll,
)


@pytest.mark.parametrize("status", INCIDENT_FLOW.statuses)
def test_every_incident_status_is_reached_through_the_verbs(cast, status):
    incident = make_incident(cast=cast, status=status)
    assert incident.status == status
    assert incident.events.first().to_status == status


@pytest.mark.parametrize("status", TICKET_FLOW.statuses)
def test_every_ticket_status_is_reached_through_the_verbs(cast, status):
    ticket = make_ticket(cast=cast, status=status)
    assert ticket.status == status
    assert ticket.events.first().to_status == status


def test_a_new_case_gets_the_next_number_of_its_year(cast):
    first, second = make_incident(cast=cast), make_incident(cast=cast)
    assert first.ref == "INC-2024-000001"
    assert second.ref == "INC-2024-000002"


def test_the_same_submission_key_answers_with_the_first_case(cast):
    first = make_incident(cast=cast)
    again = Incident(
        place=area(), occurred_on=first.occurred_on, submission_key=first.submission_key
    )
    with pytest.raises(AlreadyReceived) as received:
        actions.create(again, by=cast.coordinator)
    assert received.value.case == first
    assert Incident.objects.count() == 1


def test_a_refused_case_saves_nothing_and_takes_no_number(cast):
    incident = Incident(place=area(), occurred_on="2024-11-28")
    source = make_source(incident)
    broken = report_records(incident, source, toll(killed=3, children=5, women=1))
    with pytest.raises(ValidationError) as refused:
        actions.create(incident, by=cast.coordinator, children=[source, *broken])
    assert "more than the total" in refused.value.messages[0]
    assert not Incident.objects.exists()
    assert make_incident(cast=cast).ref.endswith("000001")


def test_a_stale_edit_is_refused_with_what_changed_meanwhile(cast):
    mine = make_incident(cast=cast)
    theirs = Incident.objects.get(pk=mine.pk)
    theirs.title = "Market hit"
    actions.edit(theirs, by=cast.colleague)
    mine.title = "Square hit"
    with pytest.raises(StaleCase) as stale:
        actions.edit(mine, by=cast.coordinator)
    assert stale.value.events[0].changes == {"title": ["", "Market hit"]}
    assert Incident.objects.get(pk=mine.pk).title == "Market hit"


def test_an_edit_without_a_difference_leaves_no_event(cast):
    incident = make_incident(cast=cast)
    actions.edit(incident, by=cast.coordinator)
    assert incident.events.count() == 1


def test_a_step_that_is_written_down_later_bears_its_own_time_and_history_the_present(cast):
    ticket = make_ticket(cast=cast)
    taken = at(hour=10)
    given = ticket_inputs(ticket, "triage", cast)
    ticket = actions.move(ticket, "triage", by=cast.dispatcher, at=taken, **given)
    assert (ticket.triaged_at, ticket.triaged_by) == (taken, cast.dispatcher)
    assert timezone.now() - ticket.events.get(verb="triage").at < timedelta(minutes=1)


def test_a_viewer_can_log_nothing(cast):
    with pytest.raises(PermissionDenied):
        actions.create(Incident(place=area(), occurred_on="2024-11-28"), by=cast.viewer)


def test_a_stranger_can_change_nothing(cast):
    incident = make_incident(cast=cast)
    incident.title = "Ours now"
    with pytest.raises(PermissionDenied):
        actions.edit(incident, by=cast.stranger)


def test_a_sealed_incident_takes_no_edit_but_keeps_its_ledger_open(cast):
    incident = make_incident(cast=cast, status="verified")
    incident.title = "Other"
    with pytest.raises(ValidationError, match="sealed"):
        actions.edit(incident, by=cast.coordinator)
    incident.refresh_from_db()
    source = incident.sources.first()
    actions.add(incident, *report_records(incident, source, toll(killed=17)), by=cast.coordinator)
    assert incident.casualty_reports.count() == 2
    incident.refresh_from_db()
    assert incident.adopted_report == incident.casualty_reports.first()


def test_an_accepted_amendment_adopts_the_new_report(cast):
    incident = make_incident(cast=cast, status="published")
    source = incident.sources.first()
    actions.add(incident, *report_records(incident, source, toll(killed=17)), by=cast.coordinator)
    incident.refresh_from_db()
    incident = take(incident, "amend", cast, incident_inputs, by=cast.coordinator)
    incident = take(incident, "accept", cast, incident_inputs)
    assert incident.status == "published"
    assert incident.adopted_report == incident.casualty_reports.last()


def test_history_cannot_be_rewritten(cast):
    incident = make_incident(cast=cast)
    for rewrite in (
        lambda: incident.events.update(verb="other"),
        lambda: incident.casualty_reports.update(wording="other"),
        lambda: incident.casualty_reports.first().figures.update(minimum=0),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            rewrite()


def test_the_database_refuses_the_author_as_verifier(cast):
    incident = make_incident(cast=cast, status="in_review")
    with pytest.raises(IntegrityError), transaction.atomic():
        Incident.objects.filter(pk=incident.pk).update(verified_by=incident.created_by)


def test_the_database_refuses_the_resolver_as_closer(cast):
    ticket = make_ticket(cast=cast, status="resolved")
    with pytest.raises(IntegrityError), transaction.atomic():
        Ticket.objects.filter(pk=ticket.pk).update(closed_by=ticket.resolved_by)


@pytest.mark.django_db(transaction=True)
def test_the_database_refuses_disposals_beyond_what_was_found(cast):
    ticket = make_ticket(cast=cast, status="resolved")
    item = ticket.items.get()
    with pytest.raises(DatabaseError, match="balance"), transaction.atomic():
        Disposal.objects.create(
            item=item, method="destroy_in_situ", quantity=1, created_by=cast.team_leader
        )


def test_a_merge_moves_the_records_and_its_undoing_takes_exactly_those_back(cast):
    one, two = make_incident(cast=cast), make_incident(cast=cast)
    merging.merge(one, two, by=cast.reviewer, reason="The same strike.")
    one.refresh_from_db()
    assert (one.status, one.merged_into) == ("merged", two)
    assert two.casualty_reports.count() == 2
    merging.unmerge(one, by=cast.reviewer, reason="Eight hours apart.")
    one.refresh_from_db()
    assert (one.status, one.merged_into) == ("draft", None)
    assert one.casualty_reports.count() == two.casualty_reports.count() == 1


@pytest.mark.parametrize(("make", "step"), [(make_incident, "merge"), (make_ticket, "duplicate")])
def test_merges_are_undone_in_turn_so_that_every_record_comes_home(cast, make, step):
    """What came to the second lies in the third: in another turn it would stay there."""
    one, two, three = make(cast=cast), make(cast=cast), make(cast=cast)
    by = cast.reviewer if step == "merge" else cast.dispatcher
    back = "unmerge" if step == "merge" else "separate"
    kind = "sources" if step == "merge" else "items"
    for absorbed, survivor in ((one, two), (two, three)):
        absorbed, survivor = (type(one).objects.get(pk=each.pk) for each in (absorbed, survivor))
        merging.merge(absorbed, survivor, by=by, reason="The same.", step=step)
    one, two = (type(one).objects.get(pk=each.pk) for each in (one, two))
    with pytest.raises(ValidationError, match=two.ref):
        merging.unmerge(one, by=by, reason="Two after all.", step=back)
    for absorbed in (two, one):
        absorbed.refresh_from_db()
        merging.unmerge(absorbed, by=by, reason="Two after all.", step=back)
    assert [getattr(each, kind).count() for each in (one, two, three)] == [1, 1, 1]


def test_a_merge_brings_nothing_unchecked_into_what_is_published(cast):
    survivor, absorbed = make_incident(cast=cast, status="published"), make_incident(cast=cast)
    damage = Damage(incident=absorbed, facility="school", site="Al-Rawda")
    actions.add(absorbed, damage, by=cast.coordinator)
    absorbed.refresh_from_db()
    before = projection(published().get(pk=survivor.pk))["damages"]
    merging.merge(absorbed, survivor, by=cast.reviewer, reason="The same strike.")
    assert projection(published().get(pk=survivor.pk))["damages"] == before == []
    assert survivor.casualty_reports.count() == 2
    damage.refresh_from_db()
    assert damage.incident == absorbed


@pytest.mark.parametrize(
    ("status", "there", "back", "onward", "end"),
    [
        ("amending", "hide", "reveal", "accept", "verified"),
        ("amending", "hide", "reveal", "decline", "verified"),
        ("withdrawn", "hide", "reveal", "restore", "published"),
        ("withdrawn", "merge", "unmerge", "restore", "published"),
    ],
)
def test_a_case_goes_back_to_where_its_own_step_led_it_from(cast, status, there, back, onward, end):
    incident = make_incident(cast=cast, status=status)
    for name in (there, back):
        incident = take(incident, name, cast, incident_inputs)
    assert incident.status == status
    assert take(incident, onward, cast, incident_inputs).status == end


def test_hidden_cases_exist_for_the_protection_officer_alone(cast):
    incident = make_incident(cast=cast, status="hidden")
    assert incident in Incident.objects.visible_to(cast.protection_officer)
    assert not Incident.objects.visible_to(cast.reviewer).exists()


@pytest.fixture
def confined(cast):
    """A reviewer and a data manager who work in Aleppo alone."""
    return {
        role: make_person(role=role, areas=[area("SY02")]) for role in ("reviewer", "data_manager")
    }


def test_nobody_moves_a_case_out_of_the_areas_they_work_in(cast, confined):
    ticket, incident = make_ticket(cast=cast), make_incident(cast=cast)
    for case, verb in (
        (ticket, actions.edit),
        (incident, actions.edit),
        (incident, lambda case, by: edit_many([case], by=by)),
    ):
        case.place = area("C4121")
        with pytest.raises(ValidationError, match="outside the areas"):
            verb(case, by=confined["data_manager"])
    case = type(incident).objects.get(pk=incident.pk)
    assert case.place == area()


def test_nobody_accepts_an_amendment_that_moves_a_case_out_of_their_areas(cast, confined):
    incident = make_incident(cast=cast, status="verified")
    proposal = {"reason": "It was Sarmada.", "changes": {"place": str(area("C4121").pk)}}
    actions.move(incident, "amend", by=cast.coordinator, **proposal)
    incident.refresh_from_db()
    with pytest.raises(ValidationError, match="outside the areas"):
        actions.move(incident, "accept", by=confined["reviewer"])
    actions.move(incident, "accept", by=cast.second_reviewer)
    assert Incident.objects.get(pk=incident.pk).place == area("C4121")

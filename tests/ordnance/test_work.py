"""The work on a ticket: what each step demands, the balance, and the second person."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from casework import actions
from munitions.models import Category, Munition
from ordnance.choices import Certainty, Method, Outcome
from ordnance.models import Disposal, Item, Ticket
from ordnance.steps import level_needed
from tests.factories import (
    at,
    dispose_of_all,
    make_person,
    make_team,
    make_ticket,
    take,
    ticket_inputs,
)


def act(ticket, name, by, **given):
    return actions.move(Ticket.objects.get(pk=ticket.pk), name, by=by, **given)


def resolve(ticket, cast, **given):
    return act(
        ticket, "resolve", cast.team_leader, **ticket_inputs(ticket, "resolve", cast) | given
    )


def counted(ticket, cast, found, **fields):
    """The ticket's item, counted and identified by the team leader."""
    item = ticket.items.get()
    fields = {"certainty": Certainty.CONFIRMED, **fields}
    for name, value in (fields | {"quantity_found": found}).items():
        setattr(item, name, value)
    actions.edit(item, by=cast.team_leader)
    return item


def dispose(item, cast, quantity, method=Method.DESTROYED_IN_PLACE, **fields):
    ticket = Ticket.objects.get(pk=item.ticket_id)
    made = Disposal(item=item, method=method, quantity=quantity, done_at=at(), **fields)
    return actions.add(ticket, made, by=cast.team_leader)


def refusal(call, *args, **given):
    with pytest.raises(ValidationError) as refused:
        call(*args, **given)
    return refused.value


# ---------------------------------------------------------------- identification


def test_only_eod_confirms_what_an_item_is(cast):
    ticket = make_ticket(cast=cast)
    item = ticket.items.get()
    item.certainty = Certainty.CONFIRMED
    assert "certainty" in refusal(actions.edit, item, by=cast.dispatcher).error_dict
    fresh = Item(ticket=ticket, category=Category.ROCKET, certainty=Certainty.CONFIRMED)
    assert "certainty" in refusal(actions.add, ticket, fresh, by=cast.data_manager).error_dict
    item.refresh_from_db()
    item.certainty = Certainty.CONFIRMED
    actions.edit(item, by=cast.team_leader)
    assert ticket.items.get().certainty == Certainty.CONFIRMED


def test_what_eod_confirmed_only_eod_changes(cast):
    ticket = make_ticket(cast=cast, status="on_site")
    item = counted(ticket, cast, 1)
    item.ticket.refresh_from_db()
    item.category = Category.ROCKET
    assert "certainty" in refusal(actions.edit, item, by=cast.dispatcher).error_dict
    item.refresh_from_db()
    item.condition = "corroded"
    actions.edit(item, by=cast.dispatcher)


def test_an_unidentified_item_is_finished_only_by_handing_it_over(cast):
    ticket = make_ticket(cast=cast, status="on_site")
    item = counted(ticket, cast, 1, certainty=Certainty.NOT_IDENTIFIED)
    assert "how sure" in refusal(resolve, ticket, cast).messages[0]
    dispose(item, cast, 1, Method.HANDED_OVER)
    assert resolve(ticket, cast).outcome == Outcome.HANDED_OVER


# ---------------------------------------------------------------- the balance


def test_more_disposals_than_found_are_refused_by_the_verb(cast):
    item = counted(make_ticket(cast=cast, status="on_site"), cast, 2)
    dispose(item, cast, 2)
    assert "only 2 were found" in refusal(dispose, item, cast, 1).messages[0]


def test_more_disposals_than_found_are_refused_by_the_form(cast, signed_in):
    ticket = make_ticket(cast=cast, status="on_site")
    item = counted(ticket, cast, 2)
    page = reverse("ordnance:disposal_create", args=[ticket.ref, item.pk])
    sent = {"method": "destroy_in_situ", "quantity": 3, "done_at": "2024-11-28T12:00"}
    answer = signed_in(cast.team_leader).post(page, sent)
    assert answer.status_code == 422
    assert "only 2 were found" in answer.text
    assert not Disposal.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_more_disposals_than_found_are_refused_by_the_database(cast):
    item = counted(make_ticket(cast=cast, status="on_site"), cast, 2)
    row = {"item": item, "method": "destroy_in_situ", "created_by": cast.team_leader}
    with pytest.raises(DatabaseError, match="balance"), transaction.atomic():
        Disposal.objects.create(quantity=3, **row)
    dispose(item, cast, 2)
    with pytest.raises(DatabaseError, match="balance"), transaction.atomic():
        Item.objects.filter(pk=item.pk).update(quantity_found=1)


def test_a_disposal_is_never_rewritten(cast):
    item = counted(make_ticket(cast=cast, status="on_site"), cast, 2)
    dispose(item, cast, 2)
    with pytest.raises(IntegrityError), transaction.atomic():
        Disposal.objects.update(quantity=1)


def test_a_ticket_resolves_when_all_that_was_found_is_accounted_for(cast):
    ticket = make_ticket(cast=cast, status="on_site")
    assert "how many were found" in refusal(resolve, ticket, cast).messages[0]
    item = counted(ticket, cast, 3)
    dispose(item, cast, 2)
    assert "1 of 3 are not accounted for" in refusal(resolve, ticket, cast).messages[0]
    dispose(item, cast, 1, Method.RENDERED_SAFE)
    assert resolve(ticket, cast).outcome == Outcome.MIXED


def test_leaving_everything_marked_resolves_nothing(cast):
    ticket = make_ticket(cast=cast, status="on_site")
    dispose(counted(ticket, cast, 2), cast, 2, Method.LEFT_MARKED)
    assert "mark the site" in refusal(resolve, ticket, cast).messages[0]


def test_a_real_item_demands_the_cordon_and_whether_people_were_told_both_at_once(cast):
    ticket = make_ticket(cast=cast, status="on_site")
    dispose(counted(ticket, cast, 1), cast, 1)
    missing = refusal(resolve, ticket, cast, actual_cordon_m=None, community_informed=None)
    assert set(missing.error_dict) == {"actual_cordon_m", "community_informed"}


def test_a_photo_from_afterwards_or_a_reason_for_none_is_demanded(cast, signed_in):
    ticket = make_ticket(cast=cast, status="on_site")
    dispose(counted(ticket, cast, 1), cast, 1)
    assert "reason" in refusal(resolve, ticket, cast, reason="").error_dict
    photo = SimpleUploadedFile("after.txt", b"a sketch of the empty yard")
    page = reverse("ordnance:file_create", args=[ticket.ref])
    signed_in(cast.team_leader).post(page, {"kind": "after", "upload": photo})
    assert resolve(ticket, cast, reason="").status == "resolved"


def test_what_lies_in_a_store_is_not_finished(cast):
    ticket = make_ticket(cast=cast, status="on_site")
    item = counted(ticket, cast, 2)
    dispose(item, cast, 2, Method.MOVED_TO_STORE)
    assert resolve(ticket, cast).outcome == Outcome.REMOVED
    close = {"checked": True}
    assert "lie in a store" in refusal(act, ticket, "close", cast.quality_reviewer, **close).message
    act(ticket, "return", cast.quality_reviewer, reason="Two still lie in the store.")
    too_many = refusal(dispose, item, cast, 3, Method.MOVED_AND_DESTROYED, from_store=True)
    assert "store" in too_many.messages[0]
    dispose(item, cast, 2, Method.MOVED_AND_DESTROYED, from_store=True)
    resolve(ticket, cast)
    assert act(ticket, "close", cast.quality_reviewer, **close).status == "closed"


def test_what_was_removed_and_then_destroyed_ends_as_destroyed(cast):
    """The outcome tells what became of the items, not by which ways."""
    ticket = make_ticket(cast=cast, status="on_site")
    item = counted(ticket, cast, 2)
    dispose(item, cast, 2, Method.MOVED_TO_STORE)
    dispose(item, cast, 1, Method.MOVED_AND_DESTROYED, from_store=True)
    assert resolve(ticket, cast).outcome == Outcome.MIXED
    done = dispose(item, cast, 1, Method.MOVED_AND_DESTROYED, from_store=True)
    assert done.outcome == Outcome.DESTROYED_ELSEWHERE
    closed = act(ticket, "close", cast.quality_reviewer, checked=True)
    assert (closed.status, closed.outcome) == ("closed", Outcome.DESTROYED_ELSEWHERE)


# ---------------------------------------------------------------- nothing there


def test_not_found_with_three_counted_is_refused(cast):
    ticket = make_ticket(cast=cast, status="on_site")
    counted(ticket, cast, 3)
    given = {"outcome": "not_found", "reason": "Searched the yard for an hour."}
    refused = refusal(act, ticket, "resolve_empty", cast.team_leader, **given)
    assert "outcome" in refused.error_dict


@pytest.mark.parametrize("outcome", ["not_found", "false_alarm", "functioned_before_arrival"])
def test_nothing_to_clear_is_a_result(cast, outcome):
    ticket = make_ticket(cast=cast, status="assigned")
    given = {"outcome": outcome, "reason": "Searched the yard for an hour."}
    assert act(ticket, "resolve_empty", cast.team_leader, **given).outcome == outcome


def test_counting_none_is_nothing_to_clear_and_needs_its_note(cast):
    ticket = make_ticket(cast=cast, status="on_site")
    counted(ticket, cast, 0)
    assert "nothing to clear" in refusal(resolve, ticket, cast, reason="").message
    given = {"outcome": "not_found", "reason": "Searched the yard for an hour."}
    assert act(ticket, "resolve_empty", cast.team_leader, **given).outcome == Outcome.NOT_FOUND


def test_nothing_to_clear_demands_a_note_and_a_fitting_outcome(cast):
    ticket = make_ticket(cast=cast, status="assigned")
    short = {"outcome": "not_found", "reason": "Nothing."}
    assert "reason" in refusal(act, ticket, "resolve_empty", cast.team_leader, **short).error_dict
    other = {"outcome": "removed", "reason": "Searched the yard for an hour."}
    assert "outcome" in refusal(act, ticket, "resolve_empty", cast.team_leader, **other).error_dict


# ---------------------------------------------------------------- teams and places


def assigned(ticket, cast, **given):
    return act(ticket, "assign", cast.dispatcher, **ticket_inputs(ticket, "assign", cast) | given)


def test_the_leader_is_one_of_the_team(cast):
    ticket = make_ticket(cast=cast, status="triaged")
    other = make_person(role="team_leader")
    assert "leader" in refusal(assigned, ticket, cast, leader=other).error_dict


@pytest.mark.parametrize(("who", "field"), [("leader", "leader"), ("team", "team")])
def test_nobody_is_sent_who_is_no_longer_at_work(cast, who, field):
    ticket = make_ticket(cast=cast, status="triaged")
    given = ticket_inputs(ticket, "assign", cast)
    gone = given[who]
    setattr(gone, "active" if who == "team" else "is_active", False)
    gone.save()
    assert field in refusal(act, ticket, "assign", cast.dispatcher, **given).error_dict


def test_a_chemical_kind_asks_for_the_highest_level_though_nobody_suspected_it(cast):
    ticket = make_ticket(cast=cast)
    model = Munition.objects.create(
        designation="A barrel", category="improvised", subcategory="chemical_improvised"
    )
    item = Item(ticket=ticket, category="improvised", munition=model)
    actions.add(ticket, item, by=cast.dispatcher)
    assert level_needed(ticket) == 4
    item.state = "no_hazard"
    item.save()
    assert level_needed(ticket) == 3


def test_a_level_that_may_be_too_low_is_a_question_not_a_bar(cast):
    ticket = make_ticket(cast=cast, status="triaged")
    actions.add(ticket, Item(ticket=ticket, category=Category.AIRCRAFT_BOMB), by=cast.dispatcher)
    low = make_team(cast, name="Level one", eod_level=1)
    assert "level_answer" in refusal(assigned, ticket, cast, team=low).error_dict
    answered = assigned(ticket, cast, team=low, level_answer="They only mark it today.")
    assert answered.team == low


def test_on_site_the_point_is_known_or_said_to_be_unsafe(cast):
    ticket = make_ticket(cast=cast, status="assigned")
    missing = refusal(act, ticket, "arrive", cast.team_leader, arrived_at=at(hour=11))
    assert "latitude" in missing.error_dict
    arrived = act(ticket, "arrive", cast.team_leader, arrived_at=at(hour=11), location_unsafe=True)
    assert (arrived.latitude, arrived.location_unsafe) == (None, True)


def test_the_database_keeps_no_point_that_is_unsafe_to_record(cast):
    ticket = make_ticket(cast=cast, status="on_site")
    with pytest.raises(IntegrityError), transaction.atomic():
        Ticket.objects.filter(pk=ticket.pk).update(location_unsafe=True)


def test_an_immediate_ticket_is_held_by_operations_and_only_out_of_reach(cast):
    ticket = make_ticket(cast=cast, status="assigned")
    hold = {"hold_reason": "weather", "review_on": timezone.localdate() + timedelta(days=2)}
    assert "operations" in refusal(act, ticket, "hold", cast.team_leader, **hold).message
    assert "hold_reason" in refusal(act, ticket, "hold", cast.dispatcher, **hold).error_dict
    held = act(ticket, "hold", cast.dispatcher, **hold | {"hold_reason": "insecurity"})
    assert held.status == "on_hold"


def test_a_site_without_any_marking_is_not_marked(cast):
    """An Immediate ticket where nothing could be set up is held only when out of reach."""
    ticket = make_ticket(cast=cast, status="on_site")
    act(
        ticket,
        "mark",
        cast.team_leader,
        **ticket_inputs(ticket, "mark", cast) | {"marking": "none"},
    )
    hold = {"hold_reason": "weather", "review_on": timezone.localdate()}
    assert "hold_reason" in refusal(act, ticket, "hold", cast.dispatcher, **hold).error_dict


@pytest.mark.parametrize("step", ["unassign", "hold"])
def test_a_team_gives_back_and_holds_its_own_tickets_operations_any(cast, step):
    given = {"reason": "We cannot."} if step == "unassign" else ticket_inputs(None, step, cast)
    ticket = make_ticket(cast=cast, status="triaged")
    ticket.priority, ticket.priority_reason = "minor", "Fenced in and guarded."
    actions.edit(ticket, by=cast.dispatcher)
    take(Ticket.objects.get(pk=ticket.pk), "assign", cast, ticket_inputs)
    stranger = make_person(role="team_leader")
    assert "another team" in refusal(act, ticket, step, stranger, **given).message
    for person in (cast.team_leader, cast.dispatcher):
        with transaction.atomic():
            assert act(ticket, step, person, **given).status in ("triaged", "on_hold")
            transaction.set_rollback(True)


def test_a_hold_is_looked_at_again_within_thirty_days(cast):
    ticket = make_ticket(cast=cast, status="assigned")
    late = {"hold_reason": "insecurity", "review_on": timezone.localdate() + timedelta(days=31)}
    assert "review_on" in refusal(act, ticket, "hold", cast.dispatcher, **late).error_dict


# ---------------------------------------------------------------- the second person


def test_who_resolved_or_led_never_closes_not_even_with_the_role(cast):
    ticket = make_ticket(cast=cast, status="resolved")
    cast.team_leader.groups.add(*cast.quality_reviewer.groups.all())
    both = type(cast.team_leader).objects.get(pk=cast.team_leader.pk)
    assert "Somebody else" in refusal(act, ticket, "close", both, checked=True).message
    for field in ("resolved_by", "leader"):
        person = getattr(ticket, field)
        with pytest.raises(IntegrityError), transaction.atomic():
            Ticket.objects.filter(pk=ticket.pk).update(closed_by=person)


def test_a_reopened_ticket_is_closed_again_by_another_than_who_resolved(cast):
    ticket = make_ticket(cast=cast, status="closed")
    ticket = take(ticket, "reopen", cast, ticket_inputs)
    assert (ticket.status, ticket.closed_by, ticket.checked) == ("resolved", None, False)
    ticket = act(ticket, "return", cast.quality_reviewer, reason="A photo is missing.")
    ticket = resolve(dispose_of_all(ticket, by=cast.team_leader), cast)
    ticket = act(ticket, "close", cast.second_quality, checked=True)
    assert (ticket.status, ticket.closed_by) == ("closed", cast.second_quality)


@pytest.mark.parametrize("status", ["resolved", "found nothing"])
def test_an_item_that_came_after_the_team_had_left_is_counted_before_the_closing(cast, status):
    """A closed ticket stands on no board: an uncounted object in it would be forgotten there."""
    if status == "resolved":
        ticket = make_ticket(cast=cast, status=status)
    else:
        empty = {"outcome": "not_found", "reason": "Searched the yard for an hour."}
        ticket = make_ticket(cast=cast, status="assigned")
        ticket = act(ticket, "resolve_empty", cast.team_leader, **empty)
    further = Item(ticket=ticket, category=Category.SUBMUNITION, quantity_reported=3)
    actions.add(ticket, further, by=cast.dispatcher)
    refused = refusal(act, ticket, "close", cast.quality_reviewer, checked=True)
    assert "how many were found" in refused.message


def test_an_item_of_which_nobody_is_sure_any_more_keeps_a_ticket_from_closing(cast):
    ticket = make_ticket(cast=cast, status="resolved")
    counted(ticket, cast, 1, certainty=Certainty.NOT_IDENTIFIED)
    refused = refusal(act, ticket, "close", cast.quality_reviewer, checked=True)
    assert "how sure" in refused.message


def test_closing_demands_that_all_was_checked(cast):
    ticket = make_ticket(cast=cast, status="resolved")
    assert "checked" in refusal(act, ticket, "close", cast.quality_reviewer).error_dict


def test_times_follow_each_other_and_a_slow_clock_is_forgiven(cast):
    ticket = make_ticket(cast=cast, status="on_site")
    dispose(counted(ticket, cast, 1), cast, 1)
    assert "work_ended_at" in refusal(resolve, ticket, cast, work_ended_at=at(hour=10)).error_dict
    ahead = timezone.now() + timedelta(hours=2)
    assert resolve(ticket, cast, work_ended_at=ahead).work_ended_at == ahead

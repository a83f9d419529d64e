"""The advice that a ticket keeps follows what is known of it until the team has resolved."""

import pytest

from casework import actions, merging
from casework.actions_many import edit_many
from casework.models import Batch
from casework.reverting import revert_many
from munitions.models import Category
from ordnance.choices import Status
from ordnance.closing import cordoned
from ordnance.cordon_rules import CordonRule, issue
from ordnance.models import Item, Ticket
from tests.factories import dispose_of_all, make_ticket, take, ticket_inputs


def kept(ticket):
    ticket = Ticket.objects.get(pk=ticket.pk)
    return ticket.advised_cordon_m, ticket.cordon_rule


@pytest.fixture
def ticket(cast):
    """A submunition, triaged."""
    return make_ticket(cast=cast, status="triaged")


@pytest.fixture
def signed(cast):
    """A second version of the rule, which adds more for more than one item."""

    def make(**numbers):
        return issue(CordonRule(source="Order 12.", **numbers), by=cast.administrator)

    return make


def bomb(ticket):
    return Item(ticket=ticket, category=Category.AIRCRAFT_BOMB)


def test_before_the_triage_nothing_is_advised(cast):
    ticket = make_ticket(cast=cast)
    actions.add(ticket, bomb(ticket), by=cast.dispatcher)
    assert kept(ticket) == (None, "")


def test_a_further_item_widens_what_is_kept_by_the_rule_of_now(cast, ticket, signed):
    assert kept(ticket) == (300, "cordon-1b: submunition")
    signed(more_m=100)
    actions.add(ticket, bomb(ticket), by=cast.dispatcher)
    assert kept(ticket) == (1100, "cordon-2b: aircraft bomb")


@pytest.mark.parametrize(
    ("changed", "advised"),
    [
        ({"quantity_reported": 7}, (350, "cordon-1b: submunition")),
        ({"quantity_found": 2}, (350, "cordon-1b: submunition")),
        ({"category": Category.MISSILE}, (1000, "cordon-1b: missile")),
    ],
)
def test_a_changed_item_changes_what_is_kept(cast, ticket, changed, advised):
    item = ticket.items.get()
    for name, value in changed.items():
        setattr(item, name, value)
    actions.edit(item, by=cast.dispatcher)
    assert kept(ticket) == advised


def test_a_suspected_chemical_takes_the_metres_away(cast, ticket):
    ticket.chemical_suspected = True
    actions.edit(ticket, by=cast.dispatcher)
    metres, rule = kept(ticket)
    assert metres is None
    assert rule.startswith("cordon-1b: No distance is advised")


def test_a_sheet_that_changes_the_answer_changes_it_too_and_undoing_gives_it_back(cast, ticket):
    batch = Batch.objects.create(kind=Batch.Kind.IMPORT, by=cast.data_manager)
    ticket.chemical_suspected = True
    edit_many([ticket], by=cast.data_manager, batch=batch)
    assert kept(ticket)[0] is None
    revert_many(batch, by=cast.data_manager, reason="The wrong file.")
    assert kept(ticket) == (300, "cordon-1b: submunition")


def test_undoing_takes_the_advice_of_added_and_changed_items_back(cast, ticket):
    batch = Batch.objects.create(kind=Batch.Kind.IMPORT, by=cast.data_manager)
    item = ticket.items.get()
    item.quantity_reported = 9
    actions.edit(item, by=cast.data_manager, batch=batch)
    ticket.refresh_from_db()
    actions.add(ticket, bomb(ticket), by=cast.data_manager, batch=batch)
    assert kept(ticket)[0] == 1050
    revert_many(batch, by=cast.data_manager, reason="The wrong file.")
    assert kept(ticket) == (300, "cordon-1b: submunition")


def test_what_a_duplicate_brings_is_advised_and_leaves_again_with_it(cast, ticket):
    other = make_ticket(cast=cast)
    actions.add(other, bomb(other), by=cast.dispatcher)
    other.refresh_from_db()
    merging.merge(other, ticket, by=cast.dispatcher, reason="The same.", step="duplicate")
    assert kept(ticket)[0] == 1050
    other.refresh_from_db()
    merging.unmerge(other, by=cast.dispatcher, reason="Not the same.", step="separate")
    assert kept(ticket) == (300, "cordon-1b: submunition")


def test_once_resolved_it_stays_as_it_was(cast, signed, signed_in):
    ticket = make_ticket(cast=cast, status="resolved")
    before = kept(ticket)
    signed(submunition_m=800)
    item = ticket.items.get()
    item.depth_cm = 10
    actions.edit(item, by=cast.team_leader)
    assert kept(ticket) == before
    page = signed_in(cast.dispatcher).get(ticket.get_absolute_url()).text
    assert "as kept with the ticket" in page
    assert "(cordon-1b)" in page
    assert "800 m" not in page


@pytest.mark.parametrize("step", ["resolve", "resolve_empty"])
def test_what_is_kept_at_the_end_of_the_work_is_what_the_page_showed(cast, signed, step):
    ticket = make_ticket(cast=cast, status="on_site")
    if step == "resolve":  # the last that anybody writes of the items, before the rule is new
        dispose_of_all(ticket, by=cast.team_leader)
    signed(submunition_m=800)
    take(ticket, step, cast, ticket_inputs)
    assert kept(ticket) == (800, "cordon-2b: submunition")


def test_a_ticket_that_was_returned_or_taken_up_again_follows_again(cast, signed):
    returned = make_ticket(cast=cast, status="resolved")
    revived = take(make_ticket(cast=cast, status="triaged"), "cancel", cast, ticket_inputs)
    signed(submunition_m=800)
    returned = actions.move(returned, "return", by=cast.quality_reviewer, reason="Count again.")
    assert returned.status == Status.ON_SITE
    take(revived, "revive", cast, ticket_inputs)
    assert kept(returned) == kept(revived) == (800, "cordon-2b: submunition")


def test_a_cancelled_ticket_keeps_what_its_page_showed(cast, ticket, signed, signed_in):
    signed(submunition_m=800)
    take(ticket, "cancel", cast, ticket_inputs)
    assert kept(ticket) == (800, "cordon-2b: submunition")
    page = signed_in(cast.dispatcher).get(ticket.get_absolute_url()).text
    assert "as kept with the ticket" in page


def test_before_the_triage_a_cancelled_ticket_keeps_none(cast):
    ticket = take(make_ticket(cast=cast), "cancel", cast, ticket_inputs)
    assert kept(ticket) == (None, "")


@pytest.mark.parametrize("name", ["cordon-1", "cordon-2"])
def test_what_was_kept_by_the_former_calculation_is_told_by_its_name(cast, signed, signed_in, name):
    ticket = make_ticket(cast=cast, status="resolved")
    signed(submunition_m=800)
    old = {"advised_cordon_m": 600, "cordon_rule": f"{name}: FAB-250 M-54"}
    Ticket.objects.filter(pk=ticket.pk).update(**old)
    page = signed_in(cast.dispatcher).get(ticket.get_absolute_url()).text
    assert f"({name})" in page
    assert "600 m" in page
    assert ("Order 12." in page) == (name == "cordon-2")


def test_the_review_holds_the_cordon_beside_what_was_found(cast):
    ticket = make_ticket(cast=cast, status="on_site")
    actions.add(ticket, bomb(ticket), by=cast.team_leader)
    ticket.refresh_from_db()
    ticket = take(ticket, "resolve", cast, ticket_inputs)
    assert cordoned(ticket).why == "300 m were set; 1050 m were advised."


def test_a_rule_that_came_since_is_told_beside_what_is_kept(cast, ticket, signed, signed_in):
    signed(submunition_m=800)
    page = signed_in(cast.dispatcher).get(ticket.get_absolute_url()).text
    assert "800 m" in page
    assert "kept with the ticket: 300 m" in page

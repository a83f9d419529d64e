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
from tests.factories import make_ticket, take, ticket_inputs


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
    assert kept(ticket) == (300, "cordon-1: submunition")
    signed(more_m=100)
    actions.add(ticket, bomb(ticket), by=cast.dispatcher)
    assert kept(ticket) == (1100, "cordon-2: aircraft bomb")


@pytest.mark.parametrize(
    ("changed", "advised"),
    [
        ({"quantity_reported": 7}, (350, "cordon-1: submunition")),
        ({"quantity_found": 2}, (350, "cordon-1: submunition")),
        ({"category": Category.MISSILE}, (1000, "cordon-1: missile")),
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
    assert rule.startswith("cordon-1: No distance is advised")


def test_a_sheet_that_changes_the_answer_changes_it_too_and_undoing_gives_it_back(cast, ticket):
    batch = Batch.objects.create(kind=Batch.Kind.IMPORT, by=cast.data_manager)
    ticket.chemical_suspected = True
    edit_many([ticket], by=cast.data_manager, batch=batch)
    assert kept(ticket)[0] is None
    revert_many(batch, by=cast.data_manager, reason="The wrong file.")
    assert kept(ticket) == (300, "cordon-1: submunition")


def test_undoing_takes_the_advice_of_added_and_changed_items_back(cast, ticket):
    batch = Batch.objects.create(kind=Batch.Kind.IMPORT, by=cast.data_manager)
    item = ticket.items.get()
    item.quantity_reported = 9
    actions.edit(item, by=cast.data_manager, batch=batch)
    ticket.refresh_from_db()
    actions.add(ticket, bomb(ticket), by=cast.data_manager, batch=batch)
    assert kept(ticket)[0] == 1050
    revert_many(batch, by=cast.data_manager, reason="The wrong file.")
    assert kept(ticket) == (300, "cordon-1: submunition")


def test_what_a_duplicate_brings_is_advised_and_leaves_again_with_it(cast, ticket):
    other = make_ticket(cast=cast)
    actions.add(other, bomb(other), by=cast.dispatcher)
    other.refresh_from_db()
    merging.merge(other, ticket, by=cast.dispatcher, reason="The same.", step="duplicate")
    assert kept(ticket)[0] == 1050
    other.refresh_from_db()
    merging.unmerge(other, by=cast.dispatcher, reason="Not the same.", step="separate")
    assert kept(ticket) == (300, "cordon-1: submunition")


def test_once_resolved_it_stays_as_it_was(cast, signed, signed_in):
    ticket = make_ticket(cast=cast, status="resolved")
    before = kept(ticket)
    signed(submunition_m=800)
    item = ticket.items.get()
    item.depth_cm = 10
    actions.edit(item, by=cast.team_leader)
    assert kept(ticket) == before
    page = signed_in(cast.dispatcher).get(ticket.get_absolute_url()).text
    assert "as it stood when the work ended" in page
    assert "cordon-1" in page
    assert "800 m" not in page


def test_a_ticket_that_was_returned_follows_again(cast, signed):
    ticket = make_ticket(cast=cast, status="resolved")
    signed(submunition_m=800)
    ticket = actions.move(ticket, "return", by=cast.quality_reviewer, reason="Count again.")
    assert ticket.status == Status.ON_SITE
    item = ticket.items.get()
    item.depth_cm = 10
    actions.edit(item, by=cast.team_leader)
    assert kept(ticket) == (800, "cordon-2: submunition")


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

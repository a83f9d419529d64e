"""Whose ticket it is: a team writes items and disposals of its own, those who assign of any."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from casework import actions
from ordnance.choices import Method
from ordnance.models import Disposal, Item, Sighting, Team, Ticket
from tests.factories import area, at, make_person


@pytest.fixture
def other_leader(cast):
    """A leader of the same service whose own team is another one."""
    person = make_person(role="team_leader", organisation=cast.team_leader.organisation)
    team = Team.objects.create(organisation=person.organisation, name="Team Idlib 7", eod_level=4)
    team.members.add(person)
    return person


def add_item(ticket, by):
    actions.add(ticket, Item(ticket=ticket), by=by)


def change_item(ticket, by):
    item = ticket.items.first()
    item.depth_cm = 20
    actions.edit(item, by=by)


def dispose(ticket, by):
    item = ticket.items.first()
    done = Disposal(item=item, method=Method.BURNED, quantity=1, done_at=at(hour=12))
    actions.add(ticket, done, by=by)


ACTS = (add_item, change_item, dispose)


@pytest.mark.parametrize("act", ACTS)
def test_a_leader_writes_nothing_of_another_team_s_ticket(ticket, other_leader, act):
    before = ticket.events.count()
    with pytest.raises(ValidationError, match="another team") as refused:
        act(ticket, other_leader)
    assert refused.value.error_list[0].code == "refused"
    assert ticket.events.count() == before
    assert not Disposal.objects.exists()


@pytest.mark.parametrize("act", ACTS)
def test_its_own_team_does(cast, ticket, act):
    act(ticket, cast.team_leader)


def test_a_second_member_of_the_team_does_so_too(ticket, other_leader):
    ticket.team.members.add(other_leader)
    dispose(ticket, other_leader)


@pytest.mark.parametrize(
    ("role", "acts"), [("dispatcher", (add_item, change_item)), ("data_manager", ACTS)]
)
def test_those_who_assign_or_bring_sheets_in_write_any(cast, ticket, role, acts):
    for act in acts:
        act(Ticket.objects.get(pk=ticket.pk), cast.people[role])


def test_what_no_team_has_yet_is_nobody_else_s(cast, other_leader):
    ticket = Ticket(place=area(), reported_at=at(hour=9))
    seen = Sighting(ticket=ticket, description="Two rockets behind the mill.")
    actions.create(ticket, by=other_leader, children=[seen, Item(ticket=ticket)])
    change_item(Ticket.objects.get(pk=ticket.pk), other_leader)


def test_the_pages_offer_it_to_nobody_else_and_say_why(cast, ticket, other_leader, signed_in):
    item = ticket.items.get()
    pages = [
        reverse("ordnance:item_create", args=[ticket.ref]),
        reverse("ordnance:item_edit", args=[ticket.ref, item.pk]),
        reverse("ordnance:disposal_create", args=[ticket.ref, item.pk]),
    ]
    theirs, ours = signed_in(other_leader), signed_in(cast.team_leader)
    shown = {client: client.get(ticket.get_absolute_url()).text for client in (theirs, ours)}
    for page in pages:
        assert (page in shown[theirs], page in shown[ours]) == (False, True)
        for answer in (theirs.get(page), theirs.post(page, {"seen": ticket.version})):
            assert (answer.status_code, "another team" in answer.text) == (409, True)
            assert "<h1>This is not possible now</h1>" in " ".join(answer.text.split())
        assert ours.get(page).status_code == 200

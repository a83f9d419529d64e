"""What several tests of tickets begin with."""

import pytest

from casework import actions
from ordnance.models import Ticket
from tests.factories import make_ticket


@pytest.fixture
def ticket(cast):
    """Reported on DAY at nine, on site, with one submunition that was counted."""
    ticket = make_ticket(cast=cast, status="on_site")
    item = ticket.items.get()
    item.quantity_found = 1
    actions.edit(item, by=cast.team_leader)
    return Ticket.objects.get(pk=ticket.pk)

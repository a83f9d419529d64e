"""Which team to send: what each can do, how far its base is, and how much it has before it."""

from dataclasses import dataclass

from django.db.models import Count

from ordnance.models import Ticket
from ordnance.steps import level_needed, level_warning
from ordnance.teams import Team
from places.coordinates import distance_km


@dataclass(frozen=True)
class Candidate:
    """A team beside a ticket. `km` from its base, None where unknown; `open` tickets it has;
    `warning` when it may not be trained for these items, "" otherwise."""

    team: Team
    km: int | None
    open: int
    warning: str


def candidates_for(ticket, user):
    """The teams of this person's organisation: trained ones first, then the nearest."""
    needed, items = level_needed(ticket), list(ticket.items.all())
    at_work = open_by_team(user)
    rows = [
        Candidate(
            team, km_from(team, ticket), at_work.get(team.pk, 0), level_warning(team, needed, items)
        )
        for team in Team.objects.of(user).select_related("base")
    ]
    return sorted(rows, key=lambda row: (bool(row.warning), row.km is None, row.km or 0, row.open))


def open_by_team(user):
    """{team: open tickets that this person may see}: what is hidden is not counted either."""
    rows = Ticket.objects.visible_to(user).open().order_by().values_list("team")
    return dict(rows.annotate(n=Count("pk")))


def km_from(team, ticket):
    """From the base to the ticket's community: near enough to choose by."""
    ends = (team.base, ticket.place)
    if any(end is None or end.latitude is None for end in ends):
        return None
    return round(distance_km(*ends))

"""The board: a column for each state that waits for somebody, the most urgent cards first.

A card carries the steps that its reader may take. Dragging it to a column and choosing from its
menu are the same: both open the page of that step, and what is refused says why.
"""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from casework.workflow import PREVIOUS
from ordnance.choices import Status
from ordnance.models import Ticket
from ordnance.workflow import WORKFLOW

MOST_CARDS = 8
MOST_OPENED = 60  # of a column that somebody asked to see more of; the rest are in the list
WAITS_FOR = {
    Status.REPORTED: _("for triage"),
    Status.TRIAGED: _("without a team"),
    Status.ASSIGNED: _("team on its way"),
    Status.ON_SITE: _("teams working"),
    Status.MARKED: _("for disposal"),
    Status.ON_HOLD: _("until it may go on"),
    Status.RESOLVED: _("for quality review"),
}
DUE_WORDS = {
    Status.REPORTED: _("Triage by"),
    Status.TRIAGED: _("On site by"),
    Status.ASSIGNED: _("On site by"),
    Status.MARKED: _("Next visit"),
    Status.ON_HOLD: _("Look again"),
}
# What happens to a ticket next, for whoever reads its page.
NEXT_WORDS = {
    Status.REPORTED: _("Triage: who is near and what it is decide the priority."),
    Status.TRIAGED: _("A team: operations send one that may deal with these items."),
    Status.ASSIGNED: _("The team arrives on site."),
    Status.ON_SITE: _("The team counts, identifies and disposes, or marks the site."),
    Status.MARKED: _("Disposal on another visit."),
    Status.ON_HOLD: _("Operations look at it again."),
    Status.RESOLVED: _(
        "Quality review: a second person checks place, identification, numbers, photos and "
        "personal data, then closes it or returns it."
    ),
}


@dataclass(frozen=True)
class Move:
    """One step from a card: its button, the state it leads to, its page, or why it is refused."""

    word: str
    target: str
    url: str
    refusal: str = ""

    @property
    def target_word(self):
        return "" if self.target == PREVIOUS else Status(self.target).label


@dataclass(frozen=True)
class Card:
    """A ticket as the board shows it to one person."""

    ticket: object
    moves: tuple


@dataclass(frozen=True)
class Column:
    """One state: its cards, and how many there are in all. `shown` is for phones: one at a time.

    `opening` are the states whose columns are long once this one is made long too.
    """

    status: Status
    waits: str
    cards: tuple
    count: int
    shown: bool = False
    opening: tuple = ()

    @property
    def first_added(self):
        """The place of the first card that was asked for last: reading goes on there. None else."""
        was_asked = self.shown and len(self.cards) > MOST_CARDS
        return MOST_CARDS if was_asked else None

    @property
    def more(self):
        return self.count - len(self.cards)

    @property
    def next_few(self):
        """How many more cards this column can still show on the board."""
        return min(self.count, MOST_OPENED) - len(self.cards)

    @property
    def sources(self):
        """The states from which some step leads here, whoever may take it."""
        return sorted({s for row in WORKFLOW.rows if row.target == self.status for s in row.source})


def moves_of(ticket, user, back=""):
    """The steps that this person may take with a ticket, those that lead on first.

    `back` is the address that the page of the step leads back to.
    """
    query = f"?{urlencode({'back': back})}" if back else ""
    return tuple(
        Move(
            str(offer.step.button),
            offer.step.target,
            reverse("ordnance:step", args=[ticket.ref, offer.step.name]) + query,
            offer.refusal,
        )
        for offer in ticket.offers(user)
    )


def columns(tickets, user, *, state="", opened=(), back=""):
    """All columns of these tickets in four queries and the prefetches, however many there are.

    `opened` are the states whose columns are shown long.
    """
    tickets = tickets.filter(status__in=WAITS_FOR)
    counts = tickets.count_by_status()
    opened = [status for status in opened if status in WAITS_FOR]
    keys = tickets.first_of_each_status(MOST_CARDS, dict.fromkeys(opened, MOST_OPENED))
    first = Ticket.objects.for_cards().filter(pk__in=list(keys))
    cards = [Card(ticket, moves_of(ticket, user, back)) for ticket in first]
    shown = state if state in WAITS_FOR else next((s for s in WAITS_FOR if s in counts), "reported")
    return [
        Column(
            status,
            waits,
            tuple(card for card in cards if card.ticket.status == status),
            counts.get(status, 0),
            status == shown,
            (*opened, status.value),
        )
        for status, waits in WAITS_FOR.items()
    ]

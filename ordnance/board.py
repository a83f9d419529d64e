"""The board: a column for each state that waits for somebody, the most urgent cards first."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from ordnance.choices import Status

MOST_CARDS = 8
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


@dataclass(frozen=True)
class Column:
    """One state: its cards, and how many there are in all. `shown` is for phones: one at a time."""

    status: Status
    waits: str
    cards: tuple
    count: int
    shown: bool = False

    @property
    def more(self):
        return self.count - len(self.cards)


def columns(tickets, state=""):
    """All columns of these tickets in three queries and the prefetches, however many there are."""
    tickets = tickets.filter(status__in=WAITS_FOR)
    counts = tickets.count_by_status()
    cards = list(tickets.for_cards().first_of_each_status(MOST_CARDS))
    shown = state if state in WAITS_FOR else next((s for s in WAITS_FOR if s in counts), "reported")
    return [
        Column(
            status,
            waits,
            tuple(card for card in cards if card.status == status),
            counts.get(status, 0),
            status == shown,
        )
        for status, waits in WAITS_FOR.items()
    ]

"""What others changed since a person was last here: case by case, as far as the person sees."""

from dataclasses import dataclass, field
from datetime import timedelta

from django.db.models import prefetch_related_objects
from django.utils import timezone

from casework.story import tell
from incidents.models import Incident, IncidentEvent
from ordnance.models import Ticket, TicketEvent

FIRST_LOOK = timedelta(days=7)  # for a person who was never here
READ_BACK = 300  # events of each kind, the newest; more are no news but a list
LINES = 3  # changes told of one case
# What changes how a colleague acts; the rest is in the case's own history.
TELLING = {
    *("occurred_on", "place", "weapon", "adopted_report", "sensitivity", "rejection"),
    *("priority", "team", "leader", "due_at", "outcome", "actual_cordon_m", "hold_reason"),
    *("added", "taken_back", "brought_back", "into", "from"),
}


@dataclass
class Change:
    """One case, the newest event of it, and what the events say."""

    case: object
    event: object
    acts: list = field(default_factory=list)
    lines: list = field(default_factory=list)


def since_last(user, since, *, most=None):
    """(how many cases others changed, the first `most` of them, the newest first)."""
    since = since or timezone.now() - FIRST_LOOK
    found = [
        *changes_of(IncidentEvent, incidents(user), user, since),
        *changes_of(TicketEvent, tickets(user), user, since),
    ]
    found.sort(key=lambda change: change.event.at, reverse=True)
    return len(found), found[:most]


def incidents(user):
    seen = Incident.objects.visible_to(user)
    return seen if user.has_perm("incidents.view_incident") else seen.none()


def tickets(user):
    seen = Ticket.objects.visible_to(user)
    return seen if user.has_perm("ordnance.view_ticket") else seen.none()


def changes_of(model, cases, user, since):
    """One Change for each case of a kind; own acts are no news to oneself."""
    events = model.objects.filter(at__gt=since, case__in=cases).exclude(by=user)
    events = list(events.select_related("by", "case__place")[:READ_BACK])
    if not events:
        return []
    name_items(events)
    changed = {}
    for event in events:
        event.changes = {k: v for k, v in event.changes.items() if k in TELLING}
    for entry in tell(events, events[0].case, user):
        event = entry["event"]
        change = changed.setdefault(event.case_id, Change(event.case, event))
        change.acts.append({"by": event.by, "act": entry["act"], "at": event.at})
        change.lines += [line for line in entry["changes"] if line not in change.lines]
    for change in changed.values():
        change.lines = change.lines[:LINES]
        change.acts = acts_once(change.acts)
    return list(changed.values())


def name_items(events):
    """Load what a ticket's title is made of, once for all."""
    if isinstance(events[0].case, Ticket):
        prefetch_related_objects([event.case for event in events], "items__munition")


def acts_once(acts):
    """The same act of the same person is told once, at its newest."""
    told = {}
    for act in acts:
        told.setdefault((act["by"].pk, str(act["act"])), act)
    return list(told.values())

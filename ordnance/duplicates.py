"""Tickets that may be about the same objects: shown beside the form and at triage, never merged
by machine. Two callers may have seen one object; twenty submunitions in a field are twenty.
"""

from dataclasses import dataclass
from datetime import timedelta

from django.utils.translation import gettext as _

from munitions.models import Category
from ordnance.choices import OUT_OF_PLAY
from ordnance.models import Ticket
from places.coordinates import distance_km
from places.querysets import KM_PER_DEGREE

NEAR_M = 50
WITHIN = timedelta(days=14)
MOST = 6


@dataclass(frozen=True)
class Candidate:
    """Another ticket that may be about the same objects, and why we think so."""

    ticket: Ticket
    reason: str
    metres: int | None = None  # None where the person may not read points


def candidates(ticket, user, categories=None):
    """At most six, the nearest first. Distances are told only to who may read the points: from
    three of them anybody could work out where an object lies."""
    if categories is None:
        categories = {item.category for item in ticket.items.all()}
    others = recent_tickets(ticket, user)
    found = {each.ticket.pk: each for each in near(ticket, user, others)}
    for other in others.filter(place_id=ticket.place_id):
        theirs = {item.category for item in other.items.all()}
        if other.pk not in found and alike(categories, theirs):
            found[other.pk] = Candidate(other, sameness(categories, theirs))
    return sorted(found.values(), key=lambda c: (c.metres is None, c.metres or 0))[:MOST]


def recent_tickets(ticket, user):
    span = (ticket.reported_at - WITHIN, ticket.reported_at + WITHIN)
    seen = Ticket.objects.visible_to(user).exclude(status__in=OUT_OF_PLAY).exclude(pk=ticket.pk)
    recent = seen.filter(reported_at__range=span).order_by("-reported_at")
    return recent.select_related("place").with_items()


def near(ticket, user, others):
    """Those within 50 m of the ticket's point."""
    if ticket.latitude is None or not Ticket.field_policy.opens_restricted(user):
        return
    reach = 2 * NEAR_M / 1000 / KM_PER_DEGREE  # a box that is wide enough at our latitudes
    low, high = float(ticket.latitude) - reach, float(ticket.latitude) + reach
    west, east = float(ticket.longitude) - reach, float(ticket.longitude) + reach
    for other in others.filter(latitude__range=(low, high), longitude__range=(west, east)):
        metres = round(1000 * distance_km(ticket, other))
        if metres <= NEAR_M:
            yield Candidate(other, _("%(n)d m away") % {"n": metres}, metres)


def sameness(one, other):
    if one & other:
        return _("same place and kind, within 14 days")
    return _("same place, within 14 days; the kind is not known")


def alike(one, other):
    """Whether two sets of categories may name the same object; unknown may be anything."""
    return bool(one & other) or Category.UNKNOWN in one | other or not one or not other

"""Where somebody was at work last: what a place box offers before a letter is typed."""

from casework.deeds import kinds
from places.models import Area

LOOKED_AT, MOST = 30, 5


def recent_places(person):
    """The places of the cases that this person made last, the newest first, at most `MOST`."""
    made = []
    for kind in kinds():
        own = kind.objects.visible_to(person).filter(created_by=person).order_by("-created_at")
        made += own.values_list("created_at", "place_id")[:LOOKED_AT]
    keys = list(dict.fromkeys(place for _at, place in sorted(made, reverse=True) if place))[:MOST]
    areas = Area.objects.with_parents().in_bulk(keys)
    return [areas[key] for key in keys]

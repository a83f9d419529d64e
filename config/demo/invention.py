"""What invented incidents and tickets share: days, places, words that say they are invented."""

from datetime import date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from casework import merging
from config.demo.building import fresh
from config.demo.facts import ZONE
from places.models import Area

INVENTED = "Invented for the demonstration. / حالة مُختلَقة لغرض العرض."
GOVERNORATES = ("SY02", "SY07")

# Nothing invented touches the figures of the first days, nor comes after them, but open tickets.
FIRST, LAST = date(2024, 9, 1), date(2024, 11, 21)


def chance_of(name):
    """The same choices whenever the same thing is invented."""
    return Random(name)  # noqa: S311 - nothing here is a secret


def all_days():
    return [FIRST + timedelta(days=n) for n in range((LAST - FIRST).days + 1)]


def communities():
    """Towns and villages of the two governorates, in the order of their p-codes."""
    return [
        area
        for area in Area.objects.filter(level=Area.Level.COMMUNITY).order_by("pcode")
        if any(f"/{pcode}/" in f"/{area.path}" for pcode in GOVERNORATES)
    ]


def spread(seed, count):
    """`count` pairs of day and place, never two within a day of each other in one subdistrict."""
    chance, days, places = chance_of(seed), all_days(), communities()
    taken, pairs = set(), []
    while len(pairs) < count:
        day, place = chance.choice(days), chance.choice(places)
        near = {(day + timedelta(days=n), place.parent_id) for n in (-1, 0, 1)}
        if not near & taken:
            taken.add((day, place.parent_id))
            pairs.append((day, place))
    return pairs


def statuses(seed, shares, count):
    """A status for each of `count` cases, in the given shares, well mixed."""
    whole = sum(shares.values())
    plan = [name for name, share in shares.items() for _ in range(round(share * count / whole))]
    plan = (plan + list(shares) * count)[:count]
    chance_of(seed).shuffle(plan)
    return plan


def moment(day, hour, minute=0):
    """An aware time of a local day."""
    return datetime.combine(day, time(hour, minute), ZoneInfo(ZONE))


def merge(desk, absorbed, survivor, *, by, step):
    merging.merge(
        fresh(absorbed),
        fresh(survivor),
        by=desk.people[by],
        reason="The same event, told by two callers.",
        batch=desk.batch,
        step=step,
    )

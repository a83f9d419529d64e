"""What a report covers: an organisation's records of some days in some areas."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from accounts.models import Organisation
from places.models import Area

# No service's records go back further; the week before the first day must be a day as well.
EARLIEST = date(1900, 1, 1)


class UnknownScope(Exception):
    """No such area, one that the person does not work in, or a day that no report covers."""


@dataclass(frozen=True)
class Scope:
    """First and last day are local days of the organisation, both included."""

    organisation: Organisation
    first: date
    last: date
    areas: tuple

    @property
    def paths(self):
        return tuple(area.path for area in self.areas)


def scope_for(user, first, last=None, pcodes=()):
    """The scope a person asks for; without areas, those that their organisation works in.

    Raises UnknownScope.
    """
    last = last or first
    if user.organisation is None or not EARLIEST <= first <= last <= today(user.organisation):
        raise UnknownScope
    areas = asked_areas(user, pcodes) if pcodes else own_areas(user)
    return Scope(user.organisation, first, last, tuple(areas))


def days_before(scope):
    """As many days, just before; None where no report covers them."""
    length = scope.last - scope.first + timedelta(days=1)
    if scope.first - EARLIEST < length:
        return None
    return replace(scope, first=scope.first - length, last=scope.first - timedelta(days=1))


def today(organisation):
    """The organisation's local day."""
    return datetime.now(ZoneInfo(organisation.time_zone)).date()


def asked_areas(user, pcodes):
    areas = list(areas_to_show().filter(pcode__in=pcodes))
    if len(areas) < len(set(pcodes)) or not all(user.reaches(area) for area in areas):
        raise UnknownScope
    return areas


def own_areas(user):
    """The organisation's areas; a person confined to some has a report of theirs instead."""
    areas = list(areas_to_show().filter(pk__in=user.organisation.areas.values("pk")))
    if not areas:
        areas = list(areas_to_show().filter(level=Area.Level.COUNTRY))
    if not all(user.reaches(area) for area in areas):
        areas = list(areas_to_show().filter(pk__in=user.areas.values("pk")))
    if not areas:
        raise UnknownScope
    return areas


def areas_to_show():
    return Area.objects.prefetch_related("names").order_by("path")

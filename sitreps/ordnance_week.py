"""Explosive ordnance dealt with in the week to date. Never a point, a way there or a caller."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models.functions import Coalesce

from ordnance.choices import DONE
from ordnance.models import Ticket


def week_start(day):
    """The first day of the week that a day belongs to; settings say which weekday that is."""
    return day - timedelta(days=(day.weekday() - settings.AFTERMATH_WEEK_STARTS_ON) % 7)


def is_week_to_date(since, last):
    """Whether these are the days of one week, and not of a longer period."""
    return since >= week_start(last)


def ordnance_done(scope, user, *, first_places=()):
    """Tickets with an outcome from the week's start to the last day: places of the day first."""
    since = min(scope.first, week_start(scope.last))
    zone = ZoneInfo(scope.organisation.time_zone)
    tickets = list(tickets_done(scope, user, since, zone))
    order = {key: rank for rank, key in enumerate(first_places)}
    tickets.sort(key=lambda t: (order.get(t.place_id, len(order)), t.done_at, t.ref))
    return {
        "since": since.isoformat(),
        "items": [ticket_facts(ticket, zone) for ticket in tickets],
    }


def tickets_done(scope, user, since, zone):
    """Work counts on the day it ended, or where nobody wrote that down, was resolved."""
    start = datetime.combine(since, time.min, zone)
    end = datetime.combine(scope.last + timedelta(days=1), time.min, zone)
    return (
        Ticket.objects.visible_to(user)
        .filter(organisation=scope.organisation, status__in=DONE)
        .annotate(done_at=Coalesce("work_ended_at", "resolved_at"))
        .filter(done_at__gte=start, done_at__lt=end)
        .inside(scope.paths)
        .select_related("place")
        .prefetch_related("place__names", "items__munition")
    )


def ticket_facts(ticket, zone):
    return {
        "ref": ticket.ref,
        "version": ticket.version,
        "site": ticket.site_name,
        "place": ticket.place.report_name,
        "place_ar": ticket.place.name_ar,
        "title": ticket.title,
        "items": [item_facts(item) for item in ticket.items.all()],
        "outcome": ticket.outcome,
        "day": ticket.done_at.astimezone(zone).date().isoformat(),
    }


def item_facts(item):
    """The model or what was written; a category stays a code, so that it can be worded later."""
    return {"text": str(item.munition or item.written), "category": item.category}

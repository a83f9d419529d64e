"""Since when something is new to a person: remembered visit by visit, so a reload hides nothing."""

from datetime import timedelta

from django.utils import timezone

from accounts.models import Visit

# Away for longer, and the next look is a new visit: what was new at the last one counts as seen.
BREAK = timedelta(hours=1)
# Not every reload is written down.
TOO_SOON = timedelta(minutes=1)


def opened(person, *, now=None):
    """The person opens home: since when things are new to them; None on the very first visit."""
    now = now or timezone.now()
    start = {"opened_at": now}
    visit, is_first = Visit.objects.get_or_create(person=person, defaults=start)
    away = now - visit.opened_at
    if is_first or away < TOO_SOON:
        return visit.since
    if away >= BREAK:
        visit.since = visit.opened_at
    visit.opened_at = now
    visit.save()
    return visit.since


def since(person):
    """As `opened`, without opening anything."""
    return Visit.objects.filter(person=person).values_list("since", flat=True).first()


def mark_read(person, *, now=None):
    """The person says that all of it is seen."""
    now = now or timezone.now()
    both = {"since": now, "opened_at": now}
    Visit.objects.update_or_create(person=person, defaults=both)

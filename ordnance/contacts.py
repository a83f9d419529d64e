"""How long we keep a caller's name and number: until some time after the ticket's closing."""

from datetime import timedelta

from django.conf import settings
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.utils import timezone

from accounts.machine import machine
from accounts.models import Organisation
from casework.erasing import erase
from ordnance.choices import Status
from ordnance.models import Sighting, Ticket

FIELDS = ("reporter_name", "reporter_phone", "consent_to_contact")
REASON = "Contacts are deleted {days} days after closing."
# A ticket that was merged has given its sightings to another; nobody calls back about these two.
OVER = (Status.CLOSED, Status.CANCELLED)


def keep_until(sighting):
    """Set the day before which a contact is not deleted; none where there is no contact."""
    held = any(getattr(sighting, name) for name in FIELDS)
    kept = timedelta(days=settings.AFTERMATH_CONTACT_PURGE_DAYS)
    sighting.purge_on = timezone.localdate(sighting.seen_at) + kept if held else None


def due(tickets, *, days, today=None):
    """Sightings of these tickets whose contacts have outlived their use, by ticket.

    That is: the ticket has been over for so many days, and the promised day has passed.
    """
    today = today or timezone.localdate()
    over = tickets.filter(status__in=OVER).annotate(ended=Coalesce(F("closed_at"), F("updated_at")))
    ended = over.filter(ended__date__lte=today - timedelta(days=days))
    held = ~Q(reporter_name="") | ~Q(reporter_phone="") | Q(consent_to_contact=True)
    passed = Q(purge_on__isnull=True) | Q(purge_on__lte=today)
    # A sighting that an undone import brought holds a caller's number all the same.
    return Sighting.ever.filter(held & passed, ticket__in=ended).order_by("ticket_id", "pk")


def purge(*, by, days=None, today=None):
    """Delete the contacts that are due, as far as this person sees; returns how many sightings."""
    days = settings.AFTERMATH_CONTACT_PURGE_DAYS if days is None else days
    found = {}
    for sighting in due(Ticket.objects.visible_to(by), days=days, today=today):
        found.setdefault(sighting.ticket_id, []).append(sighting)
    for ticket in Ticket.objects.filter(pk__in=found):
        erase(ticket, found[ticket.pk], by=by, reason=REASON.format(days=days))
    return sum(map(len, found.values()))


def purge_everywhere(*, days=None, today=None):
    """Delete the contacts that are due in every organisation; the machine answers for it.

    Returns how many sightings.
    """
    days = settings.AFTERMATH_CONTACT_PURGE_DAYS if days is None else days
    tickets = due(Ticket.objects.all(), days=days, today=today).values("ticket")
    concerned = Organisation.objects.filter(
        pk__in=Ticket.objects.filter(pk__in=tickets).values("organisation")
    )
    return sum(purge(by=machine(each), days=days, today=today) for each in concerned)

"""The day of the report comes before all that was disposed of: what a later day is held against."""

from django.core.exceptions import ValidationError
from django.db.models import Min
from django.utils.translation import gettext_lazy as _

from ordnance.items import Disposal, day_of


def clean_report_day(ticket, stored):
    """A report that is moved to a later day still comes before all that was disposed of."""
    if stored is None or stored.reported_at == ticket.reported_at:
        return
    first = first_done(stored)
    if first and day_of(first) < day_of(ticket.reported_at):
        raise ValidationError(
            {"reported_at": _("Something was disposed of before that day. Correct one of the two.")}
        )


def fetch_first_done(tickets, leaving=()):
    """Hold on each of these tickets when its first disposal was done, but for those leaving."""
    if not tickets:
        return
    rows = Disposal.objects.filter(item__ticket__in=tickets)
    rows = rows.exclude(pk__in=[each.pk for each in leaving if isinstance(each, Disposal)])
    found = dict(rows.order_by().values_list("item__ticket").annotate(Min("done_at")))
    for ticket in tickets:
        ticket.__dict__["first_done_at"] = found.get(ticket.pk)


def first_done(ticket):
    """When the first disposal of a stored ticket was done; None without any. Asked of what is held
    with it where anything is."""
    if "items" in getattr(ticket, "_prefetched_objects_cache", {}):
        times = (d.done_at for item in ticket.items.all() for d in item.disposals.all())
        return min(times, default=None)
    if "first_done_at" not in ticket.__dict__:
        fetch_first_done([ticket])
    return ticket.__dict__["first_done_at"]

"""The stretches of a ticket's life that are timed: from one stamp to the next."""

from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

# name: (words, the stamp it begins with, the stamp it ends with)
STRETCHES = {
    "triaged": (_("reported to triaged"), "reported_at", "triaged_at"),
    "on_site": (_("triaged to on site"), "triaged_at", "arrived_at"),
    "resolved": (_("on site to resolved"), "arrived_at", "resolved_at"),
    "closed": (_("resolved to closed"), "resolved_at", "closed_at"),
    "whole": (_("reported to closed"), "reported_at", "closed_at"),
}


def timed(name):
    """Tickets with both stamps, in order: a sheet may bring times that nobody could have met."""
    _words, start, end = STRETCHES[name]
    both = Q(**{f"{start}__isnull": False, f"{end}__isnull": False})
    return both & Q(**{f"{end}__gte": F(start)})

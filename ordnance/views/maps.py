"""The map of tickets: what the list finds, by priority; points only for who may know them."""

from django.db.models import Q
from django.utils.formats import number_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from casework import map_pages
from casework.clusters import Kind
from casework.wording import PRIORITIES
from ordnance import choices
from ordnance.filters import ListFilter
from ordnance.models import Ticket
from ordnance.views.finding import visible

OPEN = Q(status__in=choices.OPEN)
# What nobody has triaged may be as urgent as can be: it comes before all but the known worst.
URGENCY = ("immediate", "", "indirect", "minor", "no_threat")
KINDS = (
    *[
        Kind(name or "untriaged", PRIORITIES[name][0], PRIORITIES[name][1], OPEN & Q(priority=name))
        for name in URGENCY
    ],
    Kind("settled", _("no longer open"), "closed", ~OPEN),
)


def said(number):
    return ngettext("%(n)s ticket", "%(n)s tickets", number) % {"n": number_format(number)}


def titled(tickets):
    return tickets.select_related("place").prefetch_related("items__munition")


MAP = map_pages.CaseMap("ordnance", KINDS, titled, said)


@require_GET
def shown(request):
    """Everything the list would show, on a map; the filter bar is the list's."""
    form, found = narrowed(request)
    exact = map_pages.clusters.reads_points(Ticket, request.user)
    return map_pages.page(request, "ordnance/ticket_map.html", MAP, found, form, exact=exact)


@require_GET
def clusters(request):
    """What the map in the browser asks for when it is moved: groups as GeoJSON."""
    return map_pages.answer(request, MAP, narrowed(request)[1])


def narrowed(request):
    form = ListFilter(request.GET, user=request.user)
    return form, form.found(visible(request))

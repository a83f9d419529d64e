"""The map of incidents: what the list's filter finds, where it happened, how far it is checked."""

from django.db.models import Q
from django.utils.formats import number_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from casework import map_pages
from casework.clusters import Kind
from incidents import choices
from incidents.listing import IncidentFilter
from incidents.models import Incident
from incidents.views import may

VERIFIED, REPORTED = (Q(status__in=those) for those in (choices.VERIFIED, choices.REPORTED))
KINDS = (
    Kind("reported", _("not yet verified"), "submitted", REPORTED & ~VERIFIED),
    Kind("verified", _("verified"), "verified", VERIFIED),
    Kind("uncounted", _("not counted"), "draft", ~REPORTED),
)


def said(number):
    words = ngettext("%(n)s incident", "%(n)s incidents", number)
    return words % {"n": number_format(number)}


MAP = map_pages.CaseMap("incidents", KINDS, lambda rows: rows.select_related("place"), said)


@require_GET
@may("view_incident")
def shown(request):
    """Everything the list would show, on a map; the filter bar is the list's."""
    form, found = narrowed(request)
    return map_pages.page(request, "incidents/incident_map.html", MAP, found, form)


@require_GET
@may("view_incident")
def clusters(request):
    """What the map in the browser asks for when it is moved: groups as GeoJSON."""
    return map_pages.answer(request, MAP, narrowed(request)[1])


def narrowed(request):
    form = IncidentFilter(request.GET, user=request.user)
    return form, form.found(Incident.objects.visible_to(request.user))

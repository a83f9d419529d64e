"""How the pages of tickets find what they show: 404 for what this person may not see."""

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404

from ordnance.models import PublicReport, Ticket


def visible(request):
    if not request.user.has_perm("ordnance.view_ticket"):
        raise PermissionDenied("ordnance.view_ticket")
    return Ticket.objects.visible_to(request.user)


def ticket_or_404(request, ref):
    related = ("place", "team", "leader", "incident", "organisation")
    return get_object_or_404(visible(request).select_related(*related), ref=ref)


def public_report(request):
    """The open report from the public that the address names (`?public=7K4-2MD`), or None."""
    named = request.GET.get("public", "")
    seen = PublicReport.objects.visible_to(request.user).exclude(state=PublicReport.State.TAKEN)
    return seen.filter(receipt=named).first() if named else None


def item_or_404(ticket, key):
    return row_or_404(ticket.items.select_related("munition"), key)


def row_or_404(rows, key):
    found = rows.filter(pk=key).first()
    if found is None:
        raise Http404
    return found


def demand(request, permission):
    if not request.user.has_perm(permission):
        raise PermissionDenied(permission)


def map_url(point):
    """The point on a map of another host, where the settings allow one; else ""."""
    if point is None:
        return ""
    known = {"latitude": point.latitude, "longitude": point.longitude}
    return settings.AFTERMATH_MAP_LINK.format(**known)

"""One box for everything: a reference leads to its case, words to places, incidents and tickets."""

from typing import NamedTuple

from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from casework import indexing
from casework.leafing import Leaf, leaf_of
from casework.seeking import reference, seek
from incidents.models import Incident
from ordnance.models import Ticket
from places.models import Area
from places.querysets import SOUNDS_ALIKE

FIRST, A_PAGE = 5, 25
PLACES = 6
LONGEST = 200
KINDS = {
    "incidents": (Incident, _("Incidents"), "incidents.view_incident"),
    "tickets": (Ticket, _("Ordnance tickets"), "ordnance.view_ticket"),
}


class Group(NamedTuple):
    """Cases of one kind that were found: the first of them, or a leaf of all."""

    kind: str
    title: str
    page: Leaf


@require_GET
def search(request):
    """`q` is what is looked for; `kind` narrows it to one group, to be leafed through."""
    text = request.GET.get("q", "").strip()[:LONGEST]
    if case := case_called(text, request.user):
        return redirect(case.get_absolute_url())
    narrowed = request.GET.get("kind") if request.GET.get("kind") in KINDS else None
    found = list(groups(request, text, [narrowed] if narrowed else KINDS))
    shown = {
        "q": text,
        "narrowed": narrowed,
        "groups": found,
        "places": [] if narrowed else places(text),
        "behind": indexing.is_behind(),
    }
    return render(request, "search.html", shown)


def case_called(text, user):
    """The case of this reference that the person may see, however it is written; else None."""
    for kind, _title, permission in KINDS.values():
        said = reference(kind, text)
        if said and user.has_perm(permission):
            return kind.objects.visible_to(user).filter(ref=said[0]).first()
    return None


def groups(request, text, names):
    for name in names:
        kind, title, permission = KINDS[name]
        if request.user.has_perm(permission):
            size = A_PAGE if len(names) == 1 else FIRST
            page = leaf_of(seek(kind, text, request.user), request.GET, size)
            yield Group(name, title, page.fill(kind.objects.select_related("place")))


def places(text):
    return [area for area in Area.objects.search(text, PLACES) if area.score >= SOUNDS_ALIKE]

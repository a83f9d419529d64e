"""A map of cases as a page and as GeoJSON: what the list's filter found, grouped for the eye.

The filter is the list's own form, so list and map hold the same cases; a group leads to its rows.
"""

from collections.abc import Callable
from dataclasses import dataclass

from csp.decorators import csp_update
from django.conf import settings
from django.http import JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from casework import clusters
from casework.clusters import View
from casework.leafing import OF_LEAF
from casework.map_drawing import Mark, draw
from casework.tiles import origin
from places.outlines import basemap, mark_of
from places.projection import Box, zoom_for

# The first drawing's pixels: about what a desk shows, and legible where a phone shrinks it.
WIDTH, HEIGHT = 760, 520
# What a map's address says beside the list's filter.
OF_MAP = ("box", "zoom", *OF_LEAF)


@dataclass(frozen=True)
class CaseMap:
    """How one kind of case is shown on a map.

    `kinds` is the worst first, and every case is of one; `titled` gives a queryset what a case's
    title reads; `word` says a number of these cases.
    """

    app: str
    kinds: tuple
    titled: Callable
    word: Callable

    def url(self, name, query=""):
        address = reverse(f"{self.app}:{name}")
        return f"{address}?{query}" if query else address

    def named(self, name):
        return next(kind for kind in self.kinds if kind.name == name)


def page(request, template, case_map, cases, form, **shown):
    """The page: everything found, drawn once; htmx asks for what a changed filter finds."""
    query = query_of(request)
    reach = clusters.extent(cases, request.user)
    box = reach.box.around(0.08, 0.05) if reach.box else None
    view = View(zoom_for(box, WIDTH, HEIGHT) if box else 0)
    features = features_of(request, case_map, cases, view, reach.total) if box else []
    shown |= {
        "form": form,
        "features": features,
        "reach": reach,
        "unplaced": reach.total - reach.placed,
        "box": box,
        "query": query.urlencode(),
        "kinds": case_map.kinds,
        "drawing": draw([mark_for(each) for each in features], width=WIDTH, height=HEIGHT, box=box),
        "outlines_url": f"{reverse('places:outlines')}?v={mark_of(basemap())}",
        "clusters_url": case_map.url("clusters", query.urlencode()),
        "list_url": case_map.url("list", query.urlencode()),
        "tiles": settings.AFTERMATH_TILES,
        "tiles_by": settings.AFTERMATH_TILES_ATTRIBUTION,
    }
    part = f"{template}#found" if request.htmx else template
    response = allowing_tiles(render)(request, part, shown)
    patch_vary_headers(response, ["HX-Request"])
    return response


def allowing_tiles(view):
    """The policy of this answer also allows pictures from the tiles' own host, where one is set."""
    host = origin(settings.AFTERMATH_TILES)
    return csp_update({"img-src": [host]})(view) if host else view


def answer(request, case_map, cases):
    """The groups in the asked box at the asked zoom, as a GeoJSON FeatureCollection."""
    view = view_of(request.GET)
    enough = cases.order_by().values("pk")[: clusters.FEW + 1].count()
    features = features_of(request, case_map, cases, view, enough)
    return JsonResponse(
        {"type": "FeatureCollection", "features": [as_geojson(each) for each in features]}
    )


def view_of(params):
    """The box and zoom that an address asks for; what cannot be read is the whole, from afar."""
    zoom = params.get("zoom", "")
    return View(
        zoom=int(zoom) if zoom.isdecimal() and len(zoom) < 3 else 0,
        box=Box.read(params.get("box", "")),
    )


def query_of(request):
    """The list's filter as the address says it, without what only the map reads."""
    query = request.GET.copy()
    for name in OF_MAP:
        query.pop(name, None)
    return query


# ---------------------------------------------------------------- features


def features_of(request, case_map, cases, view, total):
    """Each group in words: what it is, how many of what kind, and where it leads."""
    made = clusters.groups(cases, request.user, view, case_map.kinds, total)
    titled = case_map.titled(cases.model.objects.visible_to(request.user))
    clusters.name_cases(made, titled, case_map.kinds)
    query = query_of(request)
    return [feature_of(group, case_map, query) for group in made]


def feature_of(group, case_map, query):
    single = group.cases[0] if group.number == 1 and group.cases else None
    place = group.area.name if group.area else ""
    around = place if group.whole_area else _("Near %(place)s") % {"place": place}
    name = str(single.shown_title) if single else around
    where = narrowed(query, group.area) if group.area and group.whole_area else ""
    counts = [
        {"name": kind.name, "word": str(kind.word), "icon": kind.mark}
        | {"n": number, "shown": number_format(number)}
        for kind, number in group.counts
    ]
    rows = case_map.url("list", where) if where else ""
    return {
        "at": (round(group.longitude, 5), round(group.latitude, 5)),
        "n": group.number,
        "shown": number_format(group.number),
        "kind": group.worst.name,
        "icon": group.worst.mark,
        "worst": number_format(counts[0]["n"]),
        "name": name,
        "where": place if single else trail(group.area),
        "ref": single.ref if single else "",
        "counts": counts,
        "label": sentence(name, group, case_map),
        "url": single.get_absolute_url() if single else "",
        "rows": rows,
        "nearer": case_map.url("map", where) if where and not single else "",
        "cases": [case_line(case, case_map) for case in group.cases] if not single else [],
        "spot": bool(group.cases) or not group.whole_area,
    }


def narrowed(query, area):
    """The filter, narrowed to an area."""
    narrow = query.copy()
    narrow.pop("area_text", None)
    narrow["area"] = area.pcode
    return narrow.urlencode()


def trail(area):
    return area.parent.name if area and area.parent and area.parent.level else ""


def sentence(name, group, case_map):
    """What the mark says aloud: “Atareb: 5 tickets, 2 Immediate, 3 Minor”."""
    parts = [f"{number_format(number)} {kind.word}" for kind, number in group.counts]
    if group.number == 1:
        return _("%(name)s: %(kinds)s") % {"name": name, "kinds": str(group.worst.word)}
    words = {"name": name, "number": case_map.word(group.number), "kinds": _(", ").join(parts)}
    return _("%(name)s: %(number)s (%(kinds)s)") % words


def case_line(case, case_map):
    kind = case_map.named(case.kind)
    return {
        "ref": case.ref,
        "title": str(case.shown_title),
        "url": case.get_absolute_url(),
        "kind": kind.name,
        "icon": kind.mark,
        "word": str(kind.word),
    }


def as_geojson(feature):
    properties = {name: value for name, value in feature.items() if name != "at"}
    point = {"type": "Point", "coordinates": feature["at"]}
    return {"type": "Feature", "geometry": point, "properties": properties}


def mark_for(feature):
    longitude, latitude = feature["at"]
    return Mark(
        longitude,
        latitude,
        feature["label"],
        url=feature["url"] or feature["nearer"] or feature["rows"],
        kind=feature["kind"],
        icon=feature["icon"],
        number=feature["counts"][0]["n"],
        total=feature["n"],
    )

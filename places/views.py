"""Fragments for the boxes of a place and of a point, and the outlines that maps draw."""

from django.core.exceptions import ValidationError
from django.http import JsonResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_GET

from places.coordinates import as_mgrs, check_in_country, distance_km, doubts, read_point
from places.models import Area
from places.outlines import as_json, as_name, basemap, mark_of, towns_in
from places.projection import Box

A_MONTH = 30 * 24 * 3600


@require_GET
def search(request):
    """Places called like `q`, or like what stands in the box that `field` names."""
    field = request.GET.get("field", "")
    text = request.GET.get("q", request.GET.get(f"{field}_text", ""))
    hits = Area.objects.search(text, levels=_levels(request.GET.get("levels", "")))
    context = {"hits": hits, "text": text.strip(), "field": field}
    return render(request, "places/area_search.html", context)


def _levels(text):
    return [int(level) for level in text.split(",") if level.isdecimal()] or None


@require_GET
def point(request):
    """The point written as `q`, or in the box `field`: read back, with what is odd about it."""
    text = request.GET.get("q", request.GET.get(request.GET.get("field", ""), ""))
    context = {"text": text.strip()}
    if context["text"]:
        context |= _understood(text, _place(request))
    return render(request, "places/point_read.html", context)


def _place(request):
    pcode = request.GET.get(request.GET.get("place_field", "place"), "")
    return Area.objects.filter(pcode=pcode).first() if pcode else None


def _understood(text, place):
    try:
        found = read_point(text)
        check_in_country(found)
    except ValidationError as error:
        return {"refusals": error.messages}
    away = None if place is None or place.latitude is None else distance_km(found, place)
    return {
        "point": found,
        "mgrs": as_mgrs(found),
        "place": place,
        "away": away,
        "doubts": doubts(found, place),
    }


@require_GET
def outlines(request):
    """Land, lines and names as JSON. Kept by the browser when the address names this drawing."""
    base = basemap()
    response = JsonResponse(as_json(base))
    if request.GET.get("v") == mark_of(base):
        patch_cache_control(response, private=True, max_age=A_MONTH, immutable=True)
    return response


@require_GET
def towns(request):
    """The communities in a `box` with their points, for a map that is near enough to name them."""
    box = Box.read(request.GET.get("box", ""))
    return JsonResponse({"names": [as_name(town) for town in towns_in(box)] if box else []})

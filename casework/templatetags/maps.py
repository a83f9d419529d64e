"""Marks on maps: `{% load maps %}`."""

from django import template
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html

from casework.clusters import reads_points
from casework.map_drawing import Mark, draw
from places.projection import box_of

register = template.Library()

WIDTH, HEIGHT = 360, 220
ROOM = 0.12  # degrees around the spot, about 13 km: as far as the next towns
SPOT = 7  # pixels


@register.simple_tag
def mark(name):
    """`{% mark "immediate" %}`: one drawing of static/icons/marks.svg, silent to screen readers."""
    return format_html(
        '<svg class="i" viewBox="0 0 16 16" aria-hidden="true"><use href="{}#{}"/></svg>',
        static("icons/marks.svg"),
        name,
    )


@register.inclusion_tag("components/small_map.html", takes_context=True)
def small_map(context, case):
    """`{% small_map case %}`: where the case lies, as near as this reader may know it."""
    user = context["request"].user
    exact = case.latitude is not None and reads_points(type(case), user)
    spot = case if exact else case.place
    shown = {
        "drawing": None,
        "exact": exact,
        "withheld": not reads_points(type(case), user),
        "case": case,
        "map_url": f"{reverse(f'{case._meta.app_label}:map')}?area={case.place.pcode}",
    }
    if spot.latitude is None or (not exact and not case.place.level):
        return shown
    point = float(spot.longitude), float(spot.latitude)
    kind = "counted" if exact else "uncounted"
    mark = Mark(*point, label=case.place.name, kind=kind, text=case.place.name, radius=SPOT)
    box = box_of([point]).around(0, ROOM)
    return shown | {"drawing": draw([mark], width=WIDTH, height=HEIGHT, box=box)}

"""The map of a day: a circle a place, by the number killed there; each leads to its incidents."""

from math import sqrt
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from casework.map_drawing import Mark, draw
from casework.wording import figure_parts
from incidents.ledger import Group, Outcome, Range
from places.models import Area
from places.projection import box_of

WIDTH, HEIGHT = 372, 300
LEAST, MOST, GROWTH = 6, 26, 3  # pixels of a circle's radius
ROOM = 0.22  # degrees around the outermost place, so that districts nearby say where this is
KILLED = (Outcome.KILLED, Group.TOTAL)


def drawing_of(sheet, day):
    """The drawing for a sheet's places; None where none of them has a point."""
    areas = Area.objects.in_bulk(sheet.names, field_name="pcode")
    marks = [
        mark_of(areas[place["pcode"]], sheet.names[place["pcode"]], figures, day)
        for place, figures in sheet.places
        if place["pcode"] in areas and areas[place["pcode"]].latitude is not None
    ]
    if not marks:
        return None
    around = box_of([(mark.longitude, mark.latitude) for mark in marks]).around(0.4, ROOM)
    return draw(marks, width=WIDTH, height=HEIGHT, box=around)


def mark_of(area, name, figures, day):
    killed = figures.get(KILLED, Range())
    low = killed.minimum or 0
    query = urlencode({"area": area.pcode, "since": day.isoformat(), "until": day.isoformat()})
    pattern, number = figure_parts(killed.minimum, killed.maximum, killed.qualifier)
    words = str(pattern).format(n=number)
    return Mark(
        float(area.longitude),
        float(area.latitude),
        _("%(place)s, killed: %(number)s") % {"place": name, "number": words},
        url=f"{reverse('incidents:list')}?{query}",
        kind="counted" if killed.is_known else "uncounted",
        text=f"{name} {number_format(low)}" if low else name,
        radius=round(min(MOST, LEAST + GROWTH * sqrt(low)), 1),
    )

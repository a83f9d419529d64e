"""What a map shows with no internet: the land, lines between its areas, and their names.

An administrator's outlines are shown as they are, where some were imported. Without any the lines
are worked out from the gazetteer's points: each spot of ground goes with the nearest community, and
a line stands where two neighbours lie in different areas. Those are indicative and no boundary, and
every map says so.
"""

from dataclasses import dataclass
from functools import lru_cache
from math import cos, radians
from zlib import crc32

from django.db.models import Count, F, FloatField, Func, Max, Sum
from django.utils.translation import get_language

from places.cells import edges_between, hull, joined, simplified, widened
from places.models import Area, Outline

IMPORTED, INDICATIVE = "imported", "indicative"
# Governorates and districts; finer lines would be finer than what is known of them.
DRAWN = (1, 2)
TOLERANCE = 0.004  # degrees, about 400 m: finer than a pixel where a whole district is seen
MARGIN = 0.1  # degrees of land shown around the outermost places
MOST_TOWNS = 80
FEWEST = 3  # points that span a surface
# What the drawing depends on; it is drawn anew when any of this changes.
SIGNS = {
    "areas": Count("pk"),
    "newest": Max("pk"),
    "paths": Sum(Func(F("path"), function="hashtext")),
    "points": Sum(F("latitude") * 7 + F("longitude"), output_field=FloatField()),
}


@dataclass(frozen=True)
class Basemap:
    """`land` and the lines of `borders[level]` are lists of (longitude, latitude) points."""

    origin: str
    land: tuple
    borders: dict
    mark: str  # changes when the drawing does


def basemap():
    """The lines as they are now; None while no three places have points."""
    signs = Area.objects.aggregate(**SIGNS)
    outlines = Outline.objects.aggregate(number=Count("pk"), newest=Max("read_at"))
    return drawn_for((*signs.values(), outlines["number"], str(outlines["newest"])))


@lru_cache(maxsize=2)
def drawn_for(signs):
    """Worked out once in each process, and again when the signs differ."""
    mark = f"{crc32(repr(signs).encode()):x}"
    outlines = list(Outline.objects.order_by("area__path").values_list("area__level", "rings"))
    return imported(outlines, mark) if outlines else indicative(mark)


def imported(outlines, mark):
    """The administrator's own outlines; the shallowest level is the land."""
    top = min(level for level, _rings in outlines)
    by_level = {
        level: tuple(
            tuple(map(tuple, ring)) for found, rings in outlines if found == level for ring in rings
        )
        for level in {level for level, _rings in outlines}
    }
    borders = {max(level, DRAWN[0]): lines for level, lines in by_level.items()}
    return Basemap(IMPORTED, by_level[top], borders, mark)


def indicative(mark):
    """Lines between the neighbourhoods of the gazetteer's points."""
    seeds = {point: owner for owner, point in innermost_points()}
    if len(seeds) < FEWEST:
        return None
    middle = sum(y for _x, y in seeds) / len(seeds)
    squeeze = cos(radians(middle))
    points = [(x * squeeze, y) for x, y in seeds]
    frame = widened(hull(points), MARGIN)
    if len(frame) < FEWEST:
        return None

    def on_earth(line):
        return tuple((round(x / squeeze, 4), round(y, 4)) for x, y in line)

    borders = {
        level: tuple(on_earth(simplified(line, TOLERANCE)) for line in lines)
        for level, lines in lines_between(points, list(seeds.values()), frame).items()
    }
    return Basemap(INDICATIVE, (on_earth([*frame, frame[0]]),), borders, mark)


def innermost_points():
    """[(the area of the deepest drawn level, as p-codes from the top, (longitude, latitude))].

    A point of an area that has points inside is left out: it lies somewhere in the middle.
    """
    rows = Area.objects.exclude(latitude=None).exclude(level=0).order_by("-path")
    inner = ""
    for path, latitude, longitude in rows.values_list("path", "latitude", "longitude"):
        if not inner.startswith(path):
            inner = path
            yield tuple(path.split("/")[: DRAWN[-1] + 1]), (float(longitude), float(latitude))


def lines_between(points, owners, frame):
    """{level: lines}: between two governorates, or between two districts of one."""
    pieces = {level: [] for level in DRAWN}
    for one, other, *ends in edges_between(points, owners, frame):
        level = DRAWN[0] if owners[one][:2] != owners[other][:2] else DRAWN[1]
        pieces[level].append(tuple(tuple(round(each, 5) for each in end) for end in ends))
    return {level: joined(those) for level, those in pieces.items()}


# ---------------------------------------------------------------- for the browser


def as_json(base):
    """What the map in the browser draws, with the names in the reader's language."""
    return {
        "land": base.land if base else [],
        "borders": {str(level): lines for level, lines in (base.borders if base else {}).items()},
        "names": [as_name(area) for area in named_areas()],
    }


def as_name(area):
    return {"name": area.name, "level": area.level, "at": [area.longitude, area.latitude]}


def named_areas():
    return Area.objects.filter(level__in=DRAWN).exclude(latitude=None)


def towns_in(box):
    """Communities in a box, so many that a map is not covered; the same box gives the same ones."""
    towns = Area.objects.filter(
        level__gt=DRAWN[-1] + 1,
        latitude__range=(box.south, box.north),
        longitude__range=(box.west, box.east),
    )
    return towns.order_by("level", "path")[:MOST_TOWNS]


def mark_of(base):
    """Names the drawing and its language in the address, so that a browser may keep it."""
    return f"{base.mark if base else 'none'}-{get_language()}"

"""Many cases on a map: grouped by area and then by spot, never finer than the reader may know.

Where a person may read a case's point, the case stands there; else it stands at the point of its
place, which its page names to everybody who sees the case. The database is never asked about points
that the person may not read, so neither the box nor the zoom of a map can find them out.
"""

from dataclasses import dataclass, field
from typing import NamedTuple

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import (
    Avg,
    Case,
    CharField,
    Count,
    F,
    FloatField,
    Func,
    Max,
    Min,
    Q,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce, Floor, NullIf

from places.models import Area
from places.projection import DEEPEST, TILE, Box

POINT = {"latitude", "longitude"}
# Up to this zoom cases are grouped by the area so many levels below the country: governorate,
# district, subdistrict, community. Nearer than the last, by spot.
DEPTHS = ((7, 1), (8, 2), (10, 3), (12, 4))
COMMUNITY = 4
FEW = 60  # cases that need no grouping by larger areas, however far one looks from
MOST_GROUPS = 400
MOST_NAMED = 10  # cases of one spot that are told one by one
SPOT = 44  # pixels: nearer than a fingertip is one spot


class Kind(NamedTuple):
    """What a mark on the map says of a case. `mark` names a drawing in static/icons/marks.svg."""

    name: str
    word: str
    mark: str
    condition: Q


@dataclass(frozen=True)
class View:
    """How near one looks, and at what part of the world; without a box at all of it."""

    zoom: int
    box: Box | None = None


@dataclass
class Group:
    """Cases that share an area or a spot; `counts` pairs kinds with numbers, the worst first."""

    latitude: float
    longitude: float
    number: int
    counts: list
    area: Area | None = None
    whole_area: bool = False
    refs: list = field(default_factory=list)
    cases: list = field(default_factory=list)

    @property
    def worst(self):
        return self.counts[0][0]


@dataclass(frozen=True)
class Extent:
    """All cases, how many of them stand on the map, and the box around those (or None)."""

    total: int
    placed: int
    box: Box | None


def reads_points(model, user):
    """Whether this person may know the exact points of this kind of case."""
    return model.field_policy.readable(user) >= POINT


def on_map(cases, user):
    """The cases that stand somewhere, each with `lat` and `lon` of where this person sees it.

    A country's middle tells nothing, so a case of which no more is known stands nowhere.
    """
    return standing(cases, user).filter(lat__isnull=False)


def standing(cases, user):
    exact = reads_points(cases.model, user)
    points = {"lat": shown("latitude", exact=exact), "lon": shown("longitude", exact=exact)}
    return cases.order_by().annotate(**points)


def shown(name, *, exact):
    """The case's own point where it may be read, else its place's, else that of the area above."""
    own = [name] if exact else []
    levels = [
        Case(When(**{f"{way}level__gt": 0}, then=F(f"{way}{name}")))
        for way in ("place__", "place__parent__")
    ]
    return Coalesce(*own, *levels)


def extent(cases, user):
    """How many cases there are, and where those on the map lie."""
    found = standing(cases, user).aggregate(
        total=Count("pk"),
        placed=Count("lat"),
        south=Min("lat"),
        west=Min("lon"),
        north=Max("lat"),
        east=Max("lon"),
    )
    total, placed = found.pop("total"), found.pop("placed")
    sides = {side: float(degrees) for side, degrees in found.items()} if placed else {}
    return Extent(total, placed, Box(**sides) if placed else None)


def groups(cases, user, view, kinds, total):
    """The cases as at most MOST_GROUPS groups, the largest first; a group of one names its case."""
    rows = on_map(cases, user)
    depth = depth_for(view.zoom, total)
    asked = by_area(rows, depth, view) if depth else by_spot(rows, view)
    told = asked.annotate(**{f"of_{each.name}": count_of(each) for each in kinds})
    made = [group_of(row, kinds, whole=bool(depth)) for row in told.order_by("-n")[:MOST_GROUPS]]
    name_areas(made)
    return made


def depth_for(zoom, total):
    """How many levels below the country to group by; 0 groups by spot."""
    depth = next((depth for up_to, depth in DEPTHS if zoom <= up_to), 0)
    return COMMUNITY if depth and total <= FEW else depth


def count_of(kind):
    return Count("pk", filter=kind.condition)


def by_area(rows, depth, view):
    """One row an area; a case whose place is larger than the level stands for its own place."""
    parts = (F("place__path"), Value("/"), Value(depth + 1))
    level = Func(*parts, function="split_part", output_field=CharField())
    key = Coalesce(NullIf(level, Value("")), F("place__pcode"))
    found = rows.values(pcode=key).annotate(**MIDDLE, n=Count("pk"), first=Min("ref"))
    return within(found, view.box, "mid_lat", "mid_lon")


def by_spot(rows, view):
    """One row a square of the size of a fingertip."""
    size = SPOT * 360 / (TILE * 2 ** min(view.zoom, DEEPEST))
    squares = {
        name: Floor(Cast(F(side), FloatField()) / size)
        for name, side in (("row", "lat"), ("column", "lon"))
    }
    found = within(rows, view.box, "lat", "lon").annotate(**squares).values(*squares)
    return found.annotate(
        **MIDDLE,
        n=Count("pk"),
        refs=ArrayAgg("ref", order_by="ref"),
        pcode=Min("place__pcode"),
        places=Count("place", distinct=True),
    )


MIDDLE = {"mid_lat": Avg("lat"), "mid_lon": Avg("lon")}


def within(rows, box, lat, lon):
    if box is None:
        return rows
    sides = {f"{lat}__range": (box.south, box.north), f"{lon}__range": (box.west, box.east)}
    return rows.filter(**sides)


def group_of(row, kinds, *, whole):
    counts = [(each, row[f"of_{each.name}"]) for each in kinds if row[f"of_{each.name}"]]
    refs = row.get("refs") or [row["first"]]
    return Group(
        latitude=float(row["mid_lat"]),
        longitude=float(row["mid_lon"]),
        number=row["n"],
        counts=counts,
        area=row["pcode"],
        whole_area=whole or row["places"] == 1,
        refs=refs if row["n"] == len(refs) <= MOST_NAMED else [],
    )


def name_areas(made):
    """Put areas where the database gave their codes."""
    codes = {group.area for group in made}
    known = Area.objects.select_related("parent").in_bulk(codes, field_name="pcode")
    for group in made:
        group.area = known.get(group.area)


def name_cases(made, cases, kinds):
    """Put cases, each with its `kind`, where the groups hold few references."""
    refs = [ref for group in made for ref in group.refs]
    known = (
        {case.ref: case for case in with_kind(cases.filter(ref__in=refs), kinds)} if refs else {}
    )
    for group in made:
        group.cases = [known[ref] for ref in group.refs if ref in known]


def with_kind(cases, kinds):
    """Each case with the name of the first kind that it is."""
    return cases.annotate(
        kind=Case(*[When(each.condition, then=Value(each.name)) for each in kinds])
    )

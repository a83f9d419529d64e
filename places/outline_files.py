"""Outlines from a file: GeoJSON whose features name their area by its p-code."""

import json
import re
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from places.cells import simplified
from places.models import Area, Outline

TOLERANCE = 0.002  # degrees, about 200 m: what a map of a district can show
DECIMALS = 4  # about 11 m
CORNERS = 4  # the fewest points of a closed ring
PCODE_OF_LEVEL = re.compile(r"adm(\d)_?pcode", re.I)


class Read(NamedTuple):
    """What became of a file: outlines kept, and the codes that are no area of ours."""

    kept: int
    unknown: list


def read_outlines(text):
    """{p-code: rings} of a FeatureCollection. Raises ValidationError with a sentence."""
    try:
        found = json.loads(text)
        features = found["features"]
        return {code: rings for code, rings in map(outline_of, features) if code and rings}
    except (ValueError, KeyError, TypeError, IndexError) as error:
        raise ValidationError(
            _("This is no GeoJSON file of areas: we looked for features with polygons.")
        ) from error


def outline_of(feature):
    """(p-code, rings); the code is "" where the feature names none."""
    geometry = feature["geometry"] or {"type": "", "coordinates": []}
    polygons = {"Polygon": [geometry["coordinates"]], "MultiPolygon": geometry["coordinates"]}
    rings = [
        simple_ring(ring) for polygon in polygons.get(geometry["type"], []) for ring in polygon
    ]
    return pcode_of(feature["properties"]), [ring for ring in rings if len(ring) >= CORNERS]


def pcode_of(properties):
    """The code of the deepest level named: a file of districts also says their governorate."""
    if plain := next((v for k, v in properties.items() if k.lower() == "pcode"), ""):
        return str(plain)
    levels = {
        match[1]: value
        for name, value in properties.items()
        if (match := PCODE_OF_LEVEL.fullmatch(name)) and value
    }
    return str(levels[max(levels)]) if levels else ""


def simple_ring(ring):
    points = [(round(float(x), DECIMALS), round(float(y), DECIMALS)) for x, y, *_height in ring]
    if any(abs(x) > 180 or abs(y) > 90 for x, y in points):
        raise ValidationError(
            _("The file is not in degrees (WGS 84): export it again as EPSG:4326.")
        )
    return simplified(points, TOLERANCE)


@transaction.atomic
def take_in(text):
    """Keep the outlines of a file in place of all that were kept before.

    Raises ValidationError, and changes nothing, where the file names no area of ours.
    """
    found = read_outlines(text)
    areas = Area.objects.filter(pcode__in=found).in_bulk(field_name="pcode")
    if not areas:
        raise ValidationError(
            _("No p-code of the file is in our list of areas. Import the gazetteer first.")
        )
    Outline.objects.all().delete()
    now = timezone.now()
    Outline.objects.bulk_create(
        Outline(area=area, rings=found[code], read_at=now) for code, area in areas.items()
    )
    return Read(len(areas), sorted(found.keys() - areas.keys()))

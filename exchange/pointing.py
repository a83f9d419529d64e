"""The point of a row: from one cell or from two; what looks wrong is said, nothing is turned."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy

from casework.sentences import kept
from casework.sentences import say as _
from places.coordinates import Doubt, check_in_country, distance_km, doubts, read_point

SWAPPED_INTO_COUNTRY = gettext_lazy(
    "Latitude and longitude look swapped: as written the point is outside the country, "
    "the other way round (%(turned)s) it is in it."
)


POINT = ("latitude", "longitude", "geo_precision")
AT_LEAST_KM = 0.2  # less may be rounding: three decimals, a grid of 100 m
OF_PLACE = "place"  # what our own sheets say beside the centre of a place


def without_borrowed_point(row, found):
    """The values without a point that our own sheet showed of the place, for want of a better one:
    brought in again it would pass for the spot."""
    if row.values.get("point_of") != OF_PLACE:
        return found | point_of(row, found.get("place"))
    row.note("point_of", _("The point is the place's own: left out."), "point_of_place")
    return {name: value for name, value in found.items() if name not in POINT}


def point_of(row, area):
    """{"latitude": …, "longitude": …} as the row says; doubts are warnings."""
    if row.values.get("latitude") is not None and row.values.get("longitude") is not None:
        column = "latitude"
        text = f"{row.values['latitude']}, {row.values['longitude']}"
    else:
        column, text = "coordinates", row.values.get("coordinates", "")
    if not text:
        return {n: row.values[n] for n in ("latitude", "longitude") if n in row.values}
    if not any(letter.isdigit() for letter in text):
        sentence = _("“%(text)s” is no point: kept with the text.")
        row.warn(column, sentence % {"text": text}, "no_point")
        row.said.append(text)
        return {}
    try:
        point = read_point(text)
    except ValidationError as error:
        row.refuse(column, error, "latitude")
        return {}
    for doubt in odd_about(point, area):
        row.warn(column, doubt, doubt.code, say=kept(doubt.sentence, doubt.facts))
    if column == "latitude":
        doubt_other(row, point)
    row.shown[column] = str(point)
    return {"latitude": point.latitude, "longitude": point.longitude}


def doubt_other(row, point):
    """Where a sheet gives its point twice and the two differ, one of them is wrong."""
    try:
        other = read_point(row.values.get("coordinates") or "")
    except ValidationError:
        return
    apart = distance_km(point, other)
    if apart > AT_LEAST_KM:
        sentence = _("Latitude and longitude count, which are %(km)s km from this point.")
        row.warn("coordinates", sentence % {"km": f"{apart:.1f}"}, "two_points")


def odd_about(point, area):
    """The Doubts: far from its place, or better the other way round."""
    odd = doubts(point, area)
    if any(doubt.code == "swapped" for doubt in odd):
        return odd
    return doubts_of_country(point) or odd


def doubts_of_country(point):
    """A point outside the country that lies in it the other way round; the case itself refuses
    what lies outside."""
    if is_inside(point) or not is_inside(point.swapped()):
        return []
    return [Doubt("swapped", SWAPPED_INTO_COUNTRY, {"turned": point.swapped()})]


def is_inside(point):
    try:
        check_in_country(point)
    except ValidationError:
        return False
    return True

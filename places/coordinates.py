"""One box for a point: whatever people paste is read, checked, shown again and doubted."""

import re
import unicodedata
from decimal import Decimal
from math import asin, cos, radians, sin, sqrt
from typing import NamedTuple

import lat_lon_parser
import mgrs
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from places.map_links import find_in_link, is_link
from places.spelling import to_western_digits

EARTH_RADIUS_KM = 6371.0088
# South, west, north, east of Syria with a little room; another country sets its own.
DEFAULT_BOX = (32.0, 35.4, 37.6, 42.6)
# How far from an area's own point its ground may reach, by level: a point beyond is doubted.
REACH_KM = {0: 800, 1: 200, 2: 80, 3: 40, 4: 15, 5: 15}

SIGNS = str.maketrans(
    {
        "٫": ".",
        "،": ",",
        "؛": ";",
        "−": "-",
        "–": "-",
        "º": "°",
        "˚": "°",
        "′": "'",
        "’": "'",
        "‘": "'",
        "´": "'",
        "″": '"',
        "“": '"',
        "”": '"',
    }
)
HEMISPHERE_WORDS = (
    (re.compile(r"\bnorth\b|\bشمال\w*|\bش\b", re.I), "N"),
    (re.compile(r"\bsouth\b|\bجنوب\w*|\bج\b", re.I), "S"),
    (re.compile(r"\beast\b|\bشرق\w*|\bق\b", re.I), "E"),
    (re.compile(r"\bwest\b|\bغرب\w*|\bغ\b", re.I), "W"),
)
LATITUDE_WORD = re.compile(r"\blat(?:itude)?\b\.?|خط العرض|العرض", re.I)
LONGITUDE_WORD = re.compile(r"\b(?:lon(?:g|gitude)?|lng)\b\.?|خط الطول|الطول", re.I)
MGRS = re.compile(r"\d{1,2}[C-HJ-NP-X][A-HJ-NP-Z]{2}(\d*)", re.I)
DECIMAL_COMMAS = re.compile(r"([-+]?\d{1,3}),(\d{3,})\s*[,;/\s]\s*([-+]?\d{1,3}),(\d{3,})")
ONE_DECIMAL_COMMA = re.compile(r"^([-+]?\d{1,3}),(\d+)$")
ANGLES = re.compile(r"""[\d.,;:/|°'"+\-NSEW()\s]+""")
NUMBER = re.compile(r"[-+]?\d+(?:\.\d+)?")
STRAY_POINT = re.compile(r"\d\.\s*\.|\d\.\s+\d|\d\.\d+\.")  # 36..13, 36. 13: a slip, no minutes
PLAIN = re.compile(r"(-?\d{1,3}\.\d{1,9}), (-?\d{1,3}\.\d{1,9})", re.ASCII)  # most, in sheets
LOOKS_SWAPPED = _(
    "Latitude and longitude look swapped: as written the point is %(km)s km from %(place)s, "
    "the other way round (%(turned)s) it is %(near)s km away."
)
LOOKS_FAR = _("The point is %(km)s km from %(place)s: check the point and the place.")
NO_SUCH_PLACE = _(
    "Latitude goes from -90 to 90 and longitude from -180 to 180: "
    "%(latitude)s, %(longitude)s is no place on Earth."
)


class Point(NamedTuple):
    """A place on the ground in degrees (WGS 84), and how it was written."""

    latitude: Decimal
    longitude: Decimal
    kind: str = "decimal"

    def __str__(self):
        return as_decimal(self)

    def swapped(self):
        return Point(self.longitude, self.latitude, self.kind)


def read_point(text: str) -> Point:
    """The point that was written: decimal, degrees and minutes, MGRS or a pasted map link.

    Latitude comes first unless letters or words say otherwise. Raises ValidationError with a
    sentence that says what to write instead.
    """
    if plain := PLAIN.fullmatch(text):
        return _checked(float(plain[1]), float(plain[2]), "decimal")
    text = _tidy(text)
    if is_link(text):
        return _checked(*find_in_link(text), "link")
    squeezed = re.sub(r"\s", "", text)
    if MGRS.fullmatch(squeezed):
        return _from_mgrs(squeezed.upper())
    return _from_angles(text)


def read_angle(text: str, hemispheres: str) -> Decimal:
    """One half of a point, in a cell of its own: 36.1379, 36,1379, 36°08'16"N. `hemispheres` are
    the two letters that may stand with it. Raises ValidationError like `read_point`."""
    text, _longitude_first = _without_words(_tidy(text))
    text = ONE_DECIMAL_COMMA.sub(r"\1.\2", text)
    letters = re.findall("[NSEW]", text)
    odd = not ANGLES.fullmatch(text) or STRAY_POINT.search(text) or len(letters) > 1
    if odd or not 1 <= len(NUMBER.findall(text)) <= 3:
        raise _unreadable(_("This is not an angle we can read. Write it like 36.1379."))
    if letters and letters[0] not in hemispheres:
        sentence = _(
            "Here stand %(letters)s, and not %(letter)s: latitude and longitude look swapped."
        )
        raise _unreadable(sentence, "swapped", letters=" / ".join(hemispheres), letter=letters[0])
    return _rounded(_degrees(text))


def _tidy(text: str) -> str:
    """Western digits and plain signs, without the invisible marks that copying brings along."""
    text = to_western_digits(text.translate(SIGNS))
    text = "".join(each for each in text if unicodedata.category(each) not in {"Cf", "Mn"})
    return " ".join(text.replace("\u00a0", " ").split())


def _from_mgrs(text: str) -> Point:
    """The middle of the square that is named: the corner would be off by up to its size."""
    digits = MGRS.fullmatch(text)[1]
    half = len(digits) // 2
    if len(digits) % 2 or not 2 <= half <= 5:
        raise _unreadable(
            _("This MGRS reference has %(count)s digits: write 4, 6, 8 or 10, like 37SCA04600142."),
            "mgrs",
            count=len(digits),
        )
    square = text[: len(text) - len(digits)]
    if half < 5:
        digits = f"{digits[:half]}5{digits[half:]}5"
    try:
        return _checked(*mgrs.MGRS().toLatLon(square + digits), "mgrs")
    except mgrs.core.MGRSError as error:
        raise _unreadable(_("There is no such MGRS square: check its letters."), "mgrs") from error


def _from_angles(text: str) -> Point:
    text, longitude_first = _without_words(text)
    commas = DECIMAL_COMMAS.fullmatch(text)
    if commas:
        text = "{}.{} {}.{}".format(*commas.groups())
    is_plain = ANGLES.fullmatch(text) and not STRAY_POINT.search(text)
    halves = _halves(text) if is_plain else None
    if not halves:
        raise _unreadable(
            _(
                "This is not a point we can read. Write latitude and longitude like "
                "36.1379, 36.8284, or an MGRS reference like 37SCA04600142, "
                "or paste a map link."
            )
        )
    first, second = (_degrees(half) for half in halves)
    if longitude_first or "E" in halves[0] or "W" in halves[0]:
        first, second = second, first
    kinds = {1: "decimal", 2: "minutes", 3: "dms"}
    return _checked(first, second, kinds[len(NUMBER.findall(halves[0]))])


def _without_words(text: str) -> tuple[str, bool]:
    """The text with letters for the hemispheres and no labels; whether longitude is first."""
    latitude, longitude = LATITUDE_WORD.search(text), LONGITUDE_WORD.search(text)
    longitude_first = bool(latitude and longitude and longitude.start() < latitude.start())
    for pattern, letter in HEMISPHERE_WORDS:
        text = pattern.sub(letter, text)
    text = LONGITUDE_WORD.sub(" ", LATITUDE_WORD.sub(" ", text))
    return text.replace("=", " ").replace(":", " ").upper().strip(" ,;"), longitude_first


def _halves(text: str) -> list[str] | None:
    """The two angles of the text: told apart by their letters, else by counting numbers."""
    letters = "".join(re.findall("[NSEW]", text))
    if letters:
        if not re.fullmatch("[NS][EW]|[EW][NS]", letters):
            return None
        before = r"[NSEW][^NSEW]+" if text[0] in "NSEW" else r"[^NSEW]+[NSEW]"
        halves = re.findall(before, text)
    else:
        numbers = NUMBER.findall(text)
        middle = len(numbers) // 2
        halves = [" ".join(numbers[:middle]), " ".join(numbers[middle:])]
    counts = [len(NUMBER.findall(half)) for half in halves]
    return halves if len(counts) == 2 and counts[0] == counts[1] and 1 <= counts[0] <= 3 else None


def _degrees(angle: str) -> float:
    """Degrees of one angle; minutes and seconds stay below 60 and only the last has decimals."""
    *whole, last = NUMBER.findall(angle)
    if any("." in part for part in whole):
        raise _unreadable(_("Write decimals only in the last number of an angle."), "parts")
    if any(float(part) >= 60 or float(part) < 0 for part in [*whole, last][1:]):
        raise _unreadable(_("Minutes and seconds are numbers from 0 to 59."), "parts")
    hemisphere = re.search("[NSEW]", angle)
    parts = " ".join([*whole, last]).lstrip("+")
    try:
        return lat_lon_parser.parse(parts + (hemisphere[0] if hemisphere else ""))
    except ValueError as error:
        raise _unreadable(_("An angle goes from -180 to 180 degrees."), "range") from error


def _checked(latitude, longitude, kind: str) -> Point:
    if abs(latitude) > 90 or abs(longitude) > 180:
        facts = {"latitude": f"{latitude:g}", "longitude": f"{longitude:g}"}
        raise _unreadable(NO_SUCH_PLACE, "range", **facts)
    return Point(_rounded(latitude), _rounded(longitude), kind)


def _rounded(degrees) -> Decimal:
    """Six decimals, a tenth of a metre: what the columns hold."""
    return Decimal(str(degrees)).quantize(Decimal("0.000001"))


def _unreadable(sentence: str, code: str = "unreadable", **params) -> ValidationError:
    return ValidationError(sentence, code=code, params=params)


def distance_km(one, other) -> float:
    """Kilometres over ground between two things that have a latitude and a longitude."""
    latitude, longitude, there, across = (
        radians(each) for each in (one.latitude, one.longitude, other.latitude, other.longitude)
    )
    chord = (
        sin((there - latitude) / 2) ** 2
        + cos(latitude) * cos(there) * sin((across - longitude) / 2) ** 2
    )
    return 2 * EARTH_RADIUS_KM * asin(sqrt(chord))


class Doubt(NamedTuple):
    """What is odd about a point; its text is the sentence in the reader's language."""

    code: str
    sentence: object
    facts: dict

    def __str__(self):
        return self.sentence % {name: said(fact) for name, fact in self.facts.items()}


def said(fact):
    """A fact as a sentence says it: a place by its name in the reader's language, and a point with
    its latitude first, which an Arabic sentence would turn round once more."""
    if isinstance(fact, Point):
        return f"\N{LEFT-TO-RIGHT ISOLATE}{fact}\N{POP DIRECTIONAL ISOLATE}"
    return getattr(fact, "name", fact)


def doubts(point: Point, area) -> list[Doubt]:
    """What is odd about a point for its chosen area: nothing is refused.

    `swapped`: the other way round it is near. `far`: beyond the reach of an area of this level.
    An area without a point of its own raises no doubt.
    """
    if area is None or area.latitude is None:
        return []
    reach, away, turned = REACH_KM[area.level], distance_km(point, area), point.swapped()
    if away <= reach:
        return []
    near = distance_km(turned, area)
    facts = {"km": round(away), "place": area, "turned": turned, "near": round(near)}
    if near <= reach:
        return [Doubt("swapped", LOOKS_SWAPPED, facts)]
    return [Doubt("far", LOOKS_FAR, facts)]


def check_in_country(point: Point) -> None:
    """Raise ValidationError (code `outside`) for a point outside the country we work in."""
    south, west, north, east = getattr(settings, "AFTERMATH_COUNTRY_BOX", DEFAULT_BOX)
    if south <= point.latitude <= north and west <= point.longitude <= east:
        return
    raise ValidationError(
        _(
            "The point %(point)s lies outside the country: latitude must be %(south)s to "
            "%(north)s and longitude %(west)s to %(east)s."
        ),
        code="outside",
        params={"point": point, "south": south, "north": north, "west": west, "east": east},
    )


def as_decimal(point) -> str:
    """Degrees with five decimals, about a metre: 36.13790, 36.82840."""
    return f"{point.latitude:.5f}, {point.longitude:.5f}"


def as_mgrs(point, digits: int = 4) -> str:
    """The MGRS reference with this many digits an axis (4 is ten metres): 37SCA04600142."""
    latitude, longitude = float(point.latitude), float(point.longitude)
    return mgrs.MGRS().toMGRS(latitude, longitude, MGRSPrecision=digits)

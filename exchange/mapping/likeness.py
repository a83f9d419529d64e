"""What the values of a column look like: days, p-codes, points, names of areas, words of a list.

Asked only of columns whose header and tag say nothing. A likeness is a proposal that a person
looks at, never a reading.
"""

import re
from dataclasses import dataclass

from django.conf import settings
from django.core.exceptions import ValidationError

from exchange import widgets
from exchange.cells import is_unknown, plain, to_text
from exchange.cells.dates import SERIALS, read_day
from places.coordinates import read_point
from places.models import Area, AreaName
from places.spelling import fold

LEAST = 3  # values below which nothing is proposed
MOST = 0.8  # of the values must look alike; typing mistakes are in every column
NAMES_MOST = 0.6  # half of a sheet's villages may be spelled in ways that nobody has met
PCODE = re.compile(r"[A-Z]{2}\d{2,12}|[CN]\d{4,6}")
FRACTION = re.compile(r"-?\d{1,3}\.\d{3,}")
# The level of the areas that a column names → the word in its declaration. A town's name is often
# its district's too: what people write in sheets comes first.
LEVELS = {
    Area.Level.GOVERNORATE: "governorate",
    Area.Level.COMMUNITY: "place",
    Area.Level.NEIGHBOURHOOD: "place",
    Area.Level.SUBDISTRICT: "subdistrict",
    Area.Level.DISTRICT: "district",
}


@dataclass(frozen=True)
class Likeness:
    """What a column looks like, and which share of its values does."""

    looks: str
    share: float


def known_values(values):
    """The distinct values that say something."""
    return list(dict.fromkeys(each for each in values if not is_blank(each)))


def is_blank(value):
    try:
        return is_unknown(value)
    except ValidationError:
        return False


def text_of(value):
    try:
        return to_text(value)
    except ValidationError:
        return ""


def likenesses(columns_of_values):
    """{position: [Likeness], the closest first} for {position: values}; names are asked at once."""
    found, unnamed = {}, {}
    for position, values in columns_of_values.items():
        said = known_values(values)
        if len(said) < LEAST:
            continue
        likely = [Likeness(looks, share(said, test)) for looks, test in TESTS.items()]
        likely = [each for each in likely if each.share >= MOST]
        if likely:
            found[position] = sorted(likely, key=lambda each: -each.share)
        else:
            unnamed[position] = said
    return found | areas_named(unnamed)


def share(values, test):
    return sum(map(bool, map(test, values))) / len(values)


def is_day(value):
    """Bare numbers are days only where a spreadsheet's serials are meant: not years or counts."""
    if isinstance(value, (int, float)):
        return value in SERIALS
    text = plain(text_of(value))
    if text.isdecimal() or len(text) < 6:
        return False
    try:
        return read_day(value) is not None
    except ValidationError:
        return False


def is_pcode(value):
    return bool(PCODE.fullmatch(text_of(value).upper()))


def is_point(value):
    text = text_of(value)
    if len(text) < 9 or not any(each.isdigit() for each in text) or is_day(value):
        return False
    try:
        read_point(text)
    except ValidationError:
        return False
    return True


def is_degrees(value, low, high):
    text = plain(text_of(value))
    return bool(FRACTION.fullmatch(text)) and low <= float(text) <= high


def is_latitude(value):
    south, _west, north, _east = settings.AFTERMATH_COUNTRY_BOX
    return is_degrees(value, south, north)


def is_longitude(value):
    _south, west, _north, east = settings.AFTERMATH_COUNTRY_BOX
    return is_degrees(value, west, east)


TESTS = {
    "pcode": is_pcode,
    "day": is_day,
    "latitude": is_latitude,
    "longitude": is_longitude,
    "point": is_point,
}


def areas_named(unnamed):
    """The columns whose values are names of areas, by the level that most of them have."""
    folded = {at: {fold(text_of(each)) for each in said} - {""} for at, said in unnamed.items()}
    everything = set().union(*folded.values()) if folded else set()
    named = {}
    rows = AreaName.objects.filter(folded__in=everything).values_list("folded", "area__level")
    for text, level in rows:
        named.setdefault(text, set()).add(LEVELS.get(level))
    found = {}
    for position, texts in folded.items():
        likely = [
            Likeness(looks, share(texts, lambda text, looks=looks: looks in named.get(text, ())))
            for looks in dict.fromkeys(LEVELS.values())
            if len(texts) >= LEAST
        ]
        likely = [each for each in likely if each.share >= NAMES_MOST]
        if likely:
            found[position] = sorted(likely, key=lambda each: -each.share)
    return found


def lists_matched(values, columns):
    """[(column name, share)] of the closed lists that hold these values, the closest first."""
    said = [text_of(each) for each in known_values(values)]
    if len(said) < LEAST or all(text.isdecimal() for text in said):
        return []
    likely = [
        (column.column_name, share(said, column.widget.is_word))
        for column in columns
        if type(column.widget) is widgets.ChoiceCell and not column.readonly
    ]
    return sorted([pair for pair in likely if pair[1] >= MOST], key=lambda pair: -pair[1])

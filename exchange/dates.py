"""Days and times as sheets write them: any order, any script, serial numbers, parts of the day."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from datetime import time as clock_time

from django.utils import timezone
from django.utils.translation import gettext as _

from exchange import words
from exchange.cells import is_unknown, plain, refusal, to_text
from places.spelling import fold

EPOCH = date(1899, 12, 30)  # day 0 of a spreadsheet's serial numbers
SERIALS = range(20_000, 80_000)  # 1954 to 2119: a bare number in a date column
DAY_FIRST, MONTH_FIRST, MIXED = "day first", "month first", "mixed"
ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ](.*))?")
NUMERIC = re.compile(r"(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4}|\d{2})(?:[\s,]+(.*))?")
DAYS = re.compile(r"(\d{1,2})\s*-\s*(\d{1,2})[/.](\d{1,2})[/.](\d{4})")
TWO_DATES = re.compile(r"(.*\d{4})\s*(?:-|to|until|الى|إلى|حتى)\s*(.*\d{4})")
CLOCK = re.compile(r"(\d{1,2})[:.](\d{2})(?:[:.](\d{2})(?:\.\d+)?)?\s*(.*)")
HOUR = re.compile(r"(\d{1,2})\s+(\D+)")


@dataclass(frozen=True)
class Day:
    """A day, or the first and last of several; the time if the same cell gives one.

    `placeholder`: the cell said midnight, as spreadsheets do when nobody gave a time.
    """

    first: date
    last: date | None = None
    time: clock_time | None = None
    placeholder: bool = False


@dataclass(frozen=True)
class Hour:
    """A clock time, or only a part of the day (the incident's own code)."""

    time: clock_time | None = None
    part: str = ""
    about: bool = False


# ---------------------------------------------------------------- days


def read_day(value, order=DAY_FIRST):
    """The day or days a cell says, or None for unknown. `order` settles 03/04/2024."""
    if is_unknown(value):
        return None
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return from_serial(value)
    text = plain(value)
    if re.fullmatch(r"\d{5}(\.\d+)?", text):
        return from_serial(float(text))
    day = iso_day(text) or several_days(text, order) or numeric_day(text, order) or named_day(text)
    if day is None:
        raise refusal(
            _("“%(text)s” is not a date. Write it like 2024-11-28 or 28/11/2024."),
            text=to_text(value),
        )
    return day


def from_serial(number):
    """The day of a spreadsheet's serial number; its fraction is the time."""
    whole = int(number)
    if whole not in SERIALS:
        raise refusal(_("“%(text)s” is not a date. Write it like 2024-11-28."), text=number)
    minutes = round((number - whole) * 24 * 60)
    clock = None if minutes == 0 else clock_time(minutes // 60 % 24, minutes % 60)
    return Day(EPOCH + timedelta(days=whole), time=clock)


def iso_day(text):
    found = ISO.fullmatch(text)
    if not found:
        return None
    year, month, day, rest = found.groups()
    on = existing(int(year), int(month), int(day), text)
    if not rest:
        return Day(on)
    zoned = re.fullmatch(r"(.+?)\s*(Z|[+-]\d{2}:?\d{2})", rest)
    if zoned:
        return local_moment(on, zoned[1], zoned[2], text)
    return timed(on, rest, text)


def local_moment(on, clock, zone, text):
    """An ISO time with its zone belongs to our local day."""
    try:
        moment = datetime.fromisoformat(f"{on}T{clock}{zone.replace('Z', '+00:00')}")
    except ValueError as error:
        raise refusal(_("“%(text)s” is not a date and time."), text=text) from error
    local = timezone.localtime(moment)
    return Day(local.date(), time=local.time().replace(microsecond=0))


def timed(on, rest, text):
    """A day with the time that follows it; midnight is what a spreadsheet puts for no time."""
    hour = clock_of(rest)
    if hour is None:
        raise refusal(_("The time in “%(text)s” cannot be read."), text=text)
    if hour.time == clock_time(0, 0):
        return Day(on, placeholder=True)
    return Day(on, time=hour.time)


def several_days(text, order):
    found = DAYS.fullmatch(text)
    if found:
        first, last, month, year = map(int, found.groups())
        return in_order(existing(year, month, first, text), existing(year, month, last, text), text)
    found = TWO_DATES.fullmatch(text)
    if found:
        days = [
            numeric_day(part.strip(), order) or iso_day(part.strip()) for part in found.groups()
        ]
        return in_order(days[0].first, days[1].first, text) if all(days) else None
    return None


def in_order(first, last, text):
    if last < first:
        raise refusal(_("In “%(text)s” the last day is before the first."), "order", text=text)
    return Day(first, last if last != first else None)


def numeric_day(text, order):
    found = NUMERIC.fullmatch(text)
    if not found:
        return None
    one, two, year, rest = found.groups()
    one, two, year = int(one), int(two), full_year(int(year))
    day, month = settled(one, two, order, text)
    on = existing(year, month, day, text)
    return timed(on, rest, text) if rest else Day(on)


def settled(one, two, order, text):
    """(day, month) of two numbers: what cannot be a month is the day, else the column's order."""
    if two > 12 >= one:
        return two, one
    if one > 12 or one == two or order == DAY_FIRST:
        return one, two
    if order == MONTH_FIRST:
        return two, one
    raise refusal(
        _(
            "“%(text)s” can be read with the day or the month first, and this column has both. "
            "Write it like 2024-11-28."
        ),
        "ambiguous",
        text=text,
    )


def column_order(values):
    """Which order a column's dates are in, judged by those that can be read in one way only."""
    day_first = month_first = False
    for value in values:
        found = NUMERIC.fullmatch(plain(value)) if isinstance(value, str) else None
        if found:
            one, two = int(found[1]), int(found[2])
            day_first |= one > 12 >= two
            month_first |= two > 12 >= one
    if month_first:
        return MIXED if day_first else MONTH_FIRST
    return DAY_FIRST


def named_day(text):
    """28 November 2024 · Nov. 28, 2024, 1:22 p.m. · 28 تشرين الثاني 2024 · 27-28 Nov 2024."""
    months = "|".join(sorted(map(re.escape, words.MONTHS), key=len, reverse=True))
    folded = re.sub(r"\bال(?=\w)", "ال", fold_date(text))
    patterns = (
        rf"(\d{{1,2}})(?:-(\d{{1,2}}))? ({months}) (\d{{4}})(?: (.*))?",
        rf"()()({months}) (\d{{1,2}}) (\d{{4}})(?: (.*))?",
    )
    if found := re.fullmatch(patterns[0], folded):
        first, last, month, year, rest = found.groups()
    elif found := re.fullmatch(patterns[1], folded):
        *_nothing, month, first, year, rest = found.groups()
        last = None
    else:
        return None
    on = existing(int(year), words.MONTHS[month], int(first), text)
    if last:
        return in_order(on, existing(on.year, on.month, int(last), text), text)
    return timed(on, rest, text) if rest else Day(on)


def fold_date(text):
    """Letters folded, digits, colons and dashes between digits kept."""
    tokens = re.findall(r"\d{1,2}[:]\d{2}(?::\d{2})?|\d+-\d+|\d+|[^\W\d]+(?:\.[^\W\d]+\.?)*", text)
    return " ".join(
        token if token[0].isdigit() else fold(token.replace(".", "")) for token in tokens
    )


def full_year(year):
    return year + 2000 if year < 100 else year


def existing(year, month, day, text):
    """The date, or a refusal that says why the calendar has none."""
    if not 1 <= month <= 12 or not 1900 <= year <= 2200:
        raise refusal(_("“%(text)s” is not a date. Write it like 2024-11-28."), text=text)
    last = monthrange(year, month)[1]
    if not 1 <= day <= last:
        raise refusal(
            _("There is no %(text)s: that month has %(last)s days."), "impossible", text=text,
            last=last,
        )  # fmt: skip
    return date(year, month, day)


# ---------------------------------------------------------------- times


def read_hour(value):
    """The time or part of the day a cell says, or None for unknown."""
    if is_unknown(value):
        return None
    if isinstance(value, float) and 0 <= value < 1:
        minutes = round(value * 24 * 60)
        return Hour(clock_time(minutes // 60 % 24, minutes % 60))
    hour = clock_of(plain(value)) or part_of_day(plain(value))
    if hour is None:
        raise refusal(
            _("“%(text)s” is not a time. Write it like 13:22, or a part of the day."),
            text=to_text(value),
        )
    return hour


def clock_of(text):
    """13:22 · 8:56 ص · 1:22 p.m. · 8 مساءً; None when it is no clock time."""
    said = fold(re.sub(r"[\d:.]+.*", "", text))
    about = said in words.ABOUT
    if said and not about:
        return None
    text = re.sub(r"^\D+", "", text)
    found = CLOCK.fullmatch(text)
    if found:
        hour, minute, second, half = int(found[1]), int(found[2]), int(found[3] or 0), found[4]
    elif found := HOUR.fullmatch(text):
        hour, minute, second, half = int(found[1]), 0, 0, found[2]
    else:
        return None
    hour = in_half(hour, fold(half.replace(".", "")))
    if hour is None or hour > 23 or minute > 59 or second > 59:
        return None
    return Hour(clock_time(hour, minute, second), about=about)


def in_half(hour, half):
    """The hour of 24; None when the half of the day makes no sense."""
    if not half:
        return hour
    if half in words.BEFORE_NOON:
        return 0 if hour == 12 else hour
    if half in words.AFTER_NOON:
        return hour if hour >= 12 else hour + 12
    return None


def part_of_day(text):
    part = words.PARTS_OF_DAY.get(fold(text))
    return Hour(part=part) if part else None

"""Times of the day as sheets write them: clocks of 12 and 24 hours, parts of the day, fractions."""

import re
from dataclasses import dataclass, replace
from datetime import date
from datetime import time as clock_time

from casework.sentences import say as _
from exchange.cells import is_unknown, plain, refusal, to_text, words
from places.spelling import fold

MINUTES = 24 * 60
CLOCK = re.compile(r"(\d{1,2})\s*[:.h]\s*(\d{2})(?:[:.](\d{2})(?:[.,]\d+)?)?\s*(\D*)", re.I)
HOUR = re.compile(r"(\d{1,2})\s*([^\d\s:.,]\D*)")
MILITARY = re.compile(r"([01]\d|2[0-3])([0-5]\d)")
FRACTION = re.compile(r"0\.\d+")
# The phone's own: 13:22:00.000+03:00. A minus is a zone only behind seconds: not in 13:22-13:40.
ZONE = re.compile(
    r"(?:(?<=:\d\d)(?:\.\d+)?\s*(?:Z|\+\d\d:?\d\d)|(?<=:\d\d:\d\d)(?:\.\d+)?-\d\d:?\d\d)$"
)
# A spreadsheet's time may come with the day that stands for none, or with the row's own.
WITH_A_DAY = re.compile(r"\d{4}-\d{2}-\d{2}[T ](?=\d)")
# A day of our own years with its midnight is a day, and tells no time. 1899 and 1900 tell none.
A_DAY = re.compile(r"(?!1899|190[0-4])\d{4}-\d{2}-\d{2}(?=[T ])")
ONLY_A_DAY = re.compile(rf"{A_DAY.pattern}[T ]00:00(?::00)?")
ELSEWHERE = re.compile(r"(?:Z|[+-]00:?00)$")  # the time of Greenwich, which is never ours


@dataclass(frozen=True)
class Hour:
    """A clock time, or only a part of the day (the incident's own code). `on` is the day that
    stands with it, if one does."""

    time: clock_time | None = None
    part: str = ""
    about: bool = False
    on: date | None = None


def read_hour(value):
    """The time or part of the day a cell says, or None for unknown."""
    if is_unknown(value):
        return None
    if isinstance(value, float) and 0 <= value < 1:
        return Hour(of_fraction(value))
    text = plain(value)
    if ONLY_A_DAY.fullmatch(text):
        raise refusal(_("“%(text)s” is a day, and no time of it."), "only_a_day", text=text)
    if (zone := ZONE.search(text)) and ELSEWHERE.search(zone[0]):
        raise refusal(
            _("“%(text)s” is a time of another zone. Write the local time, like 13:22."),
            "zone",
            text=text,
        )
    on, text = day_of(text), ZONE.sub("", WITH_A_DAY.sub("", text, count=1))
    hour = fraction_of(text) or clock_of(text) or part_of_day(text)
    if hour is None:
        raise refusal(
            _("“%(text)s” is not a time. Write it like 13:22, or a part of the day."),
            text=to_text(value),
        )
    return replace(hour, on=on) if on else hour


def day_of(text):
    """The day before a time; None for the one by which spreadsheets say that there is none."""
    found = A_DAY.match(text)
    try:
        return date.fromisoformat(found[0]) if found else None
    except ValueError:
        return None


def of_fraction(number):
    minutes = round(number * MINUTES)
    return clock_time(minutes // 60 % 24, minutes % 60)


def fraction_of(text):
    """The time of a spreadsheet's own number for it, 0.556944: nobody writes an hour as “0.5”."""
    return Hour(of_fraction(float(text))) if FRACTION.fullmatch(text) else None


def clock_of(text):
    """13:22 · 13h22 · 1322 · 8:56 ص · 1:22 p.m. · الساعة 8 مساءً; None when it is no clock time."""
    before = re.match(r"\D*", text)[0]
    said = [word for word in fold(before).split() if word not in words.CLOCK_WORDS]
    about = "~" in before or " ".join(said) in words.ABOUT
    if said and not about:
        return None
    parts = clock_parts(text[len(before) :].strip())
    if parts is None:
        return None
    hour, minute, second, half = parts
    hour = in_half(hour, half_of(half))
    if hour is None or hour > 23 or minute > 59 or second > 59:
        return None
    return Hour(clock_time(hour, minute, second), about=about)


def clock_parts(text):
    """(hour, minute, second, what follows), or None."""
    if found := CLOCK.fullmatch(text):
        return int(found[1]), int(found[2]), int(found[3] or 0), found[4]
    if found := MILITARY.fullmatch(text):
        return int(found[1]), int(found[2]), 0, ""
    if found := HOUR.fullmatch(text):
        return int(found[1]), 0, 0, found[2]
    return None


def half_of(text):
    """What follows a clock time, folded word by word: “p.m.”, “بعد الظهر”, “in the morning”."""
    folded = " ".join(fold(word) for word in fold(text.replace(".", "")).split())
    said = [word for word in folded.split() if word != "the" and word not in words.CLOCK_WORDS]
    return " ".join(said)


def in_half(hour, half):
    """The hour of 24; None when the half of the day makes no sense."""
    if not half:
        return hour
    if half in words.BEFORE_NOON:
        return 0 if hour == 12 else hour if hour < 12 else None
    if half in words.AROUND_NOON:
        # Eleven “at noon” is before it: ظهرا speaks of the hours around 12, not of ten.
        return hour if 11 <= hour <= 16 else hour + 12 if 1 <= hour <= 4 else None
    if half in words.AFTER_NOON:
        return hour % 12 + 12
    if half in words.AT_NIGHT:
        return night(hour)
    return None


def night(hour):
    """Twelve at night is midnight, up to five is after it, and the rest before it."""
    if hour == 12:
        return 0
    return hour if hour < 6 or hour > 12 else hour + 12


def part_of_day(text):
    """The code of “صباح اليوم”, “around noon” or “late evening”; None for anything else."""
    folded = [fold(word) for word in fold(text).split()]
    for said in (folded, [word for word in folded if word not in words.AROUND_PARTS]):
        part = words.PARTS_OF_DAY.get(" ".join(said))
        if part:
            return Hour(part=part)
    return None

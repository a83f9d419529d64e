"""Days as sheets write them: any order, any script, months in words, serial numbers, ranges."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from datetime import time as clock_time
from math import isfinite

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.formats import date_format

from casework.sentences import say as _
from exchange.cells import is_unknown, plain, refusal, to_text, words
from exchange.cells.hours import ZONE, clock_of, part_of_day
from places.spelling import fold

EPOCH = date(1899, 12, 30)  # day 0 of a spreadsheet's serial numbers
SERIALS = range(20_000, 80_000)  # 1954 to 2119: a bare number in a date column
OTHER_CALENDAR = range(1300, 1501)  # our years as the Hijri and the Persian calendar count them
PIVOT = 70  # '69 is 2069, '70 is 1970
# The order of a column's days and months: it has both, or nothing in it says which.
DAY_FIRST, MONTH_FIRST, MIXED, UNSETTLED = "day first", "month first", "mixed", "unsettled"

APART = r"\s?[-/.\\]\s?"
ISO = re.compile(rf"(\d{{4}}){APART}(\d{{1,2}}){APART}(\d{{1,2}})(?:[T ]\s*(.*))?")
COMPACT = re.compile(r"((?:19|20)\d\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])")
NUMERIC = re.compile(rf"(\d{{1,2}}){APART}(\d{{1,2}}){APART}(\d{{4}}|\d{{2}})(?:[\s,]+(.*))?")
OF_A_BOOK = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?=$|[T ])")  # as we write a workbook's own days
NO_YEAR = re.compile(r"\d{1,2}[-/.]\d{1,2}")
OUR_ERA = re.compile(r"(?<=\d{4})\s*(?:م\.?|ميلادي[هة]?|a\.?d\.?|c\.?e\.?)$", re.I)
THROUGH = r"\s*(?:-|to|until|and|&|الى|إلى|حتى|و)\s*"
DAYS = re.compile(rf"(\d{{1,2}}){THROUGH}(\d{{1,2}})[/.](\d{{1,2}})[/.](\d{{4}})")
SHORT_FIRST = re.compile(
    rf"(\d{{1,2}}[/.]\d{{1,2}}){THROUGH}(\d{{1,2}}([/.])\d{{1,2}}[/.](\d{{4}}))"
)
TWO_DATES = re.compile(rf"(?:from |من )?(.*\d{{4}}){THROUGH}(.*\d{{4}})")

TOKEN = re.compile(r"\d{1,2}:\d{2}(?::\d{2})?|\d+-\d+|\d+|[^\W\d]+(?:\.[^\W\d]+\.?)*")
MONTH = re.compile(
    rf"(?<!\S)({'|'.join(sorted(map(re.escape, words.MONTHS), key=len, reverse=True))})(?!\S)"
)
TWICE = re.compile(r"(m\d+)(?: \1)+")  # نوفمبر/تشرين الثاني
YEAR = r"(\d{4}|\d{2})(?: (.*))?"
DAY_MONTH = re.compile(rf"(\d{{1,2}}) m(\d+) {YEAR}")
MONTH_DAY = re.compile(rf"m(\d+) (\d{{1,2}}) {YEAR}")
DAYS_MONTH = re.compile(
    r"(?:from |من )?(\d{1,2})(?:-| (?:to |until |and |الي |حتي |و )?)(\d{1,2}) m(\d+) (\d{4})"
)
TWO_MONTHS = re.compile(
    r"(?:from |من )?(\d{1,2}) m(\d+) (?:to |until |and |الي |حتي |و )?(\d{1,2}) m(\d+) (\d{4})"
)
WHOLE_MONTH = re.compile(r"m(\d+) (\d{4})")


@dataclass(frozen=True)
class Day:
    """A day, or the first and last of several; the time or part of the day if the cell gives one.

    `placeholder`: the cell said midnight, as spreadsheets do when nobody gave a time.
    """

    first: date
    last: date | None = None
    time: clock_time | None = None
    part: str = ""
    placeholder: bool = False


def read_day(value, order=DAY_FIRST):
    """The day or days a cell says, or None for unknown. `order` settles 03/04/2024."""
    if is_unknown(value):
        return None
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return from_serial(value)
    text = undressed(plain(value))
    if re.fullmatch(r"\d{5}(\.\d+)?", text):
        return from_serial(float(text))
    day = several_days(text, order) or one_day(text, order)
    if day is None:
        raise no_day(text, to_text(value))
    return day


def undressed(text):
    """A day without what stands around it and says nothing: الخميس 28/11/2024 م."""
    weekday, _blank, rest = OUR_ERA.sub("", text).partition(" ")
    if rest[:1].isdecimal() and fold(weekday) in words.WEEKDAYS:
        return rest
    return OUR_ERA.sub("", text)


def one_day(text, order):
    return iso_day(text) or numeric_day(text, order) or named_day(text)


def no_day(text, written):
    """Why the text is no day, as far as that can be told."""
    if is_hijri(text):
        return hijri(written)
    if NO_YEAR.fullmatch(text):
        sentence = _("“%(text)s” has no year. Write it like 2024-11-28 or 28/11/2024.")
        return refusal(sentence, "no_year", text=written)
    sentence = _("“%(text)s” is not a date. Write it like 2024-11-28 or 28/11/2024.")
    return refusal(sentence, text=written)


def is_hijri(text):
    said = f" {' '.join(tokens_of(text))} "
    return any(f" {word} " in said for word in words.HIJRI)


def hijri(text):
    sentence = _(
        "“%(text)s” is a date of another calendar. Write the day of our calendar, like 2024-11-28."
    )
    return refusal(sentence, "hijri", text=text)


def from_serial(number):
    """The day of a spreadsheet's serial number; its fraction is the time."""
    if not isfinite(number) or int(number) not in SERIALS:
        raise refusal(_("“%(text)s” is not a date. Write it like 2024-11-28."), text=number)
    minutes = min(round((number - int(number)) * 24 * 60), 24 * 60 - 1)
    clock = None if minutes == 0 else clock_time(minutes // 60, minutes % 60)
    return Day(EPOCH + timedelta(days=int(number)), time=clock)


# ---------------------------------------------------------------- in numbers


def iso_day(text):
    found = ISO.fullmatch(text)
    compact = COMPACT.fullmatch(text)
    if compact:
        return Day(existing(*map(int, compact.groups()), text))
    if not found:
        return None
    year, month, day, rest = found.groups()
    on = existing(int(year), int(month), int(day), text)
    if not rest:
        return Day(on)
    if zone := ZONE.search(rest):
        return local_moment(on, rest[: zone.start()], zone[0], text)
    return timed(on, rest, text)


def local_moment(on, clock, zone, text):
    """An ISO time with its zone belongs to our local day."""
    try:
        moment = datetime.fromisoformat(f"{on}T{clock}{zone.replace('Z', '+00:00')}")
        local = timezone.localtime(moment)
    except (ValueError, OverflowError) as error:
        raise refusal(_("“%(text)s” is not a date and time."), text=text) from error
    return Day(local.date(), time=local.time().replace(microsecond=0))


def timed(on, rest, text):
    """A day with the time that follows it; midnight is what a spreadsheet puts for no time."""
    hour = clock_of(rest) or part_of_day(rest)
    if hour is None:
        raise refusal(_("The time in “%(text)s” cannot be read."), text=text)
    if hour.time == clock_time(0, 0):
        return Day(on, placeholder=True)
    return Day(on, time=hour.time, part=hour.part)


def numeric_day(text, order):
    found = NUMERIC.fullmatch(text)
    if not found:
        return None
    one, two, year, rest = found.groups()
    year = full_year(int(year)) if len(year) == 2 else int(year)
    day, month = settled(int(one), int(two), year, order, text)
    on = existing(year, month, day, text)
    return timed(on, rest, text) if rest else Day(on)


def settled(one, two, year, order, text):
    """(day, month) of two numbers: what cannot be a month is the day, else the column's order."""
    if two > 12 >= one:
        return two, one
    if one > 12 or one == two or order == DAY_FIRST:
        return one, two
    if order == MONTH_FIRST:
        return two, one
    readings = (existing(year, two, one, text), existing(year, one, two, text))
    first, second = (date_format(each, "j F") for each in readings)
    sentence = _("“%(text)s” can be %(first)s or %(second)s, and nothing in its column says which.")
    if order == MIXED:
        sentence = _("“%(text)s” can be %(first)s or %(second)s: its column has both orders.")
    facts = {"text": text, "word": text, "first": first, "second": second}
    raise refusal(sentence, "ambiguous", **facts)


def legible(text):
    """The plain text of a cell, "" of one that cannot be read: its own row is told of that."""
    try:
        return plain(text)
    except ValidationError:
        return ""


def column_order(values):
    """Which order a column's dates are in, judged by those that can be read in one way only."""
    day_first = month_first = either = False
    for text in dict.fromkeys(each for each in values if isinstance(each, str)):
        found = NUMERIC.fullmatch(undressed(legible(text)))
        if found:
            one, two = int(found[1]), int(found[2])
            day_first |= one > 12 >= two
            month_first |= two > 12 >= one
            either |= one != two and one <= 12 and two <= 12
    if day_first or month_first:
        return MIXED if day_first and month_first else DAY_FIRST if day_first else MONTH_FIRST
    return UNSETTLED if either else DAY_FIRST


def left_as_text(values):
    """A date that a spreadsheet left as text while it may have turned the others round, or "".

    One that takes the month first makes a day of 03/01/2024, the wrong one, and a text of
    13/01/2024, which it cannot read: then no text could be read either way, and no day is above 12.
    """
    left, orders = "", set()
    for text in dict.fromkeys(each for each in values if isinstance(each, str)):
        if found := NUMERIC.fullmatch(undressed(legible(text))):
            day_first, month_first = int(found[1]) > 12, int(found[2]) > 12
            left = left or text
            orders.add(day_first - month_first)
        elif (found := OF_A_BOOK.match(text)) and int(found[3]) > 12:
            return ""
    return left if orders in ({1}, {-1}) else ""


def turned_round(value):
    """The day of a workbook with day and month in each other's place; None where that is none."""
    found = OF_A_BOOK.match(value) if isinstance(value, str) else None
    if not found or found[2] == found[3] or int(found[3]) > 12:
        return None
    return date(int(found[1]), int(found[3]), int(found[2]))


# ---------------------------------------------------------------- several days


def several_days(text, order):
    """27-28/11/2024 · 27/11 - 2/12/2024 · from 27/11/2024 to 28/11/2024; None for one day."""
    if found := DAYS.fullmatch(text):
        first, last, month, year = map(int, found.groups())
        return in_order(existing(year, month, first, text), existing(year, month, last, text), text)
    if found := SHORT_FIRST.fullmatch(text):
        pair = (f"{found[1]}{found[3]}{found[4]}", found[2])
    elif found := TWO_DATES.fullmatch(text):
        pair = found.groups()
    else:
        return None
    days = [one_day(part.strip(), order) for part in pair]
    return in_order(days[0].first, days[1].first, text) if all(days) else None


def in_order(first, last, text):
    if last < first:
        raise refusal(_("In “%(text)s” the last day is before the first."), "order", text=text)
    return Day(first, last if last != first else None)


# ---------------------------------------------------------------- months in words


def named_day(text):
    """28 November 2024 · 28-Nov-24 · Nov. 28, 2024, 1:22 p.m. · الخميس 28 ت2 2024 · Nov 2024."""
    said = spelled(text)
    if found := DAY_MONTH.fullmatch(said):
        day, month, year, rest = found.groups()
    elif found := MONTH_DAY.fullmatch(said):
        month, day, year, rest = found.groups()
    else:
        return named_days(said, text)
    year = full_year(int(year)) if len(year) == 2 else int(year)
    on = existing(year, int(month), int(day), text)
    return timed(on, rest, text) if rest else Day(on)


def named_days(said, text):
    """27-28 Nov 2024 · 27 Nov - 2 Dec 2024 · a month alone, which is all of its days."""
    if found := DAYS_MONTH.fullmatch(said):
        first, last, month, year = map(int, found.groups())
        pair = (first, month), (last, month)
    elif found := TWO_MONTHS.fullmatch(said):
        first, month, last, other, year = map(int, found.groups())
        pair = (first, month), (last, other)
    elif found := WHOLE_MONTH.fullmatch(said):
        month, year = map(int, found.groups())
        existing(year, month, 1, text)
        pair = (1, month), (monthrange(year, month)[1], month)
    else:
        return None
    ends = [existing(year, month, day, text) for day, month in pair]
    return in_order(*ends, text)


def spelled(text):
    """The text folded word by word, months as m1 to m12, without weekdays and “of”."""
    said = MONTH.sub(lambda found: f"m{words.MONTHS[found[1]]}", " ".join(tokens_of(text)))
    idle = words.WEEKDAYS | words.AROUND_DATES
    return TWICE.sub(r"\1", " ".join(word for word in said.split() if word not in idle))


def tokens_of(text):
    """Words without their articles; digits, colons and dashes between digits are kept."""
    return [
        token if token[0].isdecimal() else fold(token.replace(".", ""))
        for token in TOKEN.findall(text)
    ]


# ---------------------------------------------------------------- the calendar


def full_year(year):
    """The year that two digits stand for."""
    if year >= 100:
        return year
    return year + (2000 if year < PIVOT else 1900)


def existing(year, month, day, text):
    """The date, or a refusal that says why the calendar has none."""
    if year in OTHER_CALENDAR:
        raise hijri(text)
    if not 1 <= month <= 12 or not 1900 <= year <= 2200:
        raise refusal(_("“%(text)s” is not a date. Write it like 2024-11-28."), text=text)
    last = monthrange(year, month)[1]
    if not 1 <= day <= last:
        raise refusal(
            _("There is no %(text)s: that month has %(last)s days."), "impossible", text=text,
            last=last,
        )  # fmt: skip
    return date(year, month, day)

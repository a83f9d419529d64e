"""What may be proposed for a faulty cell without asking its author: one table, by kind of problem.

A proposal is never taken by itself: a person presses, for one row or for all of a kind.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from exchange.cells.dates import turned_round
from places.coordinates import as_decimal, read_point
from places.spelling import fold

# The least that a word for a number can honestly mean. Too low stays true, too high does not:
# Arabic has a dual, so its plurals start at three; “tens”, “dozens” and “hundreds” are taken as
# ACLED's codebook takes them. “Many” and “some” say no more than a plural does.
LEAST = {
    3: ["عده", "عدد", "بعض", "كثير", "العديد", "عديد", "مجموعه", "several"],
    2: ["many", "some", "few", "a few", "numerous", "multiple", "number"],
    10: ["عشرات", "عشرات الاشخاص"],
    12: ["dozens"],
    20: ["scores"],
    100: ["ميات", "hundreds"],
}
LEAST_OF = {fold(word): least for least, words in LEAST.items() for word in words}


@dataclass(frozen=True)
class Fix:
    """`propose(row, column, year)` gives {column: text} or None; `button` says what it does."""

    button: str
    propose: Callable


def keep_the_words(row, column, _year):
    """“dozens” → “at least 12 (dozens)”: the words go with the figure as its wording."""
    text = row.text(column)
    spoken = fold(text)
    least = LEAST_OF.get(spoken) or LEAST_OF.get(spoken.split()[0] if spoken else "")
    return {column: f"at least {least} ({text})"} if least and "(" not in text else None


def read_in_the_sheets_year(row, column, year):
    """The same day and month in the year that the sheet is about, or else in the last that fits."""
    day = row.values.get(column)
    day = getattr(day, "first", day)
    if not isinstance(day, date):
        return None
    today = timezone.localdate()
    for other in (year, today.year, today.year - 1):
        if other and other != day.year and (moved := in_year(day, other)) and moved <= today:
            return {column: moved.isoformat()}
    return None


def in_year(day, year):
    try:
        return day.replace(year=year)
    except ValueError:  # the 29th of February
        return None


def turn_round(row, column, _year):
    """Latitude and longitude change places, in one cell or in two."""
    if column == "latitude":
        return {"latitude": row.text("longitude"), "longitude": row.text("latitude")}
    try:
        return {column: as_decimal(read_point(row.text(column)).swapped())}
    except ValidationError:
        return None


def turn_the_day(row, column, _year):
    """Day and month change places, the month in letters: what was turned is not turned again."""
    day, _blank, hour = row.text(column).replace("T", " ").partition(" ")
    turned = turned_round(day)
    return {column: f"{turned.day} {turned:%b %Y} {hour}".strip()} if turned else None


def leave_blank(row, column, _year):
    """Less than 0 is no number of people; blank says that nobody knows."""
    return {column: ""} if row.text(column) else None


FIXES = {
    "vague": Fix(_("Keep the words, set “at least”"), keep_the_words),
    "future": Fix(_("Read in the sheet's own year"), read_in_the_sheets_year),
    "swapped": Fix(_("Swap latitude and longitude"), turn_round),
    "days_turned": Fix(_("Swap day and month"), turn_the_day),
    "negative": Fix(_("Leave blank: unknown"), leave_blank),
}


def propose(rows, year=None):
    """Put a proposal on each finding that has one: {"fix": {column: text}}."""
    for row in rows:
        for found in row.findings:
            fix = FIXES.get(found["code"])
            if fix and found["severity"] != "note":
                cells = fix.propose(row, found["column"], year)
                if cells:
                    found["fix"] = cells


def year_of(rows):
    """The year in which most of these rows happened; None without a date."""
    days = [getattr(day, "first", day) for row in rows if (day := row.values.get("occurred_on"))]
    years = [day.year for day in days if isinstance(day, date)]
    return max(set(years), key=years.count) if years else None

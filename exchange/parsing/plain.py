"""Cells as JSON and PostgreSQL can hold them, and as people see them; blank rows at the end go."""

import math
import re
from datetime import date, datetime, time, timedelta

from exchange.parsing.believed import LONGEST_CELL, refuse_far
from exchange.parsing.refusal import Refused

HALF_CHARACTER = re.compile("[\ud800-\udfff\0]")
LASTING = re.compile(r"(-?)PT(\d+)H(\d\d)M(\d\d)(?:[.,]\d+)?S")
EXACT = 2**53  # above it a float no longer tells neighbouring integers apart


def is_blank(cells):
    return all(cell is None or (isinstance(cell, str) and not cell.strip()) for cell in cells)


def tidy_row(row):
    """A row of calamine's as text, numbers and truth. Most cells are text and stay as they are.

    Whole numbers are settled here: calling a function for each takes a tenth of the whole reading.
    """
    return [
        cell
        if (kind := type(cell)) is str or kind is bool
        else int(cell)
        if kind is float and cell.is_integer() and -EXACT < cell < EXACT
        else TIDY[kind](cell)
        for cell in row
    ]


def tidy_open_row(row):
    """A row of an ODS: calamine gives its durations as they are written there."""
    return [
        f"{found[1]}{int(found[2])}:{found[3]}:{found[4]}"
        if isinstance(cell, str) and (found := LASTING.fullmatch(cell))
        else cell
        for cell in tidy_row(row)
    ]


def tidy_number(number):
    """A number that is no whole one, or too large to be sure of its last digit."""
    return number if math.isfinite(number) else "#NUM!"


def lasting(delta):
    """A duration as people see it; its hours may exceed a day: 42:00:00."""
    whole = round(delta.total_seconds())
    sign, whole = "-" * (whole < 0), abs(whole)
    return f"{sign}{whole // 3600}:{whole // 60 % 60:02}:{whole % 60:02}"


TIDY = {
    float: tidy_number,
    int: int,
    date: date.isoformat,
    datetime: datetime.isoformat,
    time: time.isoformat,
    timedelta: lasting,
}


def mended(row):
    """The row without what PostgreSQL cannot hold; refuses a cell that is far too long."""
    texts = [cell for cell in row if isinstance(cell, str)]
    if any(len(text) > LONGEST_CELL for text in texts):
        raise Refused("long_cell", most=LONGEST_CELL)
    return [HALF_CHARACTER.sub("\ufffd", c) if isinstance(c, str) else c for c in row]


def bounded(rows):
    """The rows without blank cells and rows at their ends; refuses what is too long or too wide."""
    blank, passed = 0, 0
    for row in rows:
        while row and row[-1] == "":
            row.pop()
        if not row or is_blank(row):
            blank += 1
            continue
        passed += blank + 1
        refuse_far(passed, len(row))
        for _each in range(blank):
            yield []
        blank = 0
        yield row

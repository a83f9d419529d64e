"""Attacks and tickets as the days went on: by day, week or month, whichever can be read."""

from datetime import date, timedelta

from django.db.models import Count as Number
from django.utils.formats import date_format
from django.utils.translation import get_language_bidi

from casework.drawing import percent
from sitreps import wording
from sitreps.dashboard.asked import Asked, month_start
from sitreps.dashboard.attacks import attacks_of
from sitreps.dashboard.clearance import tickets_of
from sitreps.dashboard.numbers import Count
from sitreps.ordnance_week import week_start

MOST_DAYS, MOST_WEEKS = 45, 54
# Per cent of a column's own share of the width that the bar takes, and of the height at most.
FILL, TALLEST = 72, 82


def grain(asked):
    """“day”, “week” or “month”."""
    if asked.days <= MOST_DAYS:
        return "day"
    return "week" if asked.days <= MOST_WEEKS * 7 else "month"


STARTS = {"day": lambda day: day, "week": week_start, "month": month_start}


def next_start(start, step):
    if step == "month":
        return (start.replace(day=28) + timedelta(days=4)).replace(day=1)
    return start + timedelta(days=7 if step == "week" else 1)


def trend(asked, user):
    """The steps of the period, each with its attacks and tickets, and the columns of two charts."""
    step = grain(asked)
    attacks = tally(attacks_of(asked, user).values_list("occurred_on"), step)
    tickets = tally(tickets_of(asked, user).values_list("reported_at__date"), step)
    rows = [
        row_of(part, attacks.get(key, 0), tickets.get(key, 0)) for key, part in parts(asked, step)
    ]
    return {
        "step": step,
        "rows": rows,
        "attacks": columns([row["attacks"].rows for row in rows]),
        "tickets": columns([row["tickets"].rows for row in rows]),
        "first": rows[0]["word"],
        "last": rows[-1]["word"],
    }


def tally(days, step):
    """{first day of a step: rows}."""
    found = {}
    for day, number in days.order_by().annotate(Number("pk")):
        start = STARTS[step](day)
        found[start] = found.get(start, 0) + number
    return found


def parts(asked, step):
    """(first day of the step, the part of the period inside it), oldest first."""
    start = STARTS[step](asked.first)
    while start <= asked.last:
        following = next_start(start, step)
        inside = Asked(
            max(start, asked.first), min(following - timedelta(days=1), asked.last), asked.area
        )
        yield start, inside
        start = following


def row_of(part, attacks, tickets):
    return {
        "word": words_of(part.first, part.last),
        "attacks": Count(attacks, part.incidents_url()),
        "tickets": Count(tickets, part.tickets_url()),
    }


def words_of(first: date, last: date):
    if first == last:
        return date_format(first, "j M Y")
    if first.day == 1 and next_start(first, "month") == last + timedelta(days=1):
        return date_format(first, "F Y")
    return wording.dates(first.isoformat(), last.isoformat())


def columns(numbers):
    """Places and heights of columns in per cent, the oldest where the reader begins."""
    most, mirrored, share = max(numbers, default=0), get_language_bidi(), 100 / len(numbers)
    drawn = []
    for place, number in enumerate(numbers):
        x = share * place + share * (100 - FILL) / 200
        width, height = share * FILL / 100, TALLEST * number / most if most else 0
        drawn.append(
            {
                "x": percent(100 - x - width if mirrored else x),
                "width": percent(width),
                "y": percent(100 - height),
                "height": percent(height),
                "middle": percent(100 - x - width / 2 if mirrored else x + width / 2),
                "number": number,
                "is_highest": number == most and number and numbers.index(most) == place,
            }
        )
    return drawn

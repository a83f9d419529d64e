"""When it happened, as the day and hour cells of a row tell it."""

from casework.sentences import say as _
from exchange.cells.hours import Hour
from incidents import moments
from incidents.choices import DatePrecision, TimePrecision


def take_day(row, found):
    """A cell may hold several days, or a time; a midnight is the spreadsheet's, not a time."""
    day = found.pop("occurred_on", None)
    if day is None:
        return
    found["occurred_on"] = day.first
    if day.last and not found.get("occurred_until"):
        found["occurred_until"] = day.last
        found.setdefault("date_precision", DatePrecision.RANGE)
        row.warn("occurred_on", _("Read as several days, listed under the first."), "date_range")
    if (day.time or day.part) and not row.values.get("time"):
        row.values["time"] = Hour(day.time, day.part)
    if day.placeholder:
        row.note("occurred_on", _("Midnight stands for no time here."), "midnight")


def take_hour(row, found):
    hour = row.values.get("time")
    if not hour:
        return
    found["time"] = hour.time
    if hour.on and hour.on not in (found.get("occurred_on", hour.on), found.get("occurred_until")):
        sentence = _("The time is one of %(on)s, and the day of the row is another.")
        row.refuse("time", sentence % {"on": f"{hour.on:%Y-%m-%d}"})
    if hour.part:
        found.setdefault("part_of_day", hour.part)
        found.setdefault("time_precision", TimePrecision.PART_OF_DAY)
    else:
        sure = TimePrecision.APPROXIMATE if hour.about else TimePrecision.EXACT
        found.setdefault("time_precision", sure)


WHEN = {"occurred_on", "occurred_until", "time", "part_of_day", *moments.FIELDS}


def when_changed(row, stored, case, changes):
    """The changes with what follows from those of the day and the hour."""
    if changes.get("occurred_on"):
        changes |= end_with_its_day(row, stored, case)
    if WHEN.isdisjoint(changes):
        return changes
    case.settle()
    for name in moments.FIELDS:
        old, new = getattr(stored, name), getattr(case, name)
        changes.pop(name, None)
        if old != new:
            changes[name] = [str(old), str(new)]
    return changes


def end_with_its_day(row, stored, case):
    """{field: [old, new]} of a period that a sheet tells as one day: its end goes with it."""
    day = row.values.get("occurred_on")
    if stored.occurred_until is None or row.has("occurred_until") or day is None or day.last:
        return {}
    case.occurred_until = None
    changes = {"occurred_until": [str(stored.occurred_until), ""]}
    if not row.has("date_precision"):
        case.date_precision = DatePrecision.DAY
        changes["date_precision"] = [stored.date_precision, str(DatePrecision.DAY)]
    return changes

"""How sure the day and the hour of an incident are follows from what is told of them."""

from incidents.choices import DatePrecision, TimePrecision

FIELDS = ("date_precision", "time_precision")


def sure_of_time(time, part_of_day, said):
    """Of a time what was said, “about” unless that is “exact”; else the part of the day, or
    nothing."""
    if time:
        sure = said == TimePrecision.EXACT
        return TimePrecision.EXACT if sure else TimePrecision.APPROXIMATE
    return TimePrecision.PART_OF_DAY if part_of_day else TimePrecision.UNKNOWN


def sure_of_day(first, last, said):
    """What was said; but with a later last day it is not “that day”, it lies between the two."""
    return DatePrecision.RANGE if last and last != first and said == DatePrecision.DAY else said


def settle(incident):
    """Set both on an incident that is about to be written."""
    incident.time_precision = sure_of_time(
        incident.time, incident.part_of_day, incident.time_precision
    )
    incident.date_precision = sure_of_day(
        incident.occurred_on, incident.occurred_until, incident.date_precision
    )

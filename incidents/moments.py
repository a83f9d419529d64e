"""Days and hours: none lies in the future, and how sure they are follows from what is told."""

from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from incidents.choices import DatePrecision, TimePrecision

AHEAD = timedelta(hours=12)  # a clock set wrong may be ahead, a report may not
FIELDS = ("date_precision", "time_precision")


def not_in_future(day):
    """A day no later than now + 12 h. Source: domain notes G1."""
    if day > timezone.localdate(timezone.now() + AHEAD):
        raise ValidationError(
            _("%(day)s is in the future. Check the date."), code="future", params={"day": day}
        )


def future_errors(record, *names):
    """{name: error} for those of a record's times that lie later than now + 12 h."""
    errors = {}
    for name in names:
        moment = getattr(record, name)
        if moment is None or not isinstance(moment, datetime) or moment.tzinfo is None:
            continue  # what is no time at all is refused by its field
        if moment > timezone.now() + AHEAD:
            sentence = _("This time is in the future. Check the date.")
            errors[name] = ValidationError(sentence, code="future")
    return errors


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

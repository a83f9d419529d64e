"""Days and times that are told of: none of them lies in the future."""

from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

AHEAD = timedelta(hours=12)  # a clock set wrong may be ahead, a report may not


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

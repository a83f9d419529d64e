"""By when the next thing should happen to a ticket: targets by priority, from the settings.

No standard stands behind the hours. A ticket that nobody has triaged counts as Immediate, because
unknown counts as the worse case.
"""

from datetime import timedelta

from django.conf import settings
from django.db.models import Case, DateTimeField, DurationField, F, Func, Value, When
from django.db.models.functions import Coalesce

from ordnance.choices import Priority, Status

ALL_BUT_A_SECOND = timedelta(days=1, seconds=-1)
BY_DAY = (Status.MARKED, Status.ON_HOLD)  # what is due on a day, at whatever time of it


def triage_hours():
    """{priority: hours from the report to the triage}."""
    return dict(zip(Priority.values, settings.AFTERMATH_TRIAGE_HOURS, strict=True))


def on_site_hours():
    """{priority: hours from the triage to a team on site}."""
    return dict(zip(Priority.values, settings.AFTERMATH_ON_SITE_HOURS, strict=True))


def on_site_by(ticket):
    """When a team should be there: what the assignment proposes as due."""
    hours = on_site_hours()[ticket.priority or Priority.IMMEDIATE]
    return (ticket.triaged_at or ticket.reported_at) + timedelta(hours=hours)


def hours_by(field, hours):
    """The hours of a priority as an interval; Immediate where the field is blank."""
    whens = [When(**{field: p}, then=Value(timedelta(hours=h))) for p, h in hours.items()]
    worst = Value(timedelta(hours=hours[Priority.IMMEDIATE]))
    return Case(*whens, default=worst, output_field=DurationField())


def end_of(field):
    """The last second of a local day: it is still that day which people read as due."""
    return Func(
        Value(settings.TIME_ZONE),
        F(field) + ALL_BUT_A_SECOND,
        function="timezone",
        output_field=DateTimeField(),
    )


def deadline():
    """The time by which a ticket should leave its status; null where none is set."""
    triage = F("reported_at") + hours_by("priority_by_rule", triage_hours())
    on_site = Coalesce(F("triaged_at"), F("reported_at")) + hours_by("priority", on_site_hours())
    return Case(
        When(status=Status.REPORTED, then=triage),
        When(status=Status.TRIAGED, then=on_site),
        When(status=Status.ASSIGNED, then=F("due_at")),
        When(status=Status.MARKED, then=end_of("next_visit_on")),
        When(status=Status.ON_HOLD, then=end_of("review_on")),
        default=None,
        output_field=DateTimeField(),
    )

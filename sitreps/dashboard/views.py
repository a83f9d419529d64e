"""The page of figures: any days and any area, every number a link to its rows."""

from django.contrib.auth.decorators import permission_required
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from incidents.models import Incident
from sitreps import wording
from sitreps.dashboard.asked import PERIODS, Asked, PeriodForm, month_start
from sitreps.dashboard.attacks import attacks
from sitreps.dashboard.clearance import clearance, waiting
from sitreps.dashboard.durations import ENOUGH, durations
from sitreps.dashboard.trend import trend

READS = ("sitreps.view_sitrep", "incidents.view_incident", "ordnance.view_ticket")


@require_GET
@permission_required(READS, raise_exception=True)
def figures(request):
    """The address is the state: `?period=week`, or `?since=…&until=…`, and `&area=…`."""
    today = timezone.localdate()
    form = PeriodForm(request.GET)
    asked = form.asked(today)
    shown = {
        "form": form,
        "asked": asked,
        "days": wording.dates(asked.first.isoformat(), asked.last.isoformat()),
        "presets": presets(asked),
        "report_url": report_url(asked, today),
        "attacks": attacks(asked, request.user),
        "clearance": clearance(asked, request.user),
        "waiting": waiting(asked, request.user, today),
        "durations": durations(asked, request.user),
        "enough": ENOUGH,
        "trend": trend(asked, request.user),
        "last_day": last_day(asked, request.user),
    }
    return render(request, "sitreps/figures.html", shown)


def presets(asked):
    """(word, address, whether it is this page's) of the ready-made periods."""
    return [
        (words, asked.address(period=name), name == asked.period)
        for name, (words, _first) in PERIODS.items()
    ]


def report_url(asked, today):
    """The situation report of these days; "" where they reach into the future."""
    if asked.last > today:
        return ""
    days = [asked.first.isoformat(), asked.last.isoformat()]
    name, args = ("period", days) if asked.days > 1 else ("day", days[:1])
    query = {"area": asked.area.pcode} if asked.area else None
    return reverse(f"sitreps:{name}", args=args, query=query)


def last_day(asked, user):
    """(day, address of its month) of the last attack before an empty period; None otherwise."""
    seen = Incident.objects.visible_to(user).reported().inside(asked.paths)
    if seen.on_days(asked.first, asked.last).exists():
        return None
    day = seen.filter(occurred_on__lt=asked.first).values_list("occurred_on", flat=True).first()
    return day and (day, Asked(month_start(day), day, asked.area).address())

"""The days that have something to report, newest first, with what was issued of each."""

from collections import defaultdict

from django.db.models import Count

from incidents.models import Incident
from sitreps.gone import reports_to_correct
from sitreps.models import Claim, Sitrep


def days_of(user):
    """[{"day", "attacks", "claims", "issued"}] of every day with records, a claim or a report.

    A few queries, however many days there are.
    """
    days = defaultdict(lambda: {"attacks": 0, "claims": 0, "issued": []})
    for day, attacks in attacks_by_day(user):
        days[day]["attacks"] = attacks
    claims = Claim.objects.visible_to(user).values_list("period_start").order_by("period_start")
    for day, number in claims.annotate(Count("pk")):
        days[day]["claims"] = number
    to_correct = {each.pk for each in reports_to_correct(user)}
    for sitrep in Sitrep.objects.visible_to(user).defer("snapshot").order_by("issued_at"):
        sitrep.is_to_correct = sitrep.pk in to_correct
        days[sitrep.period_start]["issued"].append(sitrep)
    return [{"day": day, **found} for day, found in sorted(days.items(), reverse=True)]


def attacks_by_day(user):
    counted = Incident.objects.visible_to(user).reported().order_by("occurred_on")
    return counted.values_list("occurred_on").annotate(Count("pk"))

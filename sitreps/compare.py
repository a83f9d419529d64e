"""The page that compares: a day with the one before, or with any report of the same areas."""

from django.http import Http404
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from sitreps import comparing, wording
from sitreps.daily import document
from sitreps.models import Sitrep
from sitreps.scope import days_before
from sitreps.snapshot import changes
from sitreps.views import addresses, may_read, readable_or_403, scope_or_404

MOST_REPORTS = 60


@require_GET
@may_read
def compare(request, first, last=None):
    """`?with=` names a report; without it, the days before as their records stand now."""
    scope = scope_or_404(request, first, last)
    reports = reports_of(scope, request.user)
    other = chosen(request, reports)
    facts = document(scope, request.user)
    before = other.document["facts"] if other else facts_before(scope, request.user)
    shown = {
        "scope": scope,
        "title": period_of(facts),
        "reports": reports,
        "other": other,
        "sides": [side(before, other), side(facts, None)],
        "asked_areas": request.GET.getlist("area"),
        "addresses": addresses(request, scope),
        "issued": [each for each in reports if covers(each, scope)],
    }
    if other and covers(other, scope):
        shown["revisions"] = comparing.revisions(changes(before, facts))
    else:
        shown |= beside(before, facts)
    return render(request, "sitreps/sitrep_compare.html", shown)


def facts_before(scope, user):
    """As many days, just before, as their records stand now; 404 at the beginning of time."""
    earlier = days_before(scope)
    if earlier is None:
        raise Http404
    return document(earlier, user)


def beside(before, facts):
    names = [period_of(before), period_of(facts)]
    return {
        "lines": comparing.beside(before, facts),
        "places": comparing.places_beside(before, facts),
        "bars": comparing.bars(before, facts, names),
        "mirrored": wording.is_mirrored(),
    }


def reports_of(scope, user):
    """What was issued of these areas and may be read still, the latest days first."""
    issued = Sitrep.objects.visible_to(user).covering(scope.areas)
    withheld = Sitrep.objects.withheld_from(user).values("pk")
    return list(
        issued.exclude(pk__in=withheld).order_by("-period_start", "-issued_at")[:MOST_REPORTS]
    )


def chosen(request, reports):
    """The report that was asked for; 404 for one that is not there to be compared."""
    number = request.GET.get("with")
    if not number:
        return None
    asked = readable_or_403(request, number)
    found = next((each for each in reports if each == asked), None)
    if found is None:
        raise Http404
    return found


def covers(sitrep, scope):
    return (sitrep.period_start, sitrep.period_end) == (scope.first, scope.last)


def period_of(facts):
    first, last = facts["period"]["first"], facts["period"]["last"]
    return wording.long_day(first) if first == last else wording.dates(first, last)


def side(facts, report):
    """What one column is: the days, as issued or as they stand, and on whose word."""
    claim = facts["claim"]
    basis = _("from the records")
    if claim:
        basis = _("claim of %(who)s, %(at)s") % {
            "who": claim["source"],
            "at": wording.day_and_moment(claim["as_of"]),
        }
    return {"days": period_of(facts), "report": report, "basis": basis}

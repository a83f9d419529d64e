"""Reports as pages, as text for messaging and as JSON: of today's records, and as issued."""

from datetime import timedelta

from django.contrib.auth.decorators import permission_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from sitreps import comparing
from sitreps.actions import latest
from sitreps.as_json import as_json
from sitreps.calendar import days_of
from sitreps.daily import document
from sitreps.gone import is_to_correct, is_withheld, notice_for, revisions
from sitreps.models import Sitrep
from sitreps.ordnance_week import week_start
from sitreps.scope import UnknownScope, days_before, scope_for, today
from sitreps.sheet import Sheet, told_changes
from sitreps.snapshot import changes

PER_PAGE = 31
may_read = permission_required("sitreps.view_sitrep", raise_exception=True)
PRELIMINARY = {"status": "preliminary", "correction": 0, "highlights": ""}


@require_GET
@may_read
def index(request):
    """Day by day: what was issued, and days with figures but no report."""
    page = Paginator(days_of(request.user), PER_PAGE).get_page(request.GET.get("page"))
    shown = {"page": page, "periods": usual_periods(request.user)}
    return render(request, "sitreps/sitrep_list.html", shown)


def usual_periods(user):
    """(words, address) of reports of several days that are asked for again and again."""
    if user.organisation is None:
        return []
    now = today(user.organisation)
    week, month = week_start(now), now.replace(day=1)
    yesterweek, last_of_month = week - timedelta(days=7), month - timedelta(days=1)
    spans = (
        (_("This week"), week, now),
        (_("Last week"), yesterweek, week - timedelta(days=1)),
        (_("This month"), month, now),
        (_("Last month"), last_of_month.replace(day=1), last_of_month),
    )
    return [(words, reverse("sitreps:period", args=[first, last])) for words, first, last in spans]


# ---------------------------------------------------------------- as the records stand now


@require_GET
@may_read
def day(request, first, last=None):
    """The report that the records would make now, and what was issued of these days."""
    scope = scope_or_404(request, first, last)
    facts, standing = document(scope, request.user), latest(scope, request.user)
    revised = revisions(standing, facts)
    context = {
        "sheet": Sheet(facts),
        "said": PRELIMINARY,
        "scope": scope,
        "standing": standing,
        "gone": is_to_correct(standing),
        "changes": told_changes(revised),
        "beside": wholes_beside(scope, facts, request.user),
        "addresses": addresses(request, scope),
    }
    return render(request, "sitreps/sitrep_day.html", context)


def wholes_beside(scope, facts, user):
    """The totals beside those of as many days before; empty where no report covers these."""
    earlier = days_before(scope)
    if earlier is None:
        return []
    lines = comparing.beside(document(earlier, user), facts)
    return [line for line in lines if not line["is_part"]]


@require_GET
@may_read
def text(request, first, last=None):
    facts = document(scope_or_404(request, first, last), request.user)
    return plain(request, {"sheet": Sheet(facts), "said": PRELIMINARY})


@require_GET
@may_read
def data(request, first, last=None):
    facts = document(scope_or_404(request, first, last), request.user)
    return as_response(as_json(facts))


# ---------------------------------------------------------------- as issued


@require_GET
@may_read
def issued(request, number):
    """The report as it was issued, with a mark where the figures were revised since."""
    sitrep = issued_or_404(request, number)
    if is_withheld(sitrep, request.user):
        return withheld(request, sitrep)
    said = sitrep.document
    context = {
        "sheet": Sheet(said["facts"]),
        "said": said,
        "sitrep": sitrep,
        "newer": sitrep.corrected_by.first(),
        "notice": notice_for(sitrep, request.user),
        "issue_url": addresses_now(sitrep)["issue_url"],
        "revised": is_revised(request, sitrep, said),
        "changes": told_changes(said["changes"]),
        "addresses": addresses_of_issued(sitrep, said),
    }
    return render(request, "sitreps/sitrep_issued.html", context)


def withheld(request, sitrep):
    """The report speaks of what is hidden now: all else there is to know, and where to go."""
    context = {
        "sitrep": sitrep,
        "newer": sitrep.corrected_by.first(),
        "notice": notice_for(sitrep, request.user),
        **addresses_now(sitrep),
    }
    return render(request, "sitreps/sitrep_withheld.html", context, status=403)


@require_GET
@may_read
def issued_text(request, number):
    said = readable_or_403(request, number).document
    return plain(request, {"sheet": Sheet(said["facts"]), "said": said})


@require_GET
@may_read
def issued_data(request, number):
    """The JSON that was frozen, not one made anew."""
    return as_response(readable_or_403(request, number).document["report"])


def issued_or_404(request, number):
    return get_object_or_404(Sitrep.objects.visible_to(request.user), number=number)


def addresses_now(sitrep):
    """Where the report's days and areas stand as the records are now, and are issued anew."""
    pcodes = sorted(area.pcode for area in sitrep.areas.all())
    found = addresses_of(sitrep.period_start, sitrep.period_end, pcodes)
    return {"day_url": found["day"], "issue_url": found["issue"]}


def readable_or_403(request, number):
    """A report whose every word this person may read still."""
    sitrep = issued_or_404(request, number)
    if is_withheld(sitrep, request.user):
        raise PermissionDenied(_("This report speaks of something that was hidden since."))
    return sitrep


def addresses_of_issued(sitrep, said):
    """What there is now of the report's days and areas, and the comparison with the report."""
    pcodes = [area["pcode"] for area in said["facts"]["areas"]]
    days = sitrep.period_start, sitrep.period_end
    compared = addresses_of(*days, pcodes, **{"with": sitrep.number})["compare"]
    return addresses_of(*days, pcodes) | {"compare": compared}


def is_revised(request, sitrep, said):
    """Whether the records now give other figures than this report, for those who see them all."""
    pcodes = [area["pcode"] for area in said["facts"]["areas"]]
    try:
        scope = scope_for(request.user, sitrep.period_start, sitrep.period_end, pcodes)
    except UnknownScope:
        return False
    return bool(changes(said["facts"], document(scope, request.user)))


# ---------------------------------------------------------------- what they share


def scope_or_404(request, first, last=None):
    """The asked days and `?area=` codes; 404 for areas or days that are not there to be seen."""
    try:
        return scope_for(request.user, first, last, request.GET.getlist("area"))
    except UnknownScope:
        raise Http404 from None


def addresses(request, scope):
    """Links to the same report in other forms, with the areas that were asked for."""
    return addresses_of(scope.first, scope.last, request.GET.getlist("area"))


def addresses_of(first, last, pcodes, **asked):
    """{name: address} of what there is of these days; no code: the service's own areas."""
    days = [first] if first == last else [first, last]
    prefix = "" if len(days) == 1 else "period_"
    query = ({"area": pcodes} if pcodes else {}) | asked
    found = {
        name: reverse(f"sitreps:{prefix}{name}", args=days, query=query)
        for name in ("text", "json", "issue", "message", "compare")
    }
    page, pdf = prefix.rstrip("_") or "day", f"{prefix}pdf"
    return found | {
        "day": reverse(f"sitreps:{page}", args=days, query=query),
        "pdf": reverse(f"sitreps:{pdf}", args=[*days, get_language()], query=query),
    }


def plain(request, context):
    return render(request, "sitreps/sitrep.txt", context, content_type="text/plain; charset=utf-8")


def as_response(report):
    return JsonResponse(report, json_dumps_params={"ensure_ascii": False, "indent": 1})

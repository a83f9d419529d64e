"""The page that issues a report: what is still missing, then the order."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from incidents.choices import VERIFIED
from sitreps.actions import FiguresMoved, issue, latest
from sitreps.daily import document, drafts_of
from sitreps.forms import IssueForm
from sitreps.gone import is_to_correct, revisions
from sitreps.sheet import Sheet, told_changes
from sitreps.snapshot import fingerprint
from sitreps.views import addresses, scope_or_404


@require_http_methods(["GET", "POST"])
@permission_required("sitreps.issue_sitrep", raise_exception=True)
def create(request, first, last=None):
    """Ask, then freeze. Figures that moved in between are shown, and nothing is issued (409)."""
    scope = scope_or_404(request, first, last)
    form = IssueForm(request.POST or None, user=request.user, initial={"seen": ""})
    moved = False
    if form.is_valid():
        try:
            sitrep = issue(scope, by=request.user, **form.cleaned_data)
        except FiguresMoved:
            moved = True
        except ValidationError as refused:
            form.add_error(None, refused)
        else:
            messages.success(request, _("%(number)s is issued.") % {"number": sitrep.number})
            return redirect("sitreps:issued", sitrep.number)
    status = 409 if moved else 422 if form.errors else 200
    context = page(request, scope, form) | {"moved": moved}
    return render(request, "sitreps/sitrep_issue.html", context, status=status)


def page(request, scope, form):
    """The form carries the fingerprint of the facts that this page shows."""
    facts, standing = document(scope, request.user), latest(scope, request.user)
    form.data = form.data.copy()
    form.data["seen"] = form.initial["seen"] = fingerprint(facts)
    revised = revisions(standing, facts)
    return {
        "form": form,
        "scope": scope,
        "addresses": addresses(request, scope),
        "sheet": Sheet(facts),
        "standing": standing,
        "gone": is_to_correct(standing),
        "missing": missing(facts, drafts_of(scope, request.user)),
        "changes": told_changes(revised),
    }


def missing(facts, drafts):
    """Sentences for what a reader of the report would miss; empty when nothing is."""
    sheet = Sheet(facts)
    unchecked = sum(record["status"] not in VERIFIED for record in facts["records"])
    untold = sum(not figures for _place, figures in sheet.places)
    said = [
        (facts["alarms"], _("The places add up to more than the claim: one of them is wrong.")),
        (sheet.unplaced, not_placed(sheet.unplaced)),
        (unchecked, not_verified(unchecked)),
        (untold, no_toll(untold)),
        (drafts, not_submitted(drafts)),
        (not facts["claim"], _("Nobody's total for these days and areas is on record.")),
    ]
    return [sentence for applies, sentence in said if applies]


def not_placed(number):
    return ngettext(
        "%(n)s death or injury has no place yet.",
        "%(n)s deaths and injuries have no place yet.",
        number,
    ) % {"n": number}


def not_verified(number):
    return ngettext(
        "%(n)s incident is reported but not verified.",
        "%(n)s incidents are reported but not verified.",
        number,
    ) % {"n": number}


def no_toll(number):
    return ngettext(
        "The toll of %(n)s place is unknown.", "The tolls of %(n)s places are unknown.", number
    ) % {"n": number}


def not_submitted(number):
    return ngettext(
        "%(n)s draft is not counted: it was never submitted.",
        "%(n)s drafts are not counted: they were never submitted.",
        number,
    ) % {"n": number}

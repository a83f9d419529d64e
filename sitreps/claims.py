"""Claims as pages: one form to add a total, one page that shows what was said."""

from datetime import date

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from sitreps.actions import add_claim
from sitreps.forms import ClaimForm
from sitreps.models import Claim
from sitreps.scope import UnknownScope, scope_for, today


@require_http_methods(["GET", "POST"])
@permission_required("sitreps.add_claim", raise_exception=True)
def create(request):
    """A new claim, for the day and areas of the page that the person comes from."""
    scope = scope_or_404(request)
    form = ClaimForm(request.POST or None, scope=scope, user=request.user)
    if form.is_valid():
        try:
            claim = add_claim(
                form.instance, form.figures(), areas=form.cleaned_data["areas"], by=request.user
            )
        except ValidationError as refused:
            form.add_error(None, refused)
        else:
            messages.success(request, _("The claim is on record."))
            return redirect(day_of(claim))
    context = {"form": form, "scope": scope}
    return render(request, "sitreps/claim_form.html", context, status=422 if form.errors else 200)


def scope_or_404(request):
    """`?day=` (and `?until=`, `?area=`), else today."""
    try:
        asked = [
            date.fromisoformat(request.GET[name])
            for name in ("day", "until")
            if request.GET.get(name)
        ]
        first = asked[0] if asked else today(request.user.organisation)
        return scope_for(
            request.user, first, asked[-1] if asked else None, request.GET.getlist("area")
        )
    except (UnknownScope, ValueError, AttributeError):
        raise Http404 from None


def day_of(claim):
    if claim.period_start == claim.period_end:
        return reverse("sitreps:day", args=[claim.period_start])
    return reverse("sitreps:period", args=[claim.period_start, claim.period_end])


@require_GET
@permission_required("sitreps.view_sitrep", raise_exception=True)
def detail(request, key):
    """What was claimed, by whom, and what took its place."""
    seen = Claim.objects.visible_to(request.user)
    claim = get_object_or_404(seen.with_figures().prefetch_related("areas"), pk=key)
    context = {
        "claim": claim,
        "newer": seen.filter(supersedes=claim).first(),
        "earlier": seen.filter(pk=claim.supersedes_id).first(),
        "day_url": day_of(claim),
    }
    return render(request, "sitreps/claim_detail.html", context)

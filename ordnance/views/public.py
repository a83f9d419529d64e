"""The public door's pages: report a strange object, and the receipt. No sign-in, no script."""

import uuid

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import override
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods

from accounts.models import Organisation
from ordnance import public_door
from ordnance.models import PublicReport
from ordnance.public_forms import PublicReportForm
from ordnance.public_reports import LooksLike


# Exempt: it acts for nobody who is signed in, and a page that lay open for a day on a phone without
# cookies must still be able to send what it holds.
@csrf_exempt
@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
def report(request, language):
    """The form that anybody may send."""
    organisation = organisation_or_404()
    with override(language):
        sent = request.method == "POST"
        form = PublicReportForm(*((request.POST, request.FILES) if sent else ()))
        if sent and form.is_valid():
            kept = public_door.receive(
                form.report(),
                organisation=organisation,
                language=language,
                address=address_of(request),
                trap=form.cleaned_data["website"],
                uploads=form.cleaned_data["photo"],
            )
            return redirect(receipt_url(kept, language, form.cleaned_data["photo"]))
        shown = {
            "form": form,
            "organisation": organisation,
            "key": form["submission_key"].value() or uuid.uuid4(),
            "looks": LooksLike.choices,
            "most_photos": public_door.MOST_PHOTOS,
            "purge_days": settings.AFTERMATH_CONTACT_PURGE_DAYS,
        }
        return render(request, "public/report.html", shown, status=422 if form.errors else 200)


def receipt_url(kept, language, uploads):
    """The receipt, which says whether photos were lost."""
    lost = "?photo=lost" if kept.photos.count() < len(uploads) else ""
    return reverse(f"door:received_{language}", args=[kept.receipt]) + lost


@login_not_required
@never_cache
@require_GET
def received(request, receipt, language):
    """The receipt. Whoever guesses a number learns that it was given out, and nothing else."""
    organisation = organisation_or_404()
    kept = get_object_or_404(PublicReport, receipt=receipt.upper())
    with override(language):
        shown = {
            "report": kept,
            "organisation": organisation,
            "photo_lost": request.GET.get("photo") == "lost",
        }
        return render(request, "public/received.html", shown)


def organisation_or_404():
    organisation = Organisation.objects.answering_the_public()
    if organisation is None:
        raise Http404("No organisation answers the public here.")
    return organisation


def address_of(request):
    """The sender's address. Behind our own proxy it is the last one in the header that the
    settings name: what stands before it, anybody may have written."""
    told = request.headers.get(settings.AFTERMATH_SENDER_HEADER or "-", "")
    return told.split(",")[-1].strip() or request.META.get("REMOTE_ADDR", "")

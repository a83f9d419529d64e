"""The dispatcher's queue of what the public reported: read, take up, set aside, bring back."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from ordnance import public_door
from ordnance.models import PublicReport, Ticket
from ordnance.public_door import REASONS
from ordnance.views.finding import demand
from places.models import Area

MAY = "ordnance.answer_publicreport"
A_PAGE = 20
GUESSES = 3  # places that a written name may mean
TICKETS = 4  # open tickets at those places


def seen(request):
    demand(request, MAY)
    return PublicReport.objects.visible_to(request.user)


@require_GET
def queue(request):
    """What waits, the oldest first; `?show=aside` what the machine or a person set aside."""
    show = "aside" if request.GET.get("show") == "aside" else "waiting"
    reports = seen(request)
    page = Paginator(reports.filter(state=show), A_PAGE).get_page(request.GET.get("page"))
    shown = {
        "show": show,
        "page": page,
        "rows": [row_of(report, request.user) for report in page],
        "counts": {state: reports.filter(state=state).count() for state in ("waiting", "aside")},
    }
    return render(request, "ordnance/public_queue.html", shown)


def row_of(report, user):
    """A report with the places that its words may mean, and the open tickets there."""
    places = list(Area.objects.search(report.place_said, limit=GUESSES))
    open_there = Ticket.objects.visible_to(user).open().filter(place__in=places)
    return {
        "report": report,
        "places": places,
        "tickets": open_there.select_related("place").with_items()[:TICKETS],
        "reasons": [REASONS[code] for code in report.aside_because],
    }


@require_GET
def photo(request, receipt):
    report = get_object_or_404(seen(request), receipt=receipt)
    if not report.photo:
        raise Http404
    return FileResponse(report.photo.open(), content_type="image/jpeg")


@require_POST
def answer(request, receipt):
    """Set a report aside, or bring it back into the queue."""
    report = get_object_or_404(seen(request), receipt=receipt)
    if "back" in request.POST:
        public_door.bring_back(report, by=request.user)
        messages.success(request, _("%(receipt)s waits again.") % {"receipt": report.receipt})
    else:
        public_door.set_aside(report, by=request.user)
        messages.success(request, _("%(receipt)s is set aside.") % {"receipt": report.receipt})
    return redirect("ordnance:public_queue")

"""The dispatcher's queue of what the public reported: read, take up, set aside, bring back."""

from collections import defaultdict

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import F, Window
from django.db.models.functions import RowNumber
from django.http import FileResponse
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
    rows = reports.filter(state=show).prefetch_related("photos")
    page = Paginator(rows, A_PAGE).get_page(request.GET.get("page"))
    shown = {
        "show": show,
        "page": page,
        "rows": rows_of(page, request.user),
        "counts": {state: reports.filter(state=state).count() for state in ("waiting", "aside")},
    }
    return render(request, "ordnance/public_queue.html", shown)


def rows_of(page, user):
    """Each report with the places that its words may mean, and the open tickets there: as many
    questions to the database for twenty reports as for one."""
    reports = list(page)
    places = Area.objects.search_many([report.place_said for report in reports], limit=GUESSES)
    tickets = open_at({area.pk for areas in places.values() for area in areas}, user)
    return [
        {
            "report": report,
            "places": (meant := places.get(report.place_said, [])),
            "tickets": [t for area in meant for t in tickets.get(area.pk, ())][:TICKETS],
            "reasons": [REASONS[code] for code in report.aside_because],
        }
        for report in reports
    ]


def open_at(areas, user):
    """{area: its newest open tickets that this person may see, no more than a row shows}."""
    place = Window(RowNumber(), partition_by="place_id", order_by=[F("reported_at").desc(), "ref"])
    newest = Ticket.objects.visible_to(user).open().filter(place__in=areas).annotate(nth=place)
    found = defaultdict(list)
    for ticket in newest.filter(nth__lte=TICKETS).select_related("place").with_items():
        found[ticket.place_id].append(ticket)
    return found


@require_GET
def photo(request, receipt, key):
    report = get_object_or_404(seen(request), receipt=receipt)
    sent = get_object_or_404(report.photos, pk=key)
    return FileResponse(sent.picture.open(), content_type="image/jpeg")


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

"""Many tickets at once: the board and the list."""

from django.db.models import prefetch_related_objects
from django.shortcuts import render
from django.utils.cache import patch_vary_headers

from accounts.keeping import kept_on_device
from casework.facets import facets
from casework.leafing import leaf_of
from casework.saved_views import views_beside
from ordnance.board import DUE_WORDS, columns
from ordnance.filters import UNTRIAGED, BoardFilter, ListFilter
from ordnance.models import PublicReport, Ticket
from ordnance.views.finding import visible

ROWS_A_PAGE = 50
FACETS = {"state": "status", "priority": "priority"}


def board(request):
    form = BoardFilter(request.GET, user=request.user)
    state = request.GET.get("state", "")
    prefetch_related_objects([request.user], "teams")  # each guard asks whose ticket it is
    shown = {
        "filter": form,
        "columns": columns(
            form.found(visible(request)),
            request.user,
            state=state,
            opened=request.GET.getlist("more"),
            back=request.get_full_path(),
        ),
        "due_words": DUE_WORDS,
        "waiting": visible(request).waiting(),
        "public_waiting": PublicReport.objects.visible_to(request.user).waiting().count(),
    }
    return page_or_part(request, "ordnance/ticket_board.html", "board", shown)


@kept_on_device
def ticket_list(request):
    form = ListFilter(request.GET, user=request.user)
    page = leaf_of(form.narrow(visible(request)), request.GET, ROWS_A_PAGE)
    page.fill(Ticket.objects.for_cards())
    saved = views_beside(request, "tickets")
    shown = {
        "filter": form,
        "page": page,
        "due_words": DUE_WORDS,
        "saved": saved,
        "bulk_steps": Ticket.workflow.bulk_steps(request.user),
        "facets": facets(ListFilter, visible(request), request, FACETS, blank=UNTRIAGED),
    }
    return page_or_part(request, "ordnance/ticket_list.html", "rows", shown)


def page_or_part(request, template, part, shown):
    """The whole page, or the part of it that htmx replaces."""
    response = render(request, f"{template}#{part}" if request.htmx else template, shown)
    patch_vary_headers(response, ["HX-Request"])
    return response

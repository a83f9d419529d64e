"""Many tickets at once: the board, the list, and a team leader's own day."""

from django.core.paginator import Paginator
from django.db.models import prefetch_related_objects
from django.shortcuts import render
from django.utils.cache import patch_vary_headers

from ordnance.board import DUE_WORDS, columns
from ordnance.choices import Status
from ordnance.cordon import ADVICE
from ordnance.filters import BoardFilter, ListFilter
from ordnance.models import PublicReport
from ordnance.today import acts_of, why_unresolved
from ordnance.views.finding import visible

ROWS_A_PAGE = 50
MOST_A_DAY = 20  # a phone page; the rest are a link away
AT_WORK = (Status.ON_SITE, Status.ASSIGNED, Status.MARKED, Status.ON_HOLD)


def board(request):
    form = BoardFilter(request.GET, user=request.user)
    state = request.GET.get("state", "")
    prefetch_related_objects([request.user], "teams")  # each guard asks whose ticket it is
    shown = {
        "filter": form,
        "columns": columns(
            form.narrow(visible(request)), request.user, state=state, back=request.get_full_path()
        ),
        "due_words": DUE_WORDS,
        "waiting": visible(request).waiting(),
        "public_waiting": PublicReport.objects.visible_to(request.user).waiting().count(),
    }
    return page_or_part(request, "ordnance/ticket_board.html", "board", shown)


def ticket_list(request):
    form = ListFilter(request.GET, user=request.user)
    tickets = form.narrow(visible(request).for_cards())
    page = Paginator(tickets, ROWS_A_PAGE).get_page(request.GET.get("page"))
    shown = {"filter": form, "page": page, "due_words": DUE_WORDS}
    return page_or_part(request, "ordnance/ticket_list.html", "rows", shown)


def mine(request):
    tickets = visible(request).of_today(request.user).for_cards()
    prefetch_related_objects([request.user], "teams")  # each guard asks whose ticket it is
    first = sorted(tickets, key=lambda t: AT_WORK.index(t.status))[:MOST_A_DAY]
    rows = [row_of(ticket, ticket.offers(request.user)) for ticket in first]
    shown = {"rows": rows, "due_words": DUE_WORDS, "teams": request.user.teams.all()}
    shown |= {"advice_words": ADVICE}
    return render(request, "ordnance/ticket_mine.html", shown)


def row_of(ticket, offers):
    return {"ticket": ticket, "acts": acts_of(ticket, offers), "why_not": why_unresolved(offers)}


def page_or_part(request, template, part, shown):
    """The whole page, or the part of it that htmx replaces."""
    response = render(request, f"{template}#{part}" if request.htmx else template, shown)
    patch_vary_headers(response, ["HX-Request"])
    return response

"""A team's own day, made for a phone: one ticket in hand, the others behind it."""

from dataclasses import replace

from django.db.models import prefetch_related_objects
from django.shortcuts import render
from django.urls import reverse

from accounts.keeping import keep_on_device
from ordnance.board import DUE_WORDS
from ordnance.cordon import ADVICE, advice_for
from ordnance.models import Ticket, TicketFile
from ordnance.steps import items_of
from ordnance.today import jobs_of, main_of, others_of, thumbs_of
from ordnance.views.finding import map_url, visible

MOST_A_DAY = 20  # a phone page; the rest are a link away


def mine(request):
    """`?ticket=` takes another one in hand, `?order=near` puts the nearest first."""
    related = ("team__base", "organisation")
    tickets = list(visible(request).of_today(request.user).for_cards().select_related(*related))
    prefetch_related_objects([request.user], "teams")  # each guard asks whose ticket it is
    near = request.GET.get("order") == "near"
    exact = Ticket.field_policy.opens_restricted(request.user)
    jobs = jobs_of(tickets, exact=exact, nearest_first=near)
    asked = request.GET.get("ticket", "")
    held = next((job for job in jobs if job.ticket.ref == asked), jobs[0] if jobs else None)
    shown = {
        "count": len(tickets),
        "teams": teams_of(request.user),
        "due_words": DUE_WORDS,
        "near": near,
        "after": [job for job in jobs[:MOST_A_DAY] if job is not held],
    }
    if held:
        shown |= in_hand(request, held)
    page = render(request, "ordnance/ticket_mine.html", shown)
    return keep_on_device(request, page, asked=("ticket", "order"))


def teams_of(user):
    """The teams that this person is in, of the organisation that they work for now."""
    return [team for team in user.teams.all() if team.organisation_id == user.organisation_id]


def in_hand(request, job):
    """All that is shown of the ticket in hand."""
    ticket, items = job.ticket, items_of(job.ticket)
    job = replace(job, offers=tuple(ticket.offers(request.user)))
    back = f"{reverse('ordnance:mine')}?ticket={ticket.ref}"
    thumbs = thumbs_of(job, back)
    return {
        "job": job,
        "ticket": ticket,
        "items": items,
        "back": back,
        "thumbs": thumbs,
        "main": main_of(thumbs),
        "others": others_of(job, back),
        "advice": advice_for(ticket, items),
        "advice_words": ADVICE,
        "reads_restricted": Ticket.field_policy.opens_restricted(request.user),
        "map_url": map_url(ticket.point),
        "files": ticket.files.all(),
        "kinds": TicketFile.Kind.choices,
        "kind": TicketFile.Kind.AFTER if job.remaining == 0 else TicketFile.Kind.BEFORE,
    }

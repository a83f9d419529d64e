"""One ticket: its page, the first report, corrections, and the incident that left it."""

from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accounts.keeping import keep_on_device, kept_on_device
from casework import actions
from casework.errors import AlreadyReceived
from casework.pages import CONFLICT, attempt, status_of
from incidents.models import Incident
from ordnance import public_door
from ordnance.board import DUE_WORDS, NEXT_WORDS
from ordnance.choices import Status
from ordnance.cordon import ADVICE, advice_for
from ordnance.duplicates import candidates
from ordnance.forms import IncidentLinkForm, PriorityForm, TicketEditForm, TicketForm
from ordnance.items import balance_of
from ordnance.models import UNTRIAGED, Ticket
from ordnance.priority import explain
from ordnance.public_sightings import said_by_public
from ordnance.steps import may_write
from ordnance.views.finding import demand, map_url, public_report, ticket_or_404
from ordnance.views.on_site import works_on
from places.forms import odd_about_point


def detail(request, ref):
    """One ticket, whole; a duplicate leads to the one that stayed, where this person may see it."""
    ticket = ticket_or_404(request, ref)
    if ticket.status == Status.DUPLICATE and (stayed := stayed_for(ticket, request.user)):
        words = {"ref": ticket.ref}
        messages.info(request, _("%(ref)s is a duplicate; this is the ticket that stayed.") % words)
        return redirect(stayed)
    page = render(request, "ordnance/ticket_detail.html", shown_of(request, ticket))
    return keep_on_device(request, page) if works_on(request.user, ref) else page


def stayed_for(ticket, user):
    return Ticket.objects.visible_to(user).filter(pk=ticket.duplicate_of_id).first()


def shown_of(request, ticket):
    """What the page of a ticket shows to this person."""
    user, items = request.user, list(ticket.items.prefetch_related("disposals", "munition"))
    timed = Ticket.objects.with_deadline().get(pk=ticket.pk)
    return {
        "ticket": ticket,
        "items": items,
        "balance": balance_of(items),
        "finding": explain(ticket, items),
        "advice": advice_for(ticket, items),
        "advice_words": ADVICE,
        "offers": ticket.offers(user),
        "deadline": timed.deadline,
        "late": timed.late,
        "due_word": DUE_WORDS.get(ticket.status, ""),
        "next_words": NEXT_WORDS.get(ticket.status, ""),
        "sightings": ticket.sightings.all(),
        "files": ticket.files.all(),
        "events": ticket.events.select_related("by"),
        "track": track_of(ticket),
        "reads_restricted": Ticket.field_policy.opens_restricted(user),
        "may_write": not may_write(ticket, user),
        "may_edit": not ticket.seal and user.has_perm("ordnance.change_ticket"),
        "incident": incident_of(ticket, user),
        "purge_days": settings.AFTERMATH_CONTACT_PURGE_DAYS,
        "map_url": map_url(ticket.point),
    }


def incident_of(ticket, user):
    """The incident that left it, where this person may see it."""
    return Incident.objects.visible_to(user).filter(pk=ticket.incident_id).first()


TRACK = (
    Status.REPORTED,
    Status.TRIAGED,
    Status.ASSIGNED,
    Status.ON_SITE,
    Status.MARKED,
    Status.RESOLVED,
    Status.CLOSED,
)


def track_of(ticket):
    """The way of a ticket as rows: the status, when it was first reached, and whether it is now."""
    reached = {}
    for event in reversed(ticket.events.all()):
        if event.to_status != event.from_status:
            reached.setdefault(event.to_status, event.at)
    reached[Status.REPORTED] = ticket.reported_at
    return [
        {"word": Status(s).label, "at": reached.get(s), "now": s == ticket.status} for s in TRACK
    ]


# ---------------------------------------------------------------- the first report


@kept_on_device
def create(request):
    demand(request, "ordnance.add_ticket")
    sent = request.method == "POST"
    form = TicketForm(request.POST if sent else None, user=request.user, initial=asked(request))
    if sent and "look" not in request.POST and form.is_valid():
        try:
            made, page = attempt(request, form, lambda: receive(form, request))
        except AlreadyReceived as first:
            return redirect(first.case)
        if page or made:
            return page or received(request, made, form)
    shown = {"form": form, "candidates": beside(form, request.user) if sent else []}
    return render(request, "ordnance/ticket_create.html", shown, status=status_of(form))


def asked(request):
    """What the link that led here already says: the report from the public, or the incident that
    left the object."""
    if report := public_report(request):
        return said_by_public(report)
    found = Incident.objects.visible_to(request.user).filter(ref=request.GET.get("incident", ""))
    incident = found.select_related("place").first()
    return {"incident": incident, "place": incident.place} if incident else {}


@transaction.atomic
def receive(form, request):
    """Save the ticket with its sighting and its item; the public's report has its answer then."""
    report, user = public_report(request), request.user
    ticket = actions.create(form.instance, by=user, children=form.records())
    if report:
        public_door.take_up(report, ticket, by=user)
    return ticket


def received(request, ticket, form):
    remark_on_point(request, form)
    words = {"ref": ticket.ref}
    messages.success(request, _("%(ref)s is logged. Keep everybody away from the place.") % words)
    return redirect(ticket)


def remark_on_point(request, form):
    for sentence in odd_about_point(form):
        messages.warning(request, sentence)


def beside(form, user):
    """Tickets nearby, once the form says where."""
    form.is_valid()
    if not form.instance.place_id:
        return []
    return candidates(form.instance, user, {form.cleaned_data.get("category", "unknown")})


def nearby(request):
    """The fragment beside the form: tickets that may be about the same object."""
    demand(request, "ordnance.add_ticket")
    form = TicketForm(request.POST, user=request.user)
    shown = {"candidates": beside(form, request.user), "asked": True}
    return render(request, "ordnance/ticket_candidates.html", shown)


# ---------------------------------------------------------------- corrections


def edit(request, ref):
    return write(request, ref, TicketEditForm, _("Correct the ticket"))


def link_incident(request, ref):
    return write(request, ref, IncidentLinkForm, _("The incident that left it"))


def priority(request, ref):
    """Another priority than the one that the triage gave; before it there is none to change."""
    ticket = ticket_or_404(request, ref)
    if ticket.status == Status.REPORTED and request.user.has_perm("ordnance.change_ticket"):
        return closed_to(request, ticket, UNTRIAGED)
    return write(request, ref, PriorityForm, _("Change the priority"), told="reason")


def write(request, ref, form_class, title, *, told=""):
    """The page of a form that changes fields of a ticket; `told` names its box for a reason."""
    ticket = ticket_or_404(request, ref)
    demand(request, "ordnance.change_ticket")
    if ticket.seal:
        return closed_to(request, ticket, ticket.seal)
    sent = request.method == "POST"
    form = form_class(request.POST if sent else None, instance=ticket, user=request.user)
    if sent and form.is_valid():
        given = {"seen": form.cleaned_data["seen"], "reason": form.cleaned_data.get(told, "")}
        saved, page = attempt(
            request, form, lambda: actions.edit(form.instance, by=request.user, **given)
        )
        if saved:
            remark_on_point(request, form)
        if page or saved:
            return page or redirect(ticket.get_absolute_url())
    shown = {"ticket": ticket, "form": form, "title": title}
    return render(request, "ordnance/ticket_edit.html", shown, status=status_of(form))


def closed_to(request, ticket, why):
    """The page that says why the ticket is not changed so now."""
    shown = {"case": ticket, "message": why}
    return render(request, "409.html", shown, status=CONFLICT)

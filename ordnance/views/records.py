"""What belongs to a ticket: sightings, items, disposals and files, each added on its own page."""

from functools import partial

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import FileResponse, Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from casework import actions
from casework.files import attach
from casework.pages import attempt, status_of, tell_kept
from ordnance import public_door
from ordnance.contacts import keep_until
from ordnance.forms import DisposalForm, FileForm, ItemForm, SightingForm
from ordnance.models import Disposal, Item, Sighting, TicketFile
from ordnance.public_sightings import sighting_by_public
from ordnance.reckoning import reckon
from ordnance.steps import may_write
from ordnance.views.finding import (
    demand,
    item_or_404,
    public_report,
    row_or_404,
    ticket_or_404,
)
from ordnance.views.on_site import kept_on_site
from ordnance.views.tickets import closed_to
from ordnance.views.way_back import way_back


def sighting_create(request, ref):
    ticket = ticket_or_404(request, ref)
    demand(request, "ordnance.add_sighting")
    report = public_report(request)
    form = SightingForm(
        request.POST or None,
        instance=Sighting(ticket=ticket),
        user=request.user,
        initial=sighting_by_public(report) if report else None,
    )
    answered = partial(public_door.take_up, report, by=request.user) if report else None
    return add_record(
        request, ticket, form, _("Another caller"), before=keep_until, answered=answered
    )


@kept_on_site
def item_create(request, ref):
    ticket = ticket_or_404(request, ref)
    demand(request, "ordnance.add_item")
    if refusal := may_write(ticket, request.user):
        return closed_to(request, ticket, refusal)
    form = ItemForm(request.POST or None, instance=Item(ticket=ticket), user=request.user)
    return add_record(request, ticket, form, _("Add an item"))


@kept_on_site
def disposal_create(request, ref, key):
    ticket = ticket_or_404(request, ref)
    demand(request, "ordnance.add_disposal")
    if refusal := may_write(ticket, request.user):
        return closed_to(request, ticket, refusal)
    item = item_or_404(ticket, key)
    left = {"quantity": item.balance.remaining or None}
    new = Disposal(item=item, team=ticket.team)
    form = DisposalForm(request.POST or None, instance=new, user=request.user, initial=left)
    return add_record(request, ticket, form, _("What was done"), item=item)


def add_record(request, ticket, form, title, *, before=None, answered=None, **shown):
    """The page of a form that adds one record; `before` runs on the record just before, and
    `answered` on the ticket just after, in the same transaction."""
    record = form.instance
    if ticket.seal and not record.joins_sealed:
        return closed_to(request, ticket, ticket.seal)
    if form.is_bound and form.is_valid() and "reckon" not in request.POST:
        if received(record, form.cleaned_data["submission_key"]):
            return redirect(way_back(request, ticket))
        if before:
            before(record)
        saved, page = attempt(request, form, lambda: add(ticket, record, request.user, answered))
        if page or saved:
            return page or redirect(way_back(request, ticket))
    shown |= {"ticket": ticket, "form": form, "title": title, "back": way_back(request, ticket)}
    if "item" in shown:
        shown["reckoning"] = reckon(shown["item"], form)
    return render(request, "ordnance/record_form.html", shown, status=status_of(form))


@transaction.atomic
def add(ticket, record, user, answered):
    added = actions.add(ticket, record, by=user)
    if answered:
        answered(ticket=added)
    return added


def received(record, key):
    """Whether this very form came before; otherwise its key becomes the record's own, so that a
    form that a bad line sends twice makes one record."""
    if key is None:
        return False
    first = type(record).objects.filter(pk=key).first()
    if first is None:
        record.pk = key
    return first is not None and first.case.pk == record.case.pk


@kept_on_site
def item_edit(request, ref, key):
    ticket = ticket_or_404(request, ref)
    demand(request, "ordnance.change_item")
    if refusal := ticket.seal or may_write(ticket, request.user):
        return closed_to(request, ticket, refusal)
    item = item_or_404(ticket, key)
    sent = request.method == "POST"
    initial = {"seen": ticket.version}
    form = ItemForm(
        request.POST if sent else None, instance=item, user=request.user, initial=initial
    )
    if sent and form.is_valid() and "reckon" not in request.POST:
        seen = form.cleaned_data["seen"]
        saved, page = attempt(request, form, lambda: actions.edit(item, by=request.user, seen=seen))
        if page or saved:
            return page or redirect(way_back(request, ticket))
    shown = {"ticket": ticket, "form": form, "title": _("Correct the item"), "item": item}
    shown |= {
        "back": way_back(request, ticket),
        "reckoning": reckon(item_or_404(ticket, key), form),
    }
    return render(request, "ordnance/record_form.html", shown, status=status_of(form))


# ---------------------------------------------------------------- files


@kept_on_site
def file_create(request, ref):
    ticket = ticket_or_404(request, ref)
    demand(request, "ordnance.add_ticketfile")
    if ticket.seal:
        return closed_to(request, ticket, ticket.seal)
    sent = request.method == "POST"
    form = FileForm(request.POST if sent else None, request.FILES if sent else None)
    if sent and form.is_valid():
        given = dict(form.cleaned_data)
        upload = given.pop("upload")
        kept, page = attempt(
            request, form, lambda: attach(ticket, upload, by=request.user, **given)
        )
        if page or kept:
            if kept:
                tell_kept(request, kept)
            return page or redirect(way_back(request, ticket))
    shown = {"ticket": ticket, "form": form, "title": _("Add a photo or document")}
    shown["back"] = way_back(request, ticket)
    return render(request, "ordnance/record_form.html", shown, status=status_of(form))


def file_shown(request, ref, key):
    """The copy without hidden data; only pictures have one."""
    kept = row_or_404(ticket_or_404(request, ref).files.all(), key)
    if not kept.shown:
        raise Http404
    response = FileResponse(kept.shown.open("rb"), content_type="image/jpeg")
    response["Cache-Control"] = "private, max-age=3600"
    return response


def file_original(request, ref, key):
    """The bytes as received, which may say where a photo was taken: restricted."""
    kept = row_or_404(ticket_or_404(request, ref).files.all(), key)
    if not TicketFile.field_policy.opens_restricted(request.user):
        raise PermissionDenied
    return FileResponse(kept.original.open("rb"), as_attachment=True, filename=kept.name)

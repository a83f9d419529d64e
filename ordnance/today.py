"""A team leader's next acts on one ticket, the most forward first: what the phone page offers."""

from typing import NamedTuple

from django.urls import reverse
from django.utils.translation import gettext as _

from ordnance.choices import Status
from ordnance.steps import items_of

WORKING = (Status.ON_SITE, Status.MARKED)
# Steps as a team takes them; giving back is never the first thing offered.
FORWARD = ("resolve", "arrive", "mark", "resolve_empty", "hold", "unassign")
MARKS = {"arrive": "map-pin", "mark": "flag", "resolve": "check-circle", "hold": "pause"}


class Act(NamedTuple):
    """One thumb-sized button."""

    word: str
    url: str
    mark: str = ""


def acts_of(ticket, offers):
    """What may be done now; `offers` are the ticket's, for the person who looks."""
    offers = {offer.step.name: offer for offer in offers}
    acts = list(counting(ticket)) if ticket.status in WORKING else []
    for name in FORWARD:
        if name in offers and offers[name].is_open:
            word = str(offers[name].step.button)
            acts.append(Act(word, at("step", ticket.ref, name), MARKS.get(name, "")))
    if ticket.status in WORKING:
        acts.append(Act(_("Another item"), at("item_create", ticket.ref), "plus"))
        acts.append(Act(_("Photo"), at("file_create", ticket.ref), "camera"))
    return acts


def counting(ticket):
    """What is still to be counted, and what was counted and lies there yet."""
    for item in items_of(ticket):
        if item.quantity_found is None:
            yield Act(_("Count"), at("item_edit", ticket.ref, item.pk), "calculator")
        elif item.balance.remaining:
            yield Act(_("Disposal"), at("disposal_create", ticket.ref, item.pk), "fire")


def why_unresolved(offers):
    """The sentence that keeps the person from resolving the ticket now, or ""."""
    return next((offer.refusal for offer in offers if offer.step.name == "resolve"), "")


def at(name, *args):
    return reverse(f"ordnance:{name}", args=args)

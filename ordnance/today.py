"""A team's day: its tickets in the order to take them, and what one thumb can do about each."""

from dataclasses import dataclass
from typing import NamedTuple
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ordnance.choices import Status
from ordnance.steps import items_of
from places.coordinates import distance_km

WORKING = (Status.ON_SITE, Status.MARKED)
# What the four keys of the bar do not hold, as a team takes it.
OTHER_STEPS = ("resolve_empty", "hold", "unassign")
FAR = float("inf")


class Act(NamedTuple):
    """One thumb-sized key. Without an address it is no key but says how far this is."""

    word: str
    mark: str
    url: str = ""
    note: object = ""
    is_done: bool = False


@dataclass(frozen=True)
class Job:
    """One ticket of the day. `km` is how far it is from where the team is; None unknown."""

    ticket: object
    km: float | None
    offers: tuple = ()

    @property
    def why_unresolved(self):
        """The sentence that keeps the person from resolving the ticket now, or ""."""
        return next((each.refusal for each in self.offers if each.step.name == "resolve"), "")

    @property
    def remaining(self):
        """Items that were counted and lie there yet; None while one is not counted."""
        counts = [item.balance.remaining for item in items_of(self.ticket)]
        return None if None in counts else sum(counts)


# ---------------------------------------------------------------- the order of the day


def jobs_of(tickets, *, exact, nearest_first=False):
    """The day's tickets: where the team works now, then by priority, overdue, due and distance.

    `exact` is whether the person may know exact points; else a ticket lies at its community.
    """
    here = next((ground_of(t, exact) for t in tickets if t.status == Status.ON_SITE), None)
    jobs = [Job(t, km_between(here or base_of(t), ground_of(t, exact))) for t in tickets]
    return sorted(jobs, key=by_distance if nearest_first else by_urgency)


def by_distance(job):
    return (FAR if job.km is None else job.km, *by_urgency(job))


def by_urgency(job):
    ticket = job.ticket
    due = (ticket.deadline is None, ticket.deadline or ticket.reported_at)
    near = FAR if job.km is None else job.km
    return (ticket.status != Status.ON_SITE, ticket.rank, -ticket.late, *due, near, ticket.ref)


def base_of(ticket):
    return located(ticket.team.base) if ticket.team else None


def ground_of(ticket, exact):
    """Where it lies, as something with a latitude and a longitude; None where that is unknown."""
    return (ticket.point if exact else None) or located(ticket.place)


def located(area):
    return area if area is not None and area.latitude is not None else None


def km_between(one, other):
    return None if None in (one, other) else round(distance_km(one, other))


# ---------------------------------------------------------------- what one thumb can do


def thumbs_of(job, back):
    """The four keys of the bar, always in this order: arrive, mark, item, disposal or resolve."""
    return [arriving(job, back), marking(job, back), counting(job, back), ending(job, back)]


def main_of(thumbs):
    """The place of the key that leads on: the first open one that is not done, or None."""
    order = (0, 2, 3, 1)  # marking is for what cannot be ended today
    return next((n for n in order if thumbs[n].url and not thumbs[n].is_done), None)


def step_url(job, name, back):
    """The page of a step that this person may take now, else ""."""
    if any(each.step.name == name and each.is_open for each in job.offers):
        return at("step", job.ticket.ref, name, back=back)
    return ""


def arriving(job, back):
    ticket, url = job.ticket, step_url(job, "arrive", back)
    if url or ticket.arrived_at is None:
        return Act(_("Arrive"), "map-pin", url)
    return Act(_("Arrived"), "map-pin", note=ticket.arrived_at, is_done=True)


def marking(job, back):
    ticket = job.ticket
    if ticket.status == Status.MARKED:
        return Act(_("Marked"), "flag", note=ticket.get_marking_display(), is_done=True)
    return Act(_("Mark"), "flag", step_url(job, "mark", back))


def counting(job, back):
    """Count what is not counted, then add what else lies there."""
    ticket = job.ticket
    if ticket.status not in WORKING:
        return Act(_("Item"), "plus")
    items = items_of(ticket)
    uncounted = [item for item in items if item.quantity_found is None]
    if uncounted:
        note = _("%(n)d not counted") % {"n": len(uncounted)}
        return Act(
            _("Count"), "calculator", at("item_edit", ticket.ref, uncounted[0].pk, back=back), note
        )
    found = sum(item.quantity_found for item in items)
    note = ngettext("%(n)d so far", "%(n)d so far", found) % {"n": found}
    return Act(_("Item"), "plus", at("item_create", ticket.ref, back=back), note, bool(items))


def ending(job, back):
    """Dispose of what lies there; once nothing does, resolve."""
    ticket = job.ticket
    left = [item for item in items_of(ticket) if item.balance.remaining]
    resolve = step_url(job, "resolve", back)
    if ticket.status in WORKING and left and not resolve:
        count = sum(item.balance.remaining for item in left)
        note = ngettext("%(n)d left", "%(n)d left", count) % {"n": count}
        url = at("disposal_create", ticket.ref, left[0].pk, back=back)
        return Act(_("Disposal"), "fire", url, note)
    return Act(_("Resolve"), "check-circle", resolve)


def others_of(job, back):
    """What else may be done: less often, and never the first thing offered."""
    buttons = {each.step.name: str(each.step.button) for each in job.offers}
    return [
        Act(buttons[name], "", url) for name in OTHER_STEPS if (url := step_url(job, name, back))
    ]


def at(name, *args, back=""):
    query = f"?{urlencode({'back': back})}" if back else ""
    return reverse(f"ordnance:{name}", args=args) + query

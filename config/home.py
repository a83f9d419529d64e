"""The home page: what waits for me, the day at a glance, what changed."""

from itertools import chain

from django.db.models import Count, Max
from django.shortcuts import render

from casework.story import act_of
from config.waiting import unfinished_imports, waiting_for
from incidents.models import Incident, IncidentEvent
from ordnance.choices import Priority
from ordnance.models import Ticket, TicketEvent
from sitreps.actions import latest
from sitreps.daily import document
from sitreps.scope import UnknownScope, scope_for
from sitreps.sheet import Sheet

CHANGES = 8
READ_BACK = 40  # events looked through for that many different cases


def home(request):
    user = request.user
    waiting, imports, day = waiting_for(user), list(unfinished_imports(user)), glance(user)
    shown = {
        "waiting": waiting,
        "imports": imports,
        "day": day,
        "issue_due": issue_due(day, user),
        "count": sum(g["count"] for g in waiting) + len(imports) + issue_due(day, user),
        "changes": changes(user),
        "priorities": open_by_priority(user),
    }
    return render(request, "home.html", shown)


# ---------------------------------------------------------------- the day at a glance


def glance(user):
    """The latest day with a counted incident, as its report would be now; None without one."""
    if not user.has_perm("sitreps.view_sitrep"):
        return None
    try:
        day = latest_day(user)
        scope = scope_for(user, day) if day else None
    except UnknownScope:
        return None
    if scope is None:
        return None
    return {
        "date": day,
        "sheet": Sheet(document(scope, user)),
        "issued": latest(scope, user),
    }


def latest_day(user):
    return Incident.objects.visible_to(user).reported().aggregate(day=Max("occurred_on"))["day"]


def issue_due(day, user):
    """Whether the day's report waits for this person to issue it."""
    return bool(day and not day["issued"] and user.has_perm("sitreps.issue_sitrep"))


def open_by_priority(user):
    """[(priority, how many open tickets)], the most urgent first, blank for not triaged."""
    if not user.has_perm("ordnance.view_ticket"):
        return []
    rows = Ticket.objects.visible_to(user).open().order_by().values_list("priority")
    counts = dict(rows.annotate(n=Count("pk")))
    return [(name, counts[name]) for name in ("", *Priority.values) if name in counts]


# ---------------------------------------------------------------- what changed


def changes(user):
    """The last act on each of the cases that changed last, of either kind."""
    events = chain(
        events_of(IncidentEvent, Incident, "incidents.view_incident", user),
        events_of(TicketEvent, Ticket, "ordnance.view_ticket", user),
    )
    newest = {}
    for event in sorted(events, key=lambda event: event.at, reverse=True):
        newest.setdefault(event.case_id, event)
    return [
        {"event": event, "case": event.case, "act": act_of(event, event.case)}
        for event in list(newest.values())[:CHANGES]
    ]


def events_of(model, case_model, permission, user):
    if not user.has_perm(permission):
        return []
    events = model.objects.filter(case__in=case_model.objects.visible_to(user))
    related = events.select_related("by", "case__place")
    if case_model is Ticket:
        related = related.prefetch_related("case__items__munition")
    return related[:READ_BACK]

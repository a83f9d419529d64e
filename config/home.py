"""The home page: what waits for me, the day at a glance, what changed since I was last here."""

from django.db.models import Count, Max
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from accounts import visits
from accounts.keeping import kept_on_device
from casework.drafts import unfinished
from config.changes import since_last
from config.day_map import drawing_of
from config.following import news_for
from config.waiting import public_reports, unfinished_imports, waiting_for
from incidents.models import Incident
from ordnance.choices import Priority
from ordnance.models import Ticket
from sitreps.actions import latest
from sitreps.daily import document
from sitreps.gone import reports_to_correct
from sitreps.scope import UnknownScope, scope_for
from sitreps.sheet import Sheet

CHANGES = 6  # on home; the rest is one link away
MOST_CHANGES = 200


@require_GET
@kept_on_device
def home(request):
    user = request.user
    waiting, imports, day = waiting_for(user), list(unfinished_imports(user)), glance(user)
    reported, first_reports = public_reports(user)
    due, corrections = issue_due(day, user), list(reports_to_correct(user))
    since = visits.opened(user) if is_looked_at(request) else visits.since(user)
    number, changes = since_last(user, since, most=CHANGES)
    shown = {
        "waiting": waiting,
        "followed": news_for(user),
        "imports": imports,
        "public_waiting": reported,
        "public_reports": first_reports,
        "day": day,
        "issue_due": due,
        "corrections": corrections,
        "count": sum(group["count"] for group in waiting)
        + len(imports)
        + reported
        + due
        + len(corrections),
        "since": since,
        "changes": changes,
        "changed": number,
        "unfinished": unfinished(user),
        "priorities": open_by_priority(user),
        "now": timezone.now(),
    }
    return render(request, "home.html", shown)


def is_looked_at(request):
    """Whether a person opens the page, and not a browser that fetches it ahead or in the back."""
    ahead = "prefetch" in request.headers.get("Sec-Purpose", "")
    return not ahead and request.headers.get("Sec-Fetch-Dest", "document") == "document"


@require_GET
def changed(request):
    """All that others changed since the last visit."""
    since = visits.since(request.user)
    number, changes = since_last(request.user, since, most=MOST_CHANGES)
    shown = {"since": since, "changes": changes, "changed": number}
    return render(request, "changes.html", shown)


@require_POST
def mark_seen(request):
    visits.mark_read(request.user)
    return redirect("home")


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
    sheet = Sheet(document(scope, user))
    return {
        "date": day,
        "sheet": sheet,
        "map": drawing_of(sheet, day),
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

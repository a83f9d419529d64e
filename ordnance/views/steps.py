"""The steps of a ticket as pages, and what the triage page works out while one answers."""

from django.shortcuts import render

from casework.pages import CONFLICT, refusal_of, step_or_404, take_step
from ordnance import steps
from ordnance.choices import Priority
from ordnance.choosing_team import candidates_for
from ordnance.closing import needs_to_close
from ordnance.cordon import ADVICE, advise
from ordnance.duplicates import candidates
from ordnance.items import balance_of
from ordnance.models import Ticket
from ordnance.priority import explain, judge_ticket
from ordnance.step_forms import form_of
from ordnance.views.finding import demand, ticket_or_404
from ordnance.views.on_site import kept_on_site
from ordnance.views.tickets import remark_on_point
from ordnance.views.way_back import FOUND, homeward, way_back

TEMPLATES = {
    "assign": "ordnance/ticket_assign.html",
    "arrive": "ordnance/ticket_arrive.html",
    "triage": "ordnance/ticket_triage.html",
    "resolve": "ordnance/ticket_resolve.html",
    "close": "ordnance/ticket_close.html",
    "duplicate": "ordnance/ticket_duplicate.html",
}
# Steps whose page shows all that is missing, where others only say the first reason why not.
CHECKLISTS = ("resolve", "close")


@kept_on_site
def step(request, ref, name):
    ticket = ticket_or_404(request, ref)
    row = step_or_404(ticket, name)
    demand(request, row.permission)
    sent = request.POST if request.method == "POST" else None
    form = form_of(ticket, row, request.user, sent)
    template = TEMPLATES.get(name, "ordnance/ticket_step.html")
    shown = beside(request, ticket, name, form) | {"back": way_back(request, ticket)}
    if "recompute" in (sent or {}):
        return render(request, template, {"case": ticket, "step": row, "form": form, **shown})
    refusal = refusal_of(ticket, row, request.user)
    if refusal and ticket.status in row.source and (shown.get("missing") or shown.get("needs")):
        shown |= {"case": ticket, "step": row, "refusal": refusal}
        return render(request, template, shown, status=CONFLICT)
    taken = take_step(request, ticket, name, form=form, template=template, **shown)
    if taken.status_code == FOUND and "point" in form.fields:
        remark_on_point(request, form)
    return homeward(request, taken, ticket)


def beside(request, ticket, name, form):
    """What the page of a step shows beside its form."""
    if name == "triage":
        return finding_of(ticket, form) | {"candidates": candidates(ticket, request.user)}
    if name == "duplicate":
        form.initial["duplicate_of"] = request.GET.get("of", "")
        return {"candidates": candidates(ticket, request.user)}
    if name == "assign":
        return {"teams": candidates_for(ticket, request.user)}
    if name in CHECKLISTS:
        items = steps.items_of(ticket)
        shown = {"items": items, "balance": balance_of(items), "files": ticket.files.all()}
        if name == "resolve":
            return shown | {"missing": steps.missing_to_resolve(ticket)}
        return shown | reviewed(ticket, request.user, items)
    return {}


def reviewed(ticket, user, items):
    """What the quality review reads beside the balance and the photos."""
    return {
        "needs": needs_to_close(ticket, user, items),
        "sightings": ticket.sightings.count(),
        "may_write": not steps.may_write(ticket, user),
        "may_return": user.has_perm("ordnance.return_ticket"),
        "reads_restricted": Ticket.field_policy.opens_restricted(user),
    }


def finding_of(ticket, form):
    """The line that fires and the advised cordon for the answers that stand in the form."""
    if form.is_bound:
        form.is_valid()
        for name in ("land_use", "distance_to_people", *steps.TRIAGE_ANSWERS):
            if name in form.cleaned_data and hasattr(ticket, name):
                setattr(ticket, name, form.cleaned_data[name])
    items = steps.items_of(ticket)
    return {
        "items": items,
        "finding": explain(ticket, items),
        "advice": advise(ticket, items),
        "advice_words": ADVICE,
        "override": override_of(form, judge_ticket(ticket, items)),
    }


def override_of(form, found):
    """The other priority that stands in the form: its word, and whether it is lower; or None."""
    chosen = form.is_bound and form.cleaned_data.get("priority")
    if not chosen or chosen == found.priority:
        return None
    lower = steps.RANK[chosen] > steps.RANK[found.priority]
    return {"word": Priority(chosen).label, "lower": lower}


def finding(request, ref):
    """The fragment of the triage page: what the rule says now. Saves nothing."""
    ticket = ticket_or_404(request, ref)
    demand(request, "ordnance.triage_ticket")
    form = form_of(ticket, ticket.workflow.steps["triage"], request.user, request.POST)
    shown = finding_of(ticket, form) | {"live": True, "case": ticket}
    return render(request, "ordnance/ticket_finding.html", shown)

"""Pages that read incidents: the list, one incident, and its files."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from accounts.keeping import kept_on_device
from casework.facets import facets
from casework.leafing import leaf_of
from casework.saved_views import views_beside
from incidents import duplicates, reading, steps
from incidents.choices import Status
from incidents.listing import PER_PAGE, IncidentFilter, chips, next_step
from incidents.models import Incident, IncidentFile, Source
from incidents.public import stands_before_the_public

HISTORY_SHOWN = 12
FACETS = {"status": "status", "weapon": "weapon"}


def may(permission):
    """403 for a colleague without the permission; strangers are refused by what they may see."""
    return permission_required(f"incidents.{permission}", raise_exception=True)


def fetch(user, ref, incidents=None):
    """The incident of this reference; 404 for what the person may not see."""
    if incidents is None:
        incidents = Incident.objects.select_related("place")
    return get_object_or_404(incidents.visible_to(user), ref=ref)


# ---------------------------------------------------------------- the list


@require_GET
@may("view_incident")
@kept_on_device
def index(request):
    """All incidents this person may see, narrowed by what the query string asks."""
    visible = Incident.objects.visible_to(request.user)
    form = IncidentFilter(request.GET, user=request.user)
    page = leaf_of(form.narrow(visible), request.GET, PER_PAGE).fill(for_lines(request.user))
    shown = {
        "form": form,
        "page": page,
        "lines": [line(incident, request.user) for incident in page],
        "export_url": export_url(request),
        "saved": views_beside(request, "incidents"),
        "bulk_steps": Incident.workflow.bulk_steps(request.user),
        "facets": facets(IncidentFilter, visible, request, FACETS, day="occurred_on"),
    }
    if request.htmx:
        return render(request, "incidents/incident_list.html#rows", shown)
    shown["chips"] = chips(visible, request.user, form.cleaned_data.get("view"))
    return render(request, "incidents/incident_list.html", shown)


@require_GET
@may("verify_incident")
def queue(request):
    """What waits for this reviewer."""
    return redirect(f"{reverse('incidents:list')}?view=review")


def for_lines(user):
    """Incidents with all that their rows in the list show."""
    related = ("place__parent__parent__parent__parent__parent", "merged_into")
    rows = Incident.objects.select_related(*related).with_toll()
    return rows.prefetch_related(tickets_seen_by(user))


def line(incident, user):
    """One row of the list: the incident, its hour, its counted numbers, what to do next."""
    killed, injured = (panel["total"] for panel in reading.panels(incident))
    return {
        "incident": incident,
        "hour": reading.hour(incident),
        "killed": killed,
        "injured": injured,
        "reports": len(incident.casualty_reports.all()),
        "differing": reading.differing(incident),
        "tickets": len(incident.seen_tickets),
        "next": next_step(incident, user),
    }


def tickets_seen_by(user):
    """Prefetch `seen_tickets`: the ordnance that each attack left, as far as this person sees."""
    tickets = Incident._meta.get_field("tickets").related_model.objects
    seen = tickets.visible_to(user) if user.has_perm("ordnance.view_ticket") else tickets.none()
    return Prefetch("tickets", queryset=seen, to_attr="seen_tickets")


def export_url(request):
    """Where this very list comes as a file; "" while there is no such page."""
    if not request.user.has_perm("exchange.export_cases"):
        return ""
    try:
        address = reverse("exchange:export", kwargs={"kind": "incidents"})
    except NoReverseMatch:
        return ""
    return f"{address}?{request.GET.urlencode()}"


# ---------------------------------------------------------------- one incident


@require_GET
@may("view_incident")
def detail(request, ref):
    """One incident, whole; a merged one leads to the record that took it in."""
    incident = fetch(request.user, ref, reading.whole(Incident.objects))
    if incident.status == Status.MERGED:
        survivor = Incident.objects.visible_to(request.user).filter(pk=incident.merged_into_id)
        if survivor.exists():
            words = {"ref": ref, "survivor": incident.merged_into.ref}
            messages.info(request, _("%(ref)s was merged into %(survivor)s.") % words)
            return redirect(incident.merged_into)
    return render(request, "incidents/incident_detail.html", shown_of(incident, request.user))


def shown_of(incident, user):
    """What the page about one incident needs, for this reader."""
    events = incident.events.select_related("by")
    return {
        "incident": incident,
        "offers": incident.offers(user),
        "when": reading.when(incident),
        "panels": reading.panels(incident),
        "others": reading.others(incident),
        "basis": reading.basis(incident),
        "charts": reading.charts(incident),
        "facts": reading.facts(incident, reading.FACTS, user),
        "keeping": reading.facts(incident, reading.KEEPING, user),
        "point": reading.point(incident, user),
        "reads_identity": "identity" in Source.field_policy.readable(user),
        "reads_originals": "original" in IncidentFile.field_policy.readable(user),
        "tickets": tickets_of(incident, user),
        **related(incident, user),
        "is_public": stands_before_the_public(incident),
        "absorbed": incident.absorbed.visible_to(user),
        "amendment": proposal(incident),
        "open_comments": [each for each in incident.comments.all() if not each.answer],
        "events": events[:HISTORY_SHOWN],
    }


def tickets_of(incident, user):
    """The ordnance it left behind, as far as this person may see it."""
    if not user.has_perm("ordnance.view_ticket"):
        return []
    return incident.tickets.visible_to(user).select_related("place")


def related(incident, user):
    """Likely same events with what was answered about each: those to answer, and the others."""
    told = {"to_answer": [], "related": []}
    if incident.seal:
        return told
    answered = duplicates.verdicts(incident)
    for found in duplicates.candidates(incident, user):
        verdict = answered.get(found.incident.pk, "")
        waits = found.must_be_answered and not verdict
        told["to_answer" if waits else "related"].append({"found": found, "verdict": verdict})
    return told


def proposal(incident):
    """The open amendment and what it would change, old and new; None where there is none."""
    amendment = steps.open_amendment(incident)
    if amendment is None:
        return None
    return {"amendment": amendment, "lines": reading.proposed(incident, amendment)}


@require_GET
@may("view_incident")
def history(request, ref):
    """Everything that ever happened to it."""
    incident = fetch(request.user, ref)
    shown = {"incident": incident, "events": incident.events.select_related("by")}
    return render(request, "incidents/incident_history.html", shown)


# ---------------------------------------------------------------- files


@require_GET
@may("view_incident")
def download(request, ref, pk):
    """The copy without metadata, for every colleague who sees the incident."""
    kept = get_object_or_404(fetch(request.user, ref).files, pk=pk)
    if not kept.shown:
        raise Http404(pk)
    return FileResponse(kept.shown.open(), content_type="image/jpeg", filename=f"{kept.pk}.jpg")


@require_GET
@may("view_incident")
def original(request, ref, pk):
    """The file as it was received, for those who may read restricted fields."""
    kept = get_object_or_404(fetch(request.user, ref).files, pk=pk)
    if "original" not in IncidentFile.field_policy.readable(request.user):
        raise PermissionDenied(_("Originals are kept from all but the protection officer."))
    return FileResponse(
        kept.original.open(),
        as_attachment=True,
        filename=kept.name,
        content_type="application/octet-stream",
    )

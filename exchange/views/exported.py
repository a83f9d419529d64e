"""The log of what left, and the page of one export: how far, how it ended, where to fetch it."""

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from casework.models import Case
from casework.sensitivity import SEES_HIDDEN
from casework.sight import hidden_since, still_sees
from exchange import exporting, jobs
from exchange.exporting.filtering import filtering
from exchange.exporting.making import expire, fetched
from exchange.models import Export, of_wider_sight
from exchange.registry import resource_class
from exchange.views.working import Progress

PER_PAGE = 50


@login_required
@require_GET
def log(request):
    """One's own exports; those of the organisation for whoever may read the log."""
    expire()
    exports = Export.objects.visible_to(request.user).select_related("by")
    page = Paginator(exports, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "exchange/export_list.html", {"page": page})


@login_required
@require_GET
def one(request, pk):
    """What was asked for and what came of it; asks again by itself while it is made."""
    expire()
    export = found(request, pk)
    if not Export.objects.visible_to(request.user).filter(pk=pk).exists():
        raise PermissionDenied
    job = jobs.of(export)
    shown = {
        "export": export,
        "filtering": filtering(*asked_by(request, export), typed=sees_as_much(request, export)),
        "kind": resource_class(export.kind).title,
        "job": job,
        "progress": job and Progress(job),
        "nobody": job is not None and not jobs.somebody_works(),
        "mine": export.by_id == request.user.pk,
    }
    part = "#export" if request.htmx else ""
    return render(request, f"exchange/export_one.html{part}", shown)


def found(request, pk):
    """An export of one's organisation: a stranger's is not there."""
    return get_object_or_404(Export.objects.near(request.user).select_related("by"), pk=pk)


def own(request, pk):
    """One's own export; a colleague's is refused."""
    export = found(request, pk)
    if export.by_id != request.user.pk:
        raise PermissionDenied
    return export


def sees_as_much(request, export):
    """Whether the reader of the log may read of cases what whoever took the file out may."""
    wider = Export.objects.filter(of_wider_sight(request.user), pk=export.pk)
    return export.by_id == request.user.pk or not wider.exists()


def asked_by(request, export):
    """The kind and the filter of an export, for the reader's eyes."""
    resource = resource_class(export.kind)(request.user)
    return resource, exporting.Asked.of(resource, params=export.filter).params


@login_required
@require_GET
def fetch(request, pk):
    """The file that waits, for the person who asked for it and may still take all that is in it."""
    expire()
    export = own(request, pk)
    if not export.is_there:
        raise Http404(export.state)
    if not may_still_take(export):
        raise PermissionDenied
    fetched(export)
    return FileResponse(
        export.file.open(),
        as_attachment=True,
        filename=export.name,
        content_type=exporting.TYPES[export.form],
        headers={"Cache-Control": "no-store"},
    )


def may_still_take(export):
    """Whether the rights have not shrunk since: kind, shape, every column, and whose cases are
    seen; a case that was hidden since leaves in no file that was made before."""
    resource = resource_class(export.kind)(export.by)
    if not exporting.may_export(resource) or not sees_all_of_it(export, resource._meta.model):
        return False
    now = exporting.Asked.again(export)
    return [column.name for column in now.columns] == export.columns and (
        now.logged().exact_points or not export.exact_points
    )


def sees_all_of_it(export, model):
    if not issubclass(model, Case):
        return True
    if not still_sees(export.by, export.sight):
        return False
    blind = not export.by.has_perm(SEES_HIDDEN)
    return not (blind and hidden_since(model, export.organisation_id, export.at))


@login_required
@require_POST
def cancel(request, pk):
    """Call the making off."""
    export = own(request, pk)
    jobs.cancel(export)
    return redirect("exchange:exported", pk=pk)

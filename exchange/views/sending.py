"""Records leave as a file: the page that asks what and how, and the file itself."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from exchange import exporting, jobs
from exchange.export_forms import KeepingForm, TakingForm
from exchange.exporting.asking import OURS, layouts_of
from exchange.exporting.filtering import filtering
from exchange.exporting.making import expire, made_now
from exchange.models import Export, ExportPreset
from exchange.registry import resource_class

RECENT = 5


@login_required
@require_http_methods(["GET", "POST"])
def export(request, kind):
    """What the list's own query string chooses: how many, in which shape, columns and format."""
    resource = resource_for(request, kind)
    choice = chosen(request, kind)
    preset = choice.preset if choice else request.GET.get("preset", resource.layouts[0].name)
    layout = layout_for(resource, preset)
    form = TakingForm(request.POST or None, layout=layout, choice=choice)
    keeping = KeepingForm(
        request.POST if "keep" in request.POST else None, instance=blank(request, resource, preset)
    )
    if request.method == "POST" and form.is_valid():
        answer = (
            kept(request, form, keeping)
            if "keep" in request.POST
            else taken(request, resource, preset, form)
        )
        if answer is not None:
            return answer
    shown = page_of(request, resource, layout) | {
        "form": form,
        "keeping": keeping,
        "choice": choice,
    }
    return render(request, "exchange/export.html", shown, status=422 if form.errors else 200)


@login_required
@require_GET
def export_file(request, kind, form):
    """The whole of what the query string chooses, in a format, without questions."""
    resource = resource_for(request, kind)
    asked = exporting.Asked.of(resource, form=form, params=request.GET)
    if filtering(resource, request.GET).unread or is_long(asked):
        return redirect(f"{reverse('exchange:export', args=[kind])}?{request.GET.urlencode()}")
    return sent(made_now(asked))


@login_required
@require_POST
def forget(request, pk):
    """A kept choice goes; whoever kept it decides."""
    choice = get_object_or_404(ExportPreset.objects.visible_to(request.user), pk=pk)
    if choice.by_id != request.user.pk:
        raise PermissionDenied
    choice.delete()
    messages.success(request, _("“%(name)s” is forgotten.") % {"name": choice.name})
    return redirect("exchange:export", kind=choice.kind)


# ---------------------------------------------------------------- what is asked


def resource_for(request, kind):
    resource = resource_class(kind)(request.user)
    if not exporting.may_export(resource):
        raise PermissionDenied
    return resource


def layout_for(resource, preset):
    shape = layouts_of(resource).get(preset)
    if shape is None:
        raise Http404(preset)
    return shape(resource)


def chosen(request, kind):
    """The kept choice that the address names, or None."""
    key = request.GET.get("choice")
    if not key:
        return None
    try:
        return ExportPreset.objects.visible_to(request.user).get(pk=key, kind=kind)
    except (ExportPreset.DoesNotExist, ValidationError):
        raise Http404(key) from None


def blank(request, resource, preset):
    """A choice to be kept, of this person's organisation."""
    return ExportPreset(
        organisation_id=request.user.organisation_id,
        kind=resource.kind,
        preset=preset,
        by=request.user,
    )


def page_of(request, resource, layout):
    """What the page shows beside its forms."""
    query = exporting.Asked.of(resource, preset=layout.name, params=request.GET).params
    mine = Export.objects.visible_to(request.user).filter(by=request.user, kind=resource.kind)
    return {
        "resource": resource,
        "layout": layout,
        "layouts": [each(resource) for each in layouts_of(resource).values()],
        "choices": ExportPreset.objects.visible_to(request.user).filter(kind=resource.kind),
        "filtering": filtering(resource, query),
        "count": layout.records(query).count(),
        "query": query.urlencode(),
        "at_once": settings.EXCHANGE_EXPORT_AT_ONCE,
        "hours": settings.EXCHANGE_EXPORT_HOURS,
        "recent": mine[:RECENT],
    }


# ---------------------------------------------------------------- what is answered


def kept(request, form, keeping):
    """Keep the choice and show it; None when its name cannot be taken: the form says why."""
    if request.user.organisation_id is None:
        raise PermissionDenied
    if not keeping.is_valid():
        return None
    asked = form.asked()
    choice = keeping.instance
    choice.form, choice.columns = asked.pop("form"), asked.pop("columns")
    choice.options = asked
    choice.save()
    messages.success(request, _("Kept as “%(name)s”, for your organisation.") % {"name": choice})
    query = request.GET.copy()
    for name in OURS:
        query.pop(name, None)
    query["choice"] = choice.pk
    return redirect(f"{request.path}?{query.urlencode()}")


def taken(request, resource, preset, form):
    """The file, or the page of the job that makes it; None when there can be no such file."""
    asked = exporting.Asked.of(resource, params=request.GET, preset=preset, **form.asked())
    if is_long(asked):
        export = asked.logged(state=Export.State.WAITING)
        export.save()
        jobs.begin("export", export, by=request.user)
        return redirect("exchange:exported", pk=export.pk)
    try:
        return sent(made_now(asked))
    except ValidationError as refusal:
        form.add_error(None, refusal)
        return None


def is_long(asked):
    return asked.records.count() > settings.EXCHANGE_EXPORT_AT_ONCE


def sent(made):
    """A made file on its way; its length is said, so that a cut one is seen to be cut."""
    expire()
    export = made.export
    return StreamingHttpResponse(
        made,
        content_type=exporting.TYPES[export.form],
        headers={
            "Content-Disposition": f'attachment; filename="{export.name}"',
            "Content-Length": export.size,
            "Cache-Control": "no-store",
        },
    )

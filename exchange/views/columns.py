"""The page of a sheet's columns: what each is read as and why; and what is remembered of them."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from exchange import importing
from exchange.forms import MappingForm, RereadForm
from exchange.importing import carrying
from exchange.mapping import remembered_columns
from exchange.mapping.choosing import Choosing, ColumnsForm
from exchange.models import Import, Mapping
from exchange.registry import kinds
from exchange.views.access import fetch, may_import
from exchange.views.working import is_at_work, set_to_work


@may_import
@require_http_methods(["GET", "POST"])
def columns(request, pk):
    """Each column with its header, some values and what it is read as; saved, it is checked."""
    found = fetch(request, pk)
    if is_at_work(found):
        return redirect("exchange:progress", pk=found.pk)
    initial = {"name": remembered_columns.name_for(found)}
    posted = request.POST if request.method == "POST" else None
    form = ColumnsForm(posted, sheet=found, initial=initial)
    if form.is_valid():
        wanted = {"columns": form.columns(), "remembered_as": form.remembered_as()}
        return set_to_work(request, found, "map", **wanted) or redirect("exchange:sheet", pk=pk)
    shown = {
        "sheet": found,
        "form": form,
        "choosing": Choosing(found, form, request.GET.get("show", "")),
        "reread": RereadForm(sheet=found),
        "others": remembered_columns.all_for(found),
        "mended": carrying.mended(found).count(),
        "aside": carrying.aside_of(found),
    }
    return render(request, "exchange/columns.html", shown, status=422 if form.errors else 200)


@may_import
@require_POST
def reread(request, pk):
    """The same file from another header row, or another of its sheets."""
    found = fetch(request, pk)
    form = RereadForm(request.POST, sheet=found)
    if not form.is_valid():
        messages.error(request, _("Say which row holds the headers: a number from 1."))
        return redirect("exchange:columns", pk=found.pk)
    page = set_to_work(request, found, "read", **form.changed())
    return page or redirect("exchange:columns", pk=found.pk)


@may_import
@require_POST
def read_as(request, pk):
    """The sheet by what is remembered under another name."""
    found = fetch(request, pk)
    remembered = remembered_columns.all_for(found)
    chosen = get_object_or_404(remembered, pk=request.POST.get("mapping") or 0)
    page = set_to_work(request, found, "map_like", remembered=chosen.pk)
    return page or redirect("exchange:columns", pk=found.pk)


# ---------------------------------------------------------------- what is remembered


@may_import
@require_GET
def mappings(request):
    """All remembered columns of the organisation, to rename or forget."""
    remembered = Mapping.objects.visible_to(request.user).select_related("by")
    titles = {name: each.title for name, each in kinds().items()}
    lines = [(each, titles.get(each.kind, each.kind)) for each in remembered]
    return render(request, "exchange/mapping_list.html", {"lines": lines})


@may_import
@require_POST
def mapping(request, key):
    """Rename remembered columns, or forget them: sheets that were brought in keep theirs."""
    found = get_object_or_404(Mapping.objects.visible_to(request.user), pk=key)
    if "forget" in request.POST:
        remembered_columns.forget(found)
        messages.success(request, _("“%(name)s” is forgotten.") % {"name": found.name})
        return redirect("exchange:mappings")
    form = MappingForm(request.POST, instance=found)
    if form.is_valid():
        remembered_columns.rename(found, form.cleaned_data["name"])
        messages.success(request, _("Now called “%(name)s”.") % {"name": found.name})
    else:
        messages.error(request, " ".join(form.errors["name"]))
    return redirect("exchange:mappings")


def wants_columns(sheet):
    """Whether a person must see the columns before what would be written."""
    return sheet.state in (Import.State.STAGED, Import.State.CHECKED) and importing.needs_a_look(
        sheet
    )

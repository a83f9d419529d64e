"""The page of all sheets: bring one in, choose what to take out."""

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from exchange import exporting, importing, jobs
from exchange.forms import SheetForm
from exchange.models import Import
from exchange.registry import kinds
from exchange.views.access import fetch, may_import
from exchange.views.working import PATIENCE, Progress

SHEETS_SHOWN = 25


@login_required
@require_http_methods(["GET", "POST"])
def home(request):
    """What was brought in, the form to bring in another, and what can be taken out."""
    mine = [kind(request.user) for kind in kinds().values()]
    exports = [resource for resource in mine if exporting.may_export(resource)]
    brings = [(each.kind, each.title) for each in mine if each.may_import()]
    if not exports and not brings:
        raise PermissionDenied
    form = SheetForm(*posted(request), kinds=brings)
    if request.method == "POST" and form.is_valid():
        sheet = received(request, form)
        if sheet is not None:
            return redirect("exchange:sheet", pk=sheet.pk)
    sheets = Import.objects.visible_to(request.user).select_related("by")
    page = Paginator(sheets, SHEETS_SHOWN).get_page(request.GET.get("page"))
    going = jobs.of_many(page)
    for sheet in page:
        sheet.progress = Progress(going[sheet.pk]) if sheet.pk in going else None
    shown = {"form": form if brings else None, "page": page, "exports": exports}
    return render(request, "exchange/sheet_list.html", shown, status=422 if form.errors else 200)


def posted(request):
    return (request.POST, request.FILES) if request.method == "POST" else ()


def received(request, form):
    """The sheet, kept and on its way to a worker; None when it cannot be taken: the form says why.

    Most are read and checked before the answer goes out; what fails so soon is told on the form,
    and is not kept.
    """
    if not request.user.has_perm("exchange.import_cases"):
        raise PermissionDenied
    given = form.cleaned_data
    wanted = {name: given[name] for name in ("kind", "sheet", "separator", "header_row")}
    file = given["file"]
    try:
        sheet = kept_and_read(content=file, name=file.name, by=request.user, **wanted)
    except ValidationError as error:
        form.add_error("file", error)
        return None
    if sheet.state != Import.State.FAILED:
        return sheet
    form.add_error("file", str(sheet.failure))
    importing.discard(sheet)
    return None


def kept_and_read(*, by, **given):
    """The file kept as an Import and on its way to a worker, for whose end we wait a moment."""
    with transaction.atomic():  # who kills us now kills both or neither
        sheet = importing.receive(by=by, **given)
        jobs.begin("read", sheet, by=by)
    jobs.ended_within(sheet, PATIENCE)
    sheet.refresh_from_db()
    return sheet


@may_import
@require_POST
def beside(request, pk):
    """Another sheet of the same workbook, brought in as a sheet of its own."""
    found = fetch(request, pk)
    name = request.POST.get("sheet", "")
    if found.forgotten_at or name not in found.report.get("sheets", ()):
        raise Http404(name)
    with found.file.open("rb") as file:
        wanted = {"kind": found.kind, "name": found.name, "sheet": name}
        sheet = kept_and_read(content=file, by=request.user, **wanted)
    return redirect("exchange:sheet", pk=sheet.pk)

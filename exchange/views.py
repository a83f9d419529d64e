"""Pages of sheets: bring one in, see what it would do, apply it, take one out."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required, permission_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from exchange import exporting, grid, importing, refused
from exchange.forms import HeaderForm, SheetForm
from exchange.models import Import
from exchange.registry import kinds, resource_class

may_import = permission_required("exchange.import_cases", raise_exception=True)
SHEETS_SHOWN = 25


# ---------------------------------------------------------------- in


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
    shown = {"form": form if brings else None, "page": page, "exports": exports}
    return render(request, "exchange/sheet_list.html", shown, status=422 if form.errors else 200)


def posted(request):
    return (request.POST, request.FILES) if request.method == "POST" else ()


def received(request, form):
    """The sheet, staged and checked; None when it cannot be taken: the form says why."""
    if not request.user.has_perm("exchange.import_cases"):
        raise PermissionDenied
    given = form.cleaned_data
    try:
        sheet = importing.stage(
            kind=given["kind"],
            content=given["file"].read(),
            name=given["file"].name,
            by=request.user,
            sheet=given["sheet"],
            header_row=given["header_row"],
        )
    except ValidationError as error:
        tell(form, error)
        return None
    return importing.check(sheet)


def tell(form, error):
    """The reader's sentence at the file, or at the field that it names."""
    if hasattr(error, "error_dict"):
        form.add_error(None, error)
    else:
        form.add_error("file", error)


def fetch(request, pk):
    return get_object_or_404(Import.objects.visible_to(request.user), pk=pk)


@may_import
@require_GET
def sheet(request, pk):
    """What each row would do or did, and whether the numbers add up."""
    found = fetch(request, pk)
    look = found.rows.filter(grid.needs_a_look()).count()
    show = request.GET.get("show") or ("look" if look else "all")
    page = Paginator(grid.choose(found, show), grid.PER_PAGE).get_page(request.GET.get("page"))
    columns = grid.columns_of(found)
    shown = {
        "sheet": found,
        "columns": columns,
        "unread": grid.unread_headers(found),
        "problems": grid.problems_of(found),
        "page": page,
        "lines": [grid.line(row, columns) for row in page],
        "show": show,
        "look": look,
        "equation": [(name, found.totals.get(name, 0)) for name in importing.TALLY],
        "header_form": HeaderForm(initial={"header_row": found.header_row}),
        "writes": found.totals.get("new", 0) + found.totals.get("changed", 0),
    }
    return render(request, "exchange/sheet_check.html", shown)


@may_import
@require_POST
def apply(request, pk):
    """Write all rows that were not refused, in one transaction, or nothing."""
    found = fetch(request, pk)
    try:
        applied = importing.apply(found, by=request.user)
    except importing.NotApplied as error:
        messages.error(request, str(error))
    else:
        facts = {"new": applied.totals["new"], "changed": applied.totals["changed"]}
        messages.success(request, _("Applied: %(new)d new, %(changed)d updated.") % facts)
    return redirect("exchange:sheet", pk=found.pk)


@may_import
@require_POST
def check(request, pk):
    """Judge the rows again, from another header row if one is given."""
    found = fetch(request, pk)
    form = HeaderForm(request.POST)
    try:
        if form.is_valid() and form.cleaned_data["header_row"] != found.header_row:
            found = importing.restage(found, header_row=form.cleaned_data["header_row"])
        importing.check(found)
    except (ValidationError, importing.NotApplied) as error:
        messages.error(request, " ".join(getattr(error, "messages", [str(error)])))
    return redirect("exchange:sheet", pk=found.pk)


@may_import
@require_GET
def refused_rows(request, pk):
    """The refused rows as a workbook with a reason beside each."""
    found = fetch(request, pk)
    name = f"refused-{timezone.localdate()}.xlsx"
    return HttpResponse(
        refused.workbook(found),
        content_type=exporting.TYPES["xlsx"],
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@may_import
@require_GET
def original(request, pk):
    """The file as it came."""
    found = fetch(request, pk)
    return FileResponse(found.file.open(), as_attachment=True, filename=found.name)


# ---------------------------------------------------------------- out


@login_required
@require_GET
def export(request, kind, form="xlsx"):
    """The records that the list's own query string chooses, as a file."""
    if form not in exporting.TYPES:
        raise Http404(form)
    resource = resource_class(kind)(request.user)
    if not exporting.may_export(resource):
        raise PermissionDenied
    return StreamingHttpResponse(
        exporting.stream(resource, form, request.GET),
        content_type=exporting.TYPES[form],
        headers={
            "Content-Disposition": f'attachment; filename="{kind}-{timezone.localdate()}.{form}"',
            "Cache-Control": "no-store",
        },
    )

"""The page of all sheets: bring one in, choose what to take out."""

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from exchange import exporting, importing, jobs
from exchange.forms import SheetForm
from exchange.models import Import
from exchange.registry import kinds
from exchange.views.working import Progress

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

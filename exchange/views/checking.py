"""The pages of one sheet: what it would do, mending it, applying it."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from exchange import exporting, grid, importing, refused
from exchange.forms import HeaderForm
from exchange.models import Import
from exchange.views.access import fetch, may_import
from exchange.views.working import is_at_work, set_to_work


@may_import
@require_GET
def sheet(request, pk):
    """What each row would do or did, and whether the numbers add up."""
    found = fetch(request, pk)
    if is_at_work(found):
        return redirect("exchange:progress", pk=found.pk)
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
    if found.state != Import.State.CHECKED:
        messages.error(request, _("This sheet was applied already, or not checked yet."))
    elif page := set_to_work(request, found, "apply"):
        return page
    elif found.state == Import.State.APPLIED:
        facts = {"new": found.totals["new"], "changed": found.totals["changed"]}
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
    except (ValidationError, importing.NotApplied) as error:
        messages.error(request, " ".join(getattr(error, "messages", [str(error)])))
        return redirect("exchange:sheet", pk=found.pk)
    return set_to_work(request, found, "check") or redirect("exchange:sheet", pk=found.pk)


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

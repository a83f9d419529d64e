"""The pages of one sheet: what it would do, row by row, and applying it."""

from django.contrib import messages
from django.http import FileResponse, Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from exchange import importing
from exchange.forms import HeaderForm
from exchange.importing import carrying
from exchange.mending import picking, reasons
from exchange.mending.grid import Grid, columns_of, unread_headers
from exchange.mending.kinds import PROBLEMS, kinds_of
from exchange.mending.narrowing import ALL, LOOK, Choice, page_of
from exchange.models import NEEDS_A_LOOK, Import
from exchange.views.access import fetch, may_import
from exchange.views.columns import wants_columns
from exchange.views.working import is_at_work, set_to_work

ACTS_SHOWN = 100


@may_import
@require_GET
def sheet(request, pk):
    """What each row would do or did, and whether the numbers add up."""
    found = fetch(request, pk)
    if is_at_work(found):
        return redirect("exchange:progress", pk=found.pk)
    if wants_columns(found):
        return redirect("exchange:columns", pk=found.pk)
    summary = summary_of(found)
    choice = choice_of(request.GET, found, summary["look"])
    rows_only = request.htmx.target == "rows"
    template = "exchange/sheet_rows.html" if rows_only else "exchange/sheet_check.html"
    shown = summary | grid_of(found, choice, summary["look"], request.user)
    return render(request, template, shown)


def choice_of(query, sheet, look):
    """What is to be seen; rows that need a look come first, if there are any."""
    waits = look and sheet.state == Import.State.CHECKED
    return Choice.read(query, usual=LOOK if waits else ALL)


def grid_of(sheet, choice, look, reader):
    """What the panel of rows shows of a sheet."""
    rows = choice.narrow(sheet.rows.all())
    grid = Grid(sheet, reader, choice.mend)
    page = page_of(rows, choice.start, grid.together)
    return {
        "sheet": sheet,
        "choice": choice,
        "columns": grid.heads,
        "records": grid.records(page.rows),
        "page": page,
        "earlier": choice.but(start=page.previous) if page.previous else "",
        "later": choice.but(start=page.following) if page.following else "",
        "shows": shows_of(sheet, choice, look),
        "found": rows.count() if choice.is_narrowed else None,
        "problem": PROBLEMS.get(choice.problem, choice.problem),
        "is_open": grid.is_open,
    }


def shows_of(sheet, choice, look):
    """[(query, words, count, is chosen)] of the ways to show the rows; empty ones are left out."""
    counts = [
        (LOOK, _("Needs a look"), look),
        (ALL, _("All"), sheet.totals.get("rows", 0)),
        ("new", _("New"), sheet.totals.get("new", 0)),
        ("changed", _("Updated"), sheet.totals.get("changed", 0)),
        ("unchanged", _("Unchanged"), sheet.totals.get("unchanged", 0)),
        ("skipped", _("Skipped"), sheet.totals.get("skipped", 0)),
        ("refused", _("Refused"), sheet.totals.get("refused", 0)),
        ("mended", _("Mended"), mended_rows(sheet)),
    ]
    return [
        (choice.but(show=name), words, n, choice.show == name)
        for name, words, n in counts
        if n or choice.show == name
    ]


def mended_rows(sheet):
    """How many rows hold a mended cell; a sheet that nobody touched is not gone through."""
    return sheet.rows.exclude(edits={}).count() if sheet.mendings.exists() else 0


def summary_of(sheet):
    """What stands around the rows: totals, problems by kind, what was done and by whom."""
    kinds = kinds_of(sheet)
    acts = sheet.mendings.select_related("by").order_by("-at", "-id")[:ACTS_SHOWN]
    return {
        "sheet": sheet,
        "kinds": kinds,
        "problems": sum(kind.times for kind in kinds),
        "look": sheet.rows.filter(NEEDS_A_LOOK).count(),
        "equation": [(name, sheet.totals.get(name, 0)) for name in importing.TALLY],
        "adds_up": sum(sheet.totals.get(name, 0) for name in importing.TALLY)
        == sheet.totals.get("rows"),
        "writes": sheet.totals.get("new", 0) + sheet.totals.get("changed", 0),
        "workbook_rows": reasons.rows_of(sheet).count() if reasons.is_partial(sheet) else None,
        "aside": carrying.aside_of(sheet),
        "acts": [(act, PROBLEMS.get(act.what, "")) for act in acts],
        "is_open": sheet.state == Import.State.CHECKED,
        "mapped": columns_of(sheet),
        "unread": unread_headers(sheet),
        "header_form": HeaderForm(initial={"header_row": sheet.header_row}),
    }


@may_import
@require_POST
def apply(request, pk):
    """Write all rows, in one transaction, or nothing; refused ones are mended or left out first."""
    found = fetch(request, pk)
    try:
        refuse_undecided(found)
    except importing.NotApplied as error:
        messages.error(request, str(error))
        return redirect("exchange:sheet", pk=found.pk)
    if page := set_to_work(request, found, "apply"):
        return page
    tell_applied(request, found)
    return redirect("exchange:sheet", pk=found.pk)


def tell_applied(request, sheet):
    if sheet.state == Import.State.APPLIED:
        facts = {"new": sheet.totals["new"], "changed": sheet.totals["changed"]}
        messages.success(request, _("Applied: %(new)d new, %(changed)d updated.") % facts)


def refuse_undecided(sheet):
    if sheet.state != Import.State.CHECKED:
        raise importing.NotApplied(_("This sheet was applied already, or not checked yet."))
    picking.refuse_refused(sheet)


@may_import
@require_POST
def check(request, pk):
    """Judge the rows again, from another header row if one is given."""
    found = fetch(request, pk)
    form = HeaderForm(request.POST)
    page = None
    if found.state == Import.State.APPLIED:
        messages.error(request, _("This sheet was applied already."))
    elif form.is_valid() and form.cleaned_data["header_row"] != found.header_row:
        page = set_to_work(request, found, "read", header_row=form.cleaned_data["header_row"])
    else:
        page = set_to_work(request, found, "check")
    return page or redirect("exchange:sheet", pk=found.pk)


@may_import
@require_GET
def original(request, pk):
    """The file as it came."""
    found = fetch(request, pk)
    if found.forgotten_at:
        raise Http404(pk)
    return FileResponse(found.file.open(), as_attachment=True, filename=found.name)

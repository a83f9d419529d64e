"""Mending a sheet on its check screen: cells, all of a kind, rows left out, and taking it back."""

from django.contrib import messages
from django.http import QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from exchange import mending
from exchange.importing import NotApplied
from exchange.mending.comparing import side_by_side
from exchange.mending.grid import Grid
from exchange.mending.narrowing import Choice
from exchange.models import ImportRow
from exchange.rows import LEFT_OUT
from exchange.views.access import back_to_rows, fetch, may_import
from exchange.views.checking import shows_of, summary_of

CELL = "cell-"


@may_import
@require_http_methods(["GET", "POST"])
def row(request, pk, number):
    """One row: its cells opened for mending, or what was written in them kept and judged."""
    sheet = fetch(request, pk)
    found = get_object_or_404(sheet.rows, number=number)
    if request.method == "GET":
        opened = number if request.GET.get("mend") else 0
        return answered(request, sheet, found, request.GET.get("back", ""), mend=opened)
    try:
        mending.mend_cells(sheet, {number: cells_of(request.POST, sheet, found)}, by=request.user)
    except NotApplied as error:
        messages.error(request, str(error))
    return answered(request, sheet, found, request.POST.get("back", ""))


def cells_of(posted, sheet, row):
    """{position: text} of what the form says; None where the cell shall be as it came."""
    cells = {
        name.removeprefix(CELL): posted[name]
        for name in posted
        if name.startswith(CELL) and name.removeprefix(CELL).isdecimal()
    }
    if posted.get("propose"):
        found = mending.proposals(sheet, posted["propose"], rows=sheet.rows.filter(pk=row.pk))
        cells |= found.get(row.number, {})
    if posted.get("as_it_came", "").isdecimal():
        cells[posted["as_it_came"]] = None
    return cells


def answered(request, sheet, row, back, *, mend=0):
    """The row again, with all that its change moved; without htmx the page, at the row."""
    choice = Choice.read(QueryDict(back))
    if not request.htmx:
        query = choice.but(start=choice.start, mend=mend)
        address = reverse("exchange:sheet", args=[sheet.pk])
        return redirect(f"{address}?{query}#row-{row.number}")
    sheet.refresh_from_db()
    grid = Grid(sheet, request.user, mend)
    record = grid.record_of(ImportRow.objects.get(pk=row.pk))
    page = summary_of(sheet)
    page |= {
        "record": record,
        "columns": grid.heads,
        "choice": choice,
        "shows": shows_of(sheet, choice, page["look"]),
    }
    return render(request, "exchange/sheet_mended.html", page)


@may_import
@require_POST
def answer(request, pk, number):
    """What a person says of a row and one that may be the same event; then the row again."""
    sheet = fetch(request, pk)
    found = get_object_or_404(sheet.rows, number=number)
    other = other_of(request.POST)
    says = {"different": mending.keep_both, "source": mending.add_as_source}.get(
        request.POST.get("answer")
    )
    try:
        if says and other:
            says(sheet, found, other, by=request.user)
        else:
            mending.ask_again(sheet, found, by=request.user)
    except NotApplied as error:
        messages.error(request, str(error))
    return answered(request, sheet, found, request.POST.get("back", ""))


def other_of(given):
    """A row by its number, or a record by its reference."""
    other = given.get("other", "")[:40]
    return int(other) if other.isdecimal() else other


@may_import
@require_GET
def compare(request, pk, number):
    """A row beside one that may be the same event, column by column."""
    sheet = fetch(request, pk)
    found = get_object_or_404(sheet.rows, number=number)
    other = other_of(request.GET)
    pairs = side_by_side(Grid(sheet, request.user), found, other, request.user)
    template = "exchange/sheet_compare.html" + ("#pair" if request.htmx else "")
    is_row = isinstance(other, int)
    shown = {"sheet": sheet, "row": found, "other": other, "is_row": is_row, "pairs": pairs}
    return render(request, template, shown)


@may_import
@require_POST
def fix(request, pk):
    """Write the proposal for every row with one kind of problem."""
    sheet, code = fetch(request, pk), request.POST.get("code", "")
    return act(request, sheet, lambda: mending.fix_all(sheet, code, by=request.user))


@may_import
@require_POST
def leave_out(request, pk):
    """Leave out one row, all with a problem of this kind, or all that are refused."""
    sheet = fetch(request, pk)
    number, code = request.POST.get("row", ""), request.POST.get("code", "")
    rows = sheet.rows.filter(verdict=ImportRow.Verdict.REFUSED)
    if number.isdecimal():
        rows = sheet.rows.filter(number=int(number))
    elif code:
        rows = Choice(problem=code[:40]).narrow(sheet.rows.all())
    return act(request, sheet, lambda: mending.leave_out(sheet, rows, by=request.user, what=code))


@may_import
@require_POST
def take_in(request, pk):
    """Take a row that was left out in again."""
    sheet = fetch(request, pk)
    row = get_object_or_404(sheet.rows, number=request.POST.get("row", "0"))
    said = {row.number: {LEFT_OUT: None}}
    return act(
        request, sheet, lambda: mending.answer(sheet, said, by=request.user, act="take_back")
    )


@may_import
@require_POST
def take_back(request, pk, key):
    """Undo an earlier act on this sheet, where nothing was changed since."""
    sheet = fetch(request, pk)
    done = get_object_or_404(sheet.mendings, pk=key)
    return act(request, sheet, lambda: mending.take_back(done, by=request.user))


def act(request, sheet, change):
    """Do it, say in how many rows, and show the rows that were seen before."""
    try:
        done = change()
    except NotApplied as error:
        messages.error(request, str(error))
    else:
        n = len(done.changes) if done else 0
        said = ngettext("%(n)d row was changed and judged again.",
                        "%(n)d rows were changed and judged again.", n)  # fmt: skip
        messages.success(request, said % {"n": n} if n else _("Nothing was left to change."))
    return back_to_rows(request, sheet)

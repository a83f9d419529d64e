"""Rows whose records changed since their sheet was made: a person says cell by cell what counts."""

from collections import defaultdict

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from exchange import clashes, mending
from exchange.importing import NotApplied
from exchange.mending import clash_lists
from exchange.mending.clash_lists import SIDES, chosen
from exchange.mending.grid import Grid
from exchange.mending.sight import held_to
from exchange.views.access import back_to_rows, fetch, may_import

COLUMN, SIDE = "column-", "side-"
PER_PAGE = 50


@may_import
@require_POST
def clash(request, pk, number):
    """Keep which side counts of each cell of one row, and judge the row again."""
    sheet = fetch(request, pk)
    row = get_object_or_404(sheet.rows, number=number)
    try:
        said = {number: chosen(row, sides_of(request.POST, row))}
        mending.answer(sheet, said, by=request.user, what=clashes.CODE)
    except NotApplied as error:
        messages.error(request, str(error))
    return back_to_rows(request, sheet, number)


def sides_of(posted, row):
    """{column: side} that the form of one row says of the clashes that wait."""
    every = posted.get("all")
    columns = [found["column"] for found in clashes.waiting(row)]
    sides = {column: every or posted.get(COLUMN + column) for column in columns}
    return {column: side for column, side in sides.items() if side in SIDES}


@may_import
@require_http_methods(["GET", "POST"])
def all_clashes(request, pk):
    """Every clash of a sheet with its three versions; answered cell by cell, or many at once."""
    sheet = fetch(request, pk)
    if request.method == "POST":
        return answered(request, sheet)
    grid = Grid(sheet, request.user)
    titles = {head.name: head.title for head in grid.heads}
    page = Paginator(clash_lists.rows_with_clashes(sheet), PER_PAGE).get_page(
        request.GET.get("page")
    )
    waiting = clash_lists.waiting_by_column(sheet)
    shown = {
        "sheet": sheet,
        "is_open": sheet.state == sheet.State.CHECKED,
        "page": page,
        "records": [
            (row, named(row, clash_lists.all_told(row, titles, grid.worded)))
            for row in held_to(request.user, sheet, page)
        ],
        "columns": [(name, titles.get(name, name), n) for name, n in waiting.most_common()],
        "waiting": waiting.total(),
    }
    return render(request, "exchange/clash_list.html", shown)


def named(row, told):
    """The clashes of a row, each with the name of its choice in the form."""
    return [each | {"name": f"{SIDE}{row.number}-{each['column']}"} for each in told]


def answered(request, sheet):
    """Keep the sides that the form says; back to the page it came from."""
    try:
        said = said_by(request.POST, sheet)
        done = mending.answer(sheet, said, by=request.user, what=clashes.CODE)
    except NotApplied as error:
        messages.error(request, str(error))
    else:
        n = len(done.changes) if done else 0
        sentence = ngettext("%(n)d row was answered.", "%(n)d rows were answered.", n)
        messages.success(request, sentence % {"n": n} if n else _("Nothing was left to change."))
    page = request.POST.get("page", "")
    query = f"?page={page}" if page.isdecimal() else ""
    return redirect(f"{reverse('exchange:clashes', args=[sheet.pk])}{query}")


def said_by(posted, sheet):
    """{row number: its answers}: of the cells that the form names, or one side for all."""
    side, column = posted.get("all", "").partition(":")[::2]
    if side in SIDES:
        return clash_lists.side_of_all(sheet, side, column)
    sides = defaultdict(dict)
    for name in posted:
        number, _dash, column = name.removeprefix(SIDE).partition("-")
        if name.startswith(SIDE) and number.isdecimal() and posted[name] in SIDES:
            sides[int(number)][column] = posted[name]
    rows = clash_lists.rows_with_clashes(sheet).filter(number__in=sides)
    return {row.number: chosen(row, of_row(sides[row.number], row)) for row in rows}


def of_row(sides, row):
    """Those of the sides that are about clashes of the row."""
    columns = {each["column"] for each in row.findings if each["code"] in clash_lists.CODES}
    return {column: side for column, side in sides.items() if column in columns}

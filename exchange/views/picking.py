"""Rows that a person picks on the check screen: applied alone, left out, taken in again."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from exchange import mending
from exchange.mending import picking
from exchange.mending.kinds import PROBLEMS
from exchange.mending.narrowing import Choice
from exchange.rows import LEFT_OUT
from exchange.views.access import back_to_rows, fetch, may_import
from exchange.views.checking import tell_applied
from exchange.views.mending import act
from exchange.views.working import set_to_work

AT_ONCE = 1000  # ticks that one page can hold


@may_import
@require_http_methods(["GET", "POST"])
def some(request, pk):
    """Which rows are picked and what would become of them; POST applies them and no others."""
    sheet = fetch(request, pk)
    given = request.POST if request.method == "POST" else request.GET
    asked = {"rows": given.get("rows", "")[:2000], "shown": given.get("shown", "")[:500]}
    shown = {"sheet": sheet, "asked": asked} | described(asked["shown"])
    try:
        rows = picking.picked(sheet, **asked)
    except ValidationError as error:
        shown["fault"] = error.messages[0]
        return render(request, "exchange/sheet_some.html", shown, status=422)
    if request.method == "POST":
        return applied(request, sheet, asked)
    tally, others = picking.foreseen(sheet, rows)
    writes = tally["new"] + tally["changed"]
    shown |= {"tally": list(tally.items()), "all": sum(tally.values()), "others": others}
    shown |= {"writes": writes, "refused": tally["refused"]}
    return render(request, "exchange/sheet_some.html", shown)


def described(shown):
    """What the grid was narrowed to, in words."""
    choice = Choice.read(QueryDict(shown))
    return {"choice": choice, "problem": PROBLEMS.get(choice.problem, choice.problem)}


def applied(request, sheet, asked):
    if sheet.state != sheet.State.CHECKED:
        messages.error(request, _("This sheet was applied already, or not checked yet."))
        return redirect("exchange:sheet", pk=sheet.pk)
    page = set_to_work(request, sheet, "apply", **asked)
    tell_applied(request, sheet)
    return page or redirect("exchange:sheet", pk=sheet.pk)


@may_import
@require_POST
def ticked(request, pk):
    """What is to become of the rows that are ticked: all of them, in one act."""
    sheet = fetch(request, pk)
    numbers = [int(each) for each in request.POST.getlist("row")[:AT_ONCE] if each.isdecimal()]
    wanted = request.POST.get("do")
    if not numbers:
        messages.error(request, _("Tick rows first: the box stands before the number of a row."))
        return back_to_rows(request, sheet)
    if wanted == "apply":
        query = urlencode({"rows": ", ".join(map(str, numbers))})
        return redirect(f"{reverse('exchange:some', args=[sheet.pk])}?{query}")
    rows = sheet.rows.filter(number__in=numbers)
    change = take_in if wanted == "take_in" else mending.leave_out
    return act(request, sheet, lambda: change(sheet, rows, by=request.user))


def take_in(sheet, rows, *, by):
    """Take rows that were left out in again."""
    said = {number: {LEFT_OUT: None} for number in rows.values_list("number", flat=True)}
    return mending.answer(sheet, said, by=by, act="take_back")

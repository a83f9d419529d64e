"""A row whose record changed since its sheet was made: a person says cell by cell what counts."""

from django.contrib import messages
from django.http import QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from exchange import clashes, mending
from exchange.importing import NotApplied
from exchange.narrowing import Choice
from exchange.views.access import fetch, may_import

COLUMN = "column-"
SIDES = (clashes.SHEET, clashes.DATABASE)


@may_import
@require_POST
def clash(request, pk, number):
    """Keep which side counts of each cell, and judge the row again."""
    sheet = fetch(request, pk)
    row = get_object_or_404(sheet.rows, number=number)
    try:
        mending.answer(sheet, {number: answered(request.POST, row)}, by=request.user)
    except NotApplied as error:
        messages.error(request, str(error))
    query = Choice.read(QueryDict(request.POST.get("back", ""))).query
    return redirect(f"{reverse('exchange:sheet', args=[sheet.pk])}?{query}#row-{number}")


def answered(posted, row):
    """The row's answers with what was chosen; good for the version of the record that it shows."""
    waiting = clashes.waiting(row)
    if not waiting:
        raise NotApplied(_("Nothing of this row waits for an answer."))
    version = waiting[0]["version"]
    before = row.answers.get(clashes.ANSWER, {})
    chosen = before if row.answers.get(clashes.ANSWERED_AT) == version else {}
    every = posted.get("all")
    for found in waiting:
        side = every or posted.get(COLUMN + found["column"])
        if side in SIDES:
            chosen = chosen | {found["column"]: side}
    return {clashes.ANSWER: chosen, clashes.ANSWERED_AT: version}

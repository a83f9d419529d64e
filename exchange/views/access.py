"""Who may open the pages of an import, which import an address means, when it may be changed."""

from functools import wraps
from uuid import UUID

from django.contrib.auth.decorators import permission_required
from django.http import QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from exchange import jobs
from exchange.mending.narrowing import Choice
from exchange.models import Import

may_import_any_time = permission_required("exchange.import_cases", raise_exception=True)


def may_import(view):
    """For who may bring sheets in. While a job works on a sheet, nothing is posted to it."""

    @wraps(view)
    def at_rest(request, *args, **kwargs):
        key = kwargs.get("pk")
        if request.method == "POST" and isinstance(key, UUID) and jobs.of(Import(pk=key)):
            return conflict(
                request, _("Work on this goes on already. Wait for its end, or call it off.")
            )
        return view(request, *args, **kwargs)

    return may_import_any_time(at_rest)


def conflict(request, why):
    return render(request, "409.html", {"message": str(why)}, status=409)


def back_to_rows(request, sheet, row=None):
    """To the rows that a form was posted from, at one of them."""
    query = Choice.read(QueryDict(request.POST.get("back", ""))).query
    mark = f"#row-{row}" if row else ""
    return redirect(f"{reverse('exchange:sheet', args=[sheet.pk])}?{query}{mark}")


def fetch(request, pk):
    return get_object_or_404(Import.objects.visible_to(request.user), pk=pk)

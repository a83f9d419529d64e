"""The sheet as a workbook with reasons, to mend elsewhere, and its return onto the same import."""

from pathlib import PurePath

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from exchange import exporting
from exchange.importing import NotApplied
from exchange.mending import reasons, returned
from exchange.views.access import fetch, may_import


@may_import
@require_GET
def download(request, pk):
    """The sheet's own rows and columns, faulty cells marked, the reasons beside them."""
    found = fetch(request, pk)
    name = "-".join([PurePath(found.name).stem, _("reasons")]) + ".xlsx"
    answer = HttpResponse(
        reasons.workbook(found, request.user), content_type=exporting.TYPES["xlsx"]
    )
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["Content-Disposition"] = content_disposition_header(
        as_attachment=True, filename=name
    )
    return answer


@may_import
@require_POST
def bring_back(request, pk):
    """What was mended in the workbook becomes edits of this import; only those rows are judged."""
    found, file = fetch(request, pk), request.FILES.get("file")
    if file is None:
        messages.error(request, _("Choose the workbook to bring back."))
        return redirect("exchange:sheet", pk=found.pk)
    try:
        done = returned.take_in(found, file.read(), file.name, by=request.user)
    except (ValidationError, NotApplied) as error:
        messages.error(request, " ".join(getattr(error, "messages", [str(error)])))
    else:
        tell(request, done)
    return redirect("exchange:sheet", pk=found.pk)


def tell(request, done):
    said = ngettext("%(n)d row was mended in the workbook.",
                    "%(n)d rows were mended in the workbook.", done.rows)  # fmt: skip
    messages.success(request, said % {"n": done.rows})
    if done.absent:
        said = ngettext("%(n)d row of the sheet was not in the workbook and stays as it is.",
                        "%(n)d rows of the sheet were not in the workbook and stay as they are.",
                        done.absent)  # fmt: skip
        messages.warning(request, said % {"n": done.absent})

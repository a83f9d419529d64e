"""The sheet as a workbook with reasons, to mend elsewhere."""

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_GET

from exchange import exporting, refused
from exchange.views.access import fetch, may_import


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

"""Records leave as a file."""

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, StreamingHttpResponse
from django.utils import timezone
from django.views.decorators.http import require_GET

from exchange import exporting
from exchange.registry import resource_class


@login_required
@require_GET
def export(request, kind, form="xlsx"):
    """The records that the list's own query string chooses, as a file."""
    if form not in exporting.TYPES:
        raise Http404(form)
    resource = resource_class(kind)(request.user)
    if not exporting.may_export(resource):
        raise PermissionDenied
    return StreamingHttpResponse(
        exporting.stream(resource, form, request.GET),
        content_type=exporting.TYPES[form],
        headers={
            "Content-Disposition": f'attachment; filename="{kind}-{timezone.localdate()}.{form}"',
            "Cache-Control": "no-store",
        },
    )

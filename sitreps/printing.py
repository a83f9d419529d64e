"""Reports as PDF: of today's records, and as they were issued."""

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_GET

from sitreps.daily import document
from sitreps.paper import paper
from sitreps.views import PRELIMINARY, may_read, readable_or_403, scope_or_404


@require_GET
@may_read
def now(request, first, language, last=None):
    """The page that the records would make now; it says that it was not issued."""
    scope = scope_or_404(request, first, last)
    said = PRELIMINARY | {"facts": document(scope, request.user)}
    zone = scope.organisation.time_zone
    made = paper(said, language=language, zone=zone, now=timezone.now())
    return as_pdf(made, f"{scope.first}-{scope.last}-{language}")


@require_GET
@may_read
def issued(request, number, language):
    """The very paper that was kept; of a report older than papers, one made of its snapshot."""
    sitrep = readable_or_403(request, number)
    if kept := sitrep.pdf_in(language):
        return as_pdf(bytes(kept.pdf), f"{number}-{language}")
    zone = sitrep.organisation.time_zone
    made = paper(sitrep.document, language=language, zone=zone, sha256=sitrep.sha256)
    return as_pdf(made, f"{number}-{language}")


def as_pdf(made, name):
    disposition = f'inline; filename="{name}.pdf"'
    headers = {"Content-Disposition": disposition, "X-Content-Type-Options": "nosniff"}
    return HttpResponse(made, content_type="application/pdf", headers=headers)

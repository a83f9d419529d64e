"""Published incidents for anybody: a list, a page each, and a feed, of the projection only."""

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import override
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET

from accounts.models import Organisation
from incidents.public import as_feed_item, projection, published, survivor_of, tombstone, withdrawn

A_PAGE = 20
A_FEED = 500
GONE = 410
kept_a_minute = cache_control(public=True, max_age=60)


@login_not_required
@require_GET
@kept_a_minute
def index(request, language):
    """The newest first."""
    with override(language):
        page = Paginator(published(), A_PAGE).get_page(request.GET.get("page"))
        rows = [(incident, projection(incident)) for incident in page]
        shown = {
            "page": page,
            "rows": rows,
            "organisation": Organisation.objects.answering_the_public(),
        }
        return render(request, "public/incident_list.html", shown)


@login_not_required
@require_GET
@kept_a_minute
def detail(request, ref, language):
    """404 for what never stood before the public, or is hidden; 410 for what was withdrawn.

    What was merged leads to the one that took it in.
    """
    shown = {"organisation": Organisation.objects.answering_the_public()}
    incident = survivor_of(ref)
    if incident and incident.ref != ref:
        return redirect(f"published:detail_{language}", incident.ref)
    with override(language):
        if incident is None:
            shown |= tombstone(get_object_or_404(withdrawn(), ref=ref))
            return render(request, "public/incident_withdrawn.html", shown, status=GONE)
        shown |= {"incident": incident, "projection": projection(incident)}
        return render(request, "public/incident.html", shown)


@login_not_required
@require_GET
@kept_a_minute
def feed(request):
    """The newest published incidents as JSON, in English; docs/public-feed.md has the keys.

    `?page=2` goes on where the first one ends; `next` is null on the last. The first page tells
    what was withdrawn.
    """
    page = Paginator(published(), A_FEED).get_page(request.GET.get("page"))
    with override("en"):
        items = [as_feed_item(incident) for incident in page]
    following = page.next_page_number() if page.has_next() else None
    answer = {"language": "en", "count": page.paginator.count, "next": following}
    if page.number == 1:
        answer["withdrawn"] = [tombstone(incident) for incident in withdrawn()]
    return JsonResponse(answer | {"incidents": items})

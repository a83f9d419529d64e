"""What makes the site an app on a device: manifest, worker, and the pages without a line."""

import hashlib
import json
from pathlib import Path

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.staticfiles import finders
from django.http import Http404, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import get_language_info, override
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import require_GET

from accounts.keeping import kept_on_device

# What every page needs; the styles and scripts of single pages are kept once they were asked for.
SHELL = (
    *("css/bootstrap.min.css", "css/bootstrap.rtl.min.css", "css/aftermath.css"),
    "css/public.css",  # of the page without a line
    *("js/aftermath.js", "js/sending.js", "js/drafts.js", "js/told.js", "js/device.js"),
    "js/waiting.js",
    *(
        "js/places.js",
        "js/places-kept.js",
        "django_htmx/htmx-2.min.js",
        "icons/marks.svg",
        "icons/ordnance.svg",
    ),
)
WORKER = ("js/sending.js", "js/worker.js")
ICONS = (("icons/app.svg", "any"), ("icons/app-maskable.svg", "maskable"))


@login_not_required
@require_GET
@cache_control(max_age=3600)
def manifest(request, language):
    """In the language of the page that names it, because a device asks without saying whose."""
    if language not in dict(settings.LANGUAGES):
        raise Http404(language)
    with override(language):
        shown = {
            "id": "/",
            "name": _("Aftermath: attacks and what they leave behind"),
            "short_name": "Aftermath",
            "lang": language,
            "dir": "rtl" if get_language_info(language)["bidi"] else "ltr",
            "start_url": reverse("home"),
            "scope": "/",
            "display": "standalone",
            "background_color": "#f4f5f2",
            "theme_color": "#0f5f66",
            "icons": [
                {"src": static(name), "sizes": "any", "type": "image/svg+xml", "purpose": purpose}
                for name, purpose in ICONS
            ],
            "shortcuts": [
                {"name": _("Log an incident"), "url": reverse("incidents:create")},
                {"name": _("Log a ticket"), "url": reverse("ordnance:create")},
            ],
        }
    return JsonResponse(shown, content_type="application/manifest+json")


@login_not_required
@require_GET
@never_cache
def worker(request):
    """The worker's beginning: what it keeps, under a name that changes with any of it."""
    shell = {
        "version": digest_of((*SHELL, *WORKER)),
        "files": [static(name) for name in SHELL],
        "statics": settings.STATIC_URL,
        "offline": reverse("offline"),
        "fresh": settings.PLAIN_STATIC,
    }
    shown = {"shell": json.dumps(shell)} | {Path(name).stem: static(name) for name in WORKER}
    return render(request, "device/sw.js", shown, content_type="text/javascript")


def digest_of(names):
    """Twelve letters that stand for the content of these static files."""
    digest = hashlib.sha256()
    for name in names:
        digest.update(static(name).encode())
        if settings.PLAIN_STATIC:  # a plain name says nothing of what is in it
            digest.update(Path(finders.find(name)).read_bytes())
    return digest.hexdigest()[:12]


@login_not_required
@require_GET
def offline(request):
    return render(request, "device/offline.html")


@require_GET
@kept_on_device
def waiting(request):
    return render(request, "device/waiting.html")

"""Drafts on the server: what a person typed on one device waits for them on every other."""

import json
from itertools import chain
from uuid import UUID

from django.core.exceptions import BadRequest
from django.http import JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404, redirect
from django.urls import Resolver404, resolve
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from casework.sending import Draft, Receipt

MOST_BYTES = 128 * 1024  # a narrative of fifty pages; a photo is no part of a draft
NEVER_KEPT = {"csrfmiddlewaretoken", "password"}
GONE = 410


@require_GET
@never_cache
def state(request):
    """Who is signed in, and a token that is good now: what a device asks before it sends."""
    return JsonResponse({"person": request.user.keeper, "token": get_token(request)})


@never_cache
def draft(request, key):
    """GET brings a draft back as JSON, POST keeps it; 404 for anybody else's."""
    if request.method == "POST":
        return keep(request, key)
    kept = get_object_or_404(Draft.objects.of(request.user).unsent(), key=key)
    return JsonResponse(told_of(kept))


def keep(request, key):
    """410 for a form that was received meanwhile: a late draft of it would be sent again."""
    if Receipt.objects.filter(key=key).exists():
        return JsonResponse({"why": "received"}, status=GONE)
    kept = Draft.objects.keep(request.user, key, **typed_in(request))
    return JsonResponse({"at": kept.updated_at.isoformat()})


def typed_in(request):
    """{address, title, fields} as the device sent them; BadRequest for anything else."""
    if len(request.body) > MOST_BYTES:
        raise BadRequest("a draft is larger than any form")
    try:
        said = json.loads(request.body)
        address, title = str(said["address"])[:500], str(said.get("title", ""))[:200]
        fields = [[str(name), str(value)] for name, value in said["fields"]]
        resolve(address)
    except (ValueError, TypeError, KeyError, AttributeError, Resolver404) as wrong:
        raise BadRequest("no draft of a form of ours") from wrong
    kept = [pair for pair in fields if pair[0] not in NEVER_KEPT]
    if any("\0" in text for text in (address, title, *chain.from_iterable(kept))):
        raise BadRequest("no text holds a NUL")
    return {"address": address, "title": title, "fields": kept}


def told_of(kept):
    return {
        "key": str(kept.key),
        "at": kept.updated_at.isoformat(),
        "address": kept.address,
        "fields": kept.fields,
    }


@require_POST
def forget(request, key):
    """Throw a draft away; one that is gone already is no mistake."""
    Draft.objects.of(request.user).filter(key=key).delete()
    return redirect("home")


def unfinished(person):
    """The drafts of this person, the newest first."""
    return Draft.objects.of(person).unsent().defer("fields")


def offered(person, address, wanted=""):
    """The draft to offer on the form at this address: the one that was asked for, or the newest."""
    drafts = unfinished(person).filter(address=address)
    try:
        return drafts.filter(key=UUID(wanted)).first()
    except ValueError:
        return drafts.first()

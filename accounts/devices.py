"""Devices that people signed in on, and how one is made to forget all that it keeps.

A device is known by its session, and by a signed cookie that no page can read. The next answer that
a locked device gets from the site, whatever it asked for, ends its session and tells the browser to
clear everything. The devices of a person who may no longer sign in are cleared in the same way.
"""

from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.contrib.auth import logout
from django.core.signing import BadSignature, Signer
from django.http import JsonResponse
from django.shortcuts import render
from django.utils import timezone

from accounts.models import Device

COOKIE = "device"
A_YEAR = 365 * 24 * 3600
CLEAR = '"cache", "storage"'
TOLD = "Device-Clears"  # the same for our scripts: browsers hide Clear-Site-Data from them
SIGNED_OUT = 401
SEEN_EVERY = timedelta(hours=1)
SIGNER = Signer(salt="accounts.device")


def sign_in_on(request, response, person):
    """Remember the device that this person just signed in on, and mark it with its cookie."""
    known = Device.objects.filter(pk=key_in(request), person=person, locked_at=None)
    device = known.first() or Device(person=person)
    device.browser = request.headers.get("User-Agent", "")[:300]
    device.seen_at = timezone.now()
    device.save()
    request.session[COOKIE] = str(device.pk)
    response.set_cookie(
        COOKIE,
        SIGNER.sign(str(device.pk)),
        max_age=A_YEAR,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )


def known_of(request, name):
    """The device that asks, where the person of this name has signed in on it; else None."""
    mine = Device.objects.filter(pk=key_in(request), person__username=name, locked_at=None)
    return mine.first()


def key_in(request):
    """The key of the device: by its session first, since a cookie can be left out. None without."""
    session = request.session if settings.SESSION_COOKIE_NAME in request.COOKIES else {}
    try:
        return UUID(session.get(COOKIE) or SIGNER.unsign(request.COOKIES.get(COOKIE, "")))
    except (BadSignature, ValueError):
        return None


def lock(devices, *, by):
    """Have each of these devices cleared at its next contact; returns how many that are."""
    return devices.filter(locked_at=None).update(locked_at=timezone.now(), locked_by=by)


def clearing_locked(get_response):
    """Middleware: whatever a locked device asks for, it is signed out and cleared."""

    def answer(request):
        key = key_in(request)
        device = key and Device.objects.select_related("person").filter(pk=key).first()
        if device and device.is_locked:
            return cleared(request, device)
        if device:
            seen(device)
        return get_response(request)

    return answer


def seen(device):
    if device.seen_at < timezone.now() - SEEN_EVERY:
        device.seen_at = timezone.now()
        device.save(update_fields=["seen_at"])


def cleared(request, device):
    """Session and cookie end with the page that clears: if it is lost, the next one will do.

    What a script asked for ends the session alone: its browser may heed the header on pages only.
    """
    device.cleared_at = timezone.now()
    device.save(update_fields=["cleared_at"])
    logout(request)
    response = farewell(request)
    response["Clear-Site-Data"], response[TOLD] = CLEAR, "locked"
    if is_page(request):
        response.delete_cookie(COOKIE, samesite="Lax")
    return response


def farewell(request):
    """A page says what happened; a script is told that it is signed out."""
    if not is_page(request):
        return JsonResponse({"why": "locked"}, status=SIGNED_OUT)
    return render(request, "accounts/locked.html", status=SIGNED_OUT)


def is_page(request):
    """Whether a person asked to see it; browsers too old to say so are believed to show it."""
    return request.headers.get("Sec-Fetch-Mode", "navigate") == "navigate"

"""A form that a device sends late, or twice, is received exactly once.

The device's script sends a form with two headers: `Submission-Key`, the same each time that it
sends this form, and `Submission-Person`, whose form it is. The receipt and what the form writes are
one transaction: whoever asks again after the line broke learns what became of the first, and two
tabs that send at the same moment wait for each other. A page without the script sends neither, and
is answered as ever.
"""

from functools import partial
from uuid import UUID

from django.conf import settings
from django.core.exceptions import BadRequest
from django.db import IntegrityError, transaction
from django.http import JsonResponse
from django.shortcuts import resolve_url
from django.urls import Resolver404, resolve

from casework import uploads
from casework.sending import Draft, Receipt

SIGNED_OUT = 401
CONFLICT = 409
UNFINISHED = 425  # “too early”: the device sends what is missing, and asks again


def received_once(get_response):
    def answer(request):
        key = request.headers.get("Submission-Key")
        if request.method != "POST" or not key:
            return get_response(request)
        if refusal := refusal_of(request, key):
            return refusal
        return receive(UUID(key), request, partial(get_response, request))

    return answer


def refusal_of(request, key):
    """401 says whose turn it is to sign in; nothing is lost, since the device keeps the form."""
    if not request.user.is_authenticated:
        return JsonResponse({"why": "signed_out"}, status=SIGNED_OUT)
    if request.headers.get("Submission-Person") != str(request.user.pk):
        return JsonResponse({"why": "other_person"}, status=SIGNED_OUT)
    try:
        UUID(key)
    except ValueError:
        return JsonResponse({"why": "no_key"}, status=400)
    return None


@transaction.atomic
def receive(key, request, post):
    """Let the page receive the form, unless it did before; the answer is JSON once it was received.

    What the page refuses goes to the device as the page itself, and nothing was written.
    """
    receipt, first = claim(key, request.user)
    if not first:
        return receipt_page(receipt) if receipt.person == request.user else taken()
    try:
        pieces = uploads.put_in_place(request)
    except BadRequest:
        transaction.set_rollback(True)
        return JsonResponse({"why": "pieces"}, status=UNFINISHED)
    response = post()
    if not was_received(response):
        transaction.set_rollback(True)
        return response
    receipt.location, receipt.ref = response.url, ref_in(response.url)
    receipt.save()
    Draft.objects.of(request.user).filter(key=key).delete()
    uploads.forget(pieces)
    return receipt_page(receipt)


def claim(key, person):
    """(receipt, True) for the first who asks; whoever asks meanwhile waits for the first's end."""
    try:
        with transaction.atomic():
            return Receipt.objects.create(key=key, person=person), True
    except IntegrityError:
        return Receipt.objects.select_related("person").get(key=key), False


def was_received(response):
    """Every form of ours answers what it received with the address of the page that shows it."""
    if not 300 <= response.status_code < 400:
        return False
    return not response.url.startswith(resolve_url(settings.LOGIN_URL))


def ref_in(location):
    try:
        return resolve(location.partition("?")[0]).kwargs.get("ref", "")
    except Resolver404:
        return ""


def receipt_page(receipt):
    return JsonResponse({"received": True, "ref": receipt.ref, "location": receipt.location})


def taken():
    return JsonResponse({"why": "other_person"}, status=CONFLICT)

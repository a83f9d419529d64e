"""A form that a device sends late, or twice, is received exactly once.

The device's script sends a form with two headers: `Submission-Key`, the same each time that it
sends this form, and `Submission-Person`, whose form it is. The receipt and what the form writes are
one transaction: whoever asks again after the line broke learns what became of the first, and two
tabs that send at the same moment wait for each other. A page without the script sends neither, and
is answered as ever.

`Submission-Person` alone comes with whatever else a device sends of a person's, pieces of files and
drafts: on a shared device somebody else may have signed in meanwhile, or the person may have moved
to another service, which must not get what was written for the first.
"""

import hashlib
import json
from functools import partial
from uuid import UUID

from django.conf import settings
from django.core.exceptions import BadRequest
from django.db import IntegrityError, transaction
from django.http import JsonResponse
from django.shortcuts import render, resolve_url
from django.urls import Resolver404, resolve

from casework import uploads
from casework.sending import Draft, Receipt

SIGNED_OUT = 401
CONFLICT = 409
RECEIVED = "Submission-Received"
UNFINISHED = 425  # “too early”: the device sends what is missing, and asks again
NOT_TYPED = {"csrfmiddlewaretoken", "submission_key", "seen"}


def received_once(get_response):
    def answer(request):
        key, person = (request.headers.get(f"Submission-{what}") for what in ("Key", "Person"))
        if person is None and key is None:
            return get_response(request)
        if refusal := stranger(request, person):
            return refusal
        if request.method != "POST" or key is None:
            return get_response(request)
        if (known := key_in(key)) is None:
            return JsonResponse({"why": "no_key"}, status=400)
        return receive(known, request, partial(get_response, request))

    return answer


def stranger(request, person):
    """401 says whose turn it is to sign in; nothing is lost, since the device keeps the form."""
    if not request.user.is_authenticated:
        return JsonResponse({"why": "signed_out"}, status=SIGNED_OUT)
    if person != request.user.keeper:
        return JsonResponse({"why": "other_person"}, status=SIGNED_OUT)
    return None


def key_in(text):
    try:
        return UUID(text)
    except ValueError:
        return None


@transaction.atomic
def receive(key, request, post):
    """Let the page receive the form, unless it did before; the answer is JSON once it was received.

    What the page refuses goes to the device as the page itself, and nothing was written.
    """
    digest = digest_of(request)
    receipt, first = claim(key, request.user, digest)
    if not first:
        return received_before(request, receipt, digest)
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


def digest_of(request):
    """Stands for all that the form says, so that a key under which something else comes is known
    for what it is: a form that was changed after its first try, whose answer was lost."""
    typed = [pair for pair in request.POST.lists() if pair[0] not in NOT_TYPED]
    files = [
        [name, file.name, hashlib.file_digest(file, "sha256").hexdigest(), file.seek(0)]
        for name, sent in request.FILES.lists()
        for file in sent
    ]
    said = json.dumps([request.get_full_path(), typed, files], sort_keys=True)
    return hashlib.sha256(said.encode()).hexdigest()


def claim(key, person, digest):
    """(receipt, True) for the first who asks; whoever asks meanwhile waits for the first's end."""
    try:
        with transaction.atomic():
            return Receipt.objects.create(key=key, person=person, digest=digest), True
    except IntegrityError:
        return Receipt.objects.select_related("person").get(key=key), False


def received_before(request, receipt, digest):
    """The first receipt; where this form says something else than the first, the page that tells
    so, with all that it says: nobody may believe that it was received."""
    if receipt.person != request.user:
        return JsonResponse({"why": "other_person"}, status=CONFLICT)
    if receipt.digest in ("", digest):
        uploads.forget(uploads.named_in(request))
        return receipt_page(receipt)
    typed = [
        value
        for name, values in request.POST.lists()
        for value in values
        if value and name not in NOT_TYPED and not name.startswith(uploads.FIELD)
    ]
    shown = {"receipt": receipt, "typed": typed}
    page = render(request, "casework/received_before.html", shown, status=CONFLICT)
    page[RECEIVED] = receipt.location  # the device keeps it beside what came back
    return page


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

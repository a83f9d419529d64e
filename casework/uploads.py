"""Files that come in pieces: a line that breaks costs the last piece, not the file.

A device sends a file piece by piece under a key of its own, each with the offset at which it
begins, and asks for the offset to go on from after a break. The form that the file belongs to then
names the key in place of the file, and its page receives the file as if it had come whole.
"""

import hashlib
from uuid import UUID

from django.conf import settings
from django.core.exceptions import BadRequest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.http import JsonResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.cache import never_cache

from casework.sending import Upload

MOST_A_PIECE = 512 * 1024
MOST_AT_ONCE = 40  # unfinished files of one person
FIELD = "pieces:"
CONFLICT = 409


@never_cache
def upload(request, key):
    """GET tells the offset to go on from; POST takes the piece that begins there, 409 any other."""
    if request.method != "POST":
        return told_of(get_object_or_404(Upload.objects.of(request.user), pk=key))
    with transaction.atomic():
        return take_piece(request, key)


def take_piece(request, key):
    begun = begin(request, key)
    content = request.body
    if begun.received != number_in(request, "offset"):
        return told_of(begun, status=CONFLICT)
    if not content or len(content) > MOST_A_PIECE or begun.received + len(content) > begun.size:
        raise BadRequest("a piece is empty, too large, or more than the file")
    begun.append(content)
    begun.save()
    return told_of(begun)


def begin(request, key):
    """The upload under this key, locked; a new one at the first piece. 404 for anybody else's."""
    if not Upload.objects.filter(pk=key).exists():
        refuse_too_much(request)
        Upload.objects.overdue().forget()
        told = {
            "person": request.user,
            "name": request.GET.get("name", "")[-200:] or "file",
            "size": number_in(request, "size"),
            "sha256": request.GET.get("sha256", "")[:64],
        }
        Upload.objects.get_or_create(pk=key, defaults=told)  # another tab may begin it just now
    return get_object_or_404(Upload.objects.of(request.user).select_for_update(), pk=key)


def refuse_too_much(request):
    if number_in(request, "size") > settings.AFTERMATH_FILE_MAX_MB * 2**20:
        raise BadRequest("larger than any file that is kept")
    if Upload.objects.of(request.user).count() >= MOST_AT_ONCE:
        raise BadRequest("too many files begun and not sent")


def number_in(request, name):
    text = request.GET.get(name, "")
    if not text.isdecimal() or len(text) > 12:
        raise BadRequest(f"{name} is no number")
    return int(text)


def told_of(begun, status=200):
    return JsonResponse({"offset": begun.received}, status=status)


# ---------------------------------------------------------------- a form that names its pieces


def put_in_place(request):
    """Give the view each file that its form names by key; returns the uploads that were used.

    BadRequest where one is not whole, or is not what the device said that it sends.
    """
    used = []
    for name, key in named(request):
        begun = whole(request.user, key)
        content = begun.content()
        if hashlib.sha256(content).hexdigest() != begun.sha256:
            raise BadRequest("the file changed on its way")
        request.FILES.appendlist(name, SimpleUploadedFile(begun.name, content))
        used.append(begun)
    return used


def named(request):
    """[(field, key)] of the files that the form names; a field may have several."""
    return [
        (name.removeprefix(FIELD), key)
        for name, keys in request.POST.lists()
        if name.startswith(FIELD)
        for key in keys
    ]


def named_in(request):
    """The uploads that the form names and that are here, whole or not."""
    keys = [key for _field, key in named(request) if is_key(key)]
    return list(Upload.objects.of(request.user).filter(pk__in=keys))


def is_key(text):
    try:
        return bool(UUID(text))
    except ValueError:
        return False


def whole(person, key):
    try:
        begun = Upload.objects.of(person).get(pk=UUID(key))
    except (ValueError, Upload.DoesNotExist) as unknown:
        raise BadRequest("no file came under this key") from unknown
    if begun.received != begun.size:
        raise BadRequest("the file is not whole yet")
    return begun


def forget(used):
    """Once the form was received, the pieces are of no use; not before that is certain."""
    Upload.objects.filter(pk__in=[each.pk for each in used]).delete()
    for each in used:
        transaction.on_commit(each.forget_pieces)

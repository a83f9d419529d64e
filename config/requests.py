"""What no page can make sense of is refused before a page reads it."""

from django.conf import settings
from django.core.exceptions import BadRequest
from django.http import Http404
from django.shortcuts import render

from casework.two_versions import is_plain

TOO_LARGE = 413


def kept_by_nobody_else(get_response):
    """What says nothing of it is kept by no cache between us and its reader, and asked for again:
    a page shown to one person is never another's."""

    def answer(request):
        response = get_response(request)
        response.setdefault("Cache-Control", "private, no-cache")
        return response

    return answer


def of_bearable_size(get_response):
    """A body larger than any form of ours is refused unread, whoever sends it: to look for the
    form's token would write all of it to the disk first."""

    def answer(request):
        length = request.META.get("CONTENT_LENGTH") or ""
        if length.isdecimal() and int(length[:16]) > settings.LARGEST_BODY_MB * 2**20:
            return render(request, "413.html", status=TOO_LARGE)
        return get_response(request)

    return answer


def without_nul(get_response):
    """No record holds a NUL, and the database raises at the sight: nothing has such an address,
    and a question with one is a bad request."""

    def answer(request):
        if "\0" in request.path_info:
            raise Http404
        if "%00" in request.META.get("QUERY_STRING", ""):
            raise BadRequest("NUL in the query")
        if request.method == "POST" and is_plain(request) and holds_nul(request.POST):
            raise BadRequest("NUL in a form")
        return get_response(request)

    return answer


def holds_nul(sent):
    return any("\0" in value for values in sent.lists() for value in values[1])

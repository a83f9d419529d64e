"""What no page can make sense of is refused before a page reads it."""

from django.core.exceptions import BadRequest
from django.http import Http404

from casework.two_versions import is_plain


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

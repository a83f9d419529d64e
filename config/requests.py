"""What no page can make sense of is refused before a page reads it."""

from django.core.exceptions import BadRequest
from django.http import Http404


def without_nul(get_response):
    """No record holds a NUL, and the database raises at the sight: nothing has such an address,
    and a question with one is a bad request."""

    def answer(request):
        if "\0" in request.path_info:
            raise Http404
        if "%00" in request.META.get("QUERY_STRING", ""):
            raise BadRequest("NUL in the query")
        return get_response(request)

    return answer

"""What no page can make sense of is refused before a page reads it."""

from django.core.exceptions import BadRequest


def without_nul(get_response):
    """400 for an address with a NUL: no record holds one, and the database raises at the sight."""

    def answer(request):
        if "\0" in request.path_info or "%00" in request.META.get("QUERY_STRING", ""):
            raise BadRequest("NUL in the address")
        return get_response(request)

    return answer

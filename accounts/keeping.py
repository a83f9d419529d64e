"""Which pages a person's device may keep, to be read when there is no line.

A page is kept only where its view says so; the worker in the browser obeys the header and knows no
addresses. What may be kept: the forms that begin something, the person's own work, and the first
pages of lists. Never what a search or a filter found, and never a fragment of a page.
"""

from functools import wraps

KEEPS = "Device-Keeps"
NOBODY = "nobody"  # until somebody signed in, the device shows nothing of what it keeps


def kept_on_device(view):
    """Let the device of whoever is signed in keep the pages of this view."""

    @wraps(view)
    def answer(request, *args, **kwargs):
        return keep_on_device(request, view(request, *args, **kwargs))

    return answer


def keep_on_device(request, response, *, asked=()):
    """Let the device keep this answer: only a page as it is when nothing is asked of it.

    `asked` names what its address may ask all the same, because it finds nothing: the way back, or
    which of one's own tickets is in hand.
    """
    plain = request.method == "GET" and not request.htmx and set(request.GET) <= set(asked)
    if plain and request.user.is_authenticated and response.status_code == 200:
        response[KEEPS] = request.user.keeper
    return response

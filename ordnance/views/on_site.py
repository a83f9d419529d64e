"""Which forms a team's device keeps: those of its own tickets of the day, for a bad line."""

from functools import wraps

from accounts.keeping import keep_on_device
from ordnance.models import Ticket


def works_on(user, ref):
    """Whether the ticket is this person's to do: a team needs its pages where there is no line."""
    return Ticket.objects.of_today(user).filter(ref=ref).exists()


def kept_on_site(view):
    """Let a team's device keep this form, with its lists of names, while the ticket is its own."""

    @wraps(view)
    def answer(request, ref, *args, **kwargs):
        page = view(request, ref, *args, **kwargs)
        if request.method == "GET" and page.status_code == 200 and works_on(request.user, ref):
            return keep_on_device(request, page, asked=("back",))
        return page

    return answer

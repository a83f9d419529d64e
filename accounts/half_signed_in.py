"""Half signed in: the password was right, and the second step is still to come.

It is kept with the session and grants nothing: to every page but that of the second step such a
person is nobody. It ends by itself, and when the password changes meanwhile.
"""

from datetime import timedelta

from django.utils import timezone
from django.utils.crypto import constant_time_compare

from accounts.models import User

KEY = "half_signed_in"
LASTS = timedelta(minutes=10)


def begin(request, person, *, onward):
    """Remember who gave the right password, and the address to go on to: one of our own."""
    request.session.cycle_key()  # nobody knows the session in which a secret may be shown next
    request.session[KEY] = {
        "person": person.pk,
        "password": person.get_session_auth_hash(),
        "until": (timezone.now() + LASTS).timestamp(),
        "onward": onward,
    }


def person_of(request):
    """Who is half signed in; None when nobody is, or no longer."""
    half = request.session.get(KEY)
    if not half or half["until"] < timezone.now().timestamp():
        return None
    person = User.objects.filter(pk=half["person"], is_active=True).first()
    same = person and constant_time_compare(person.get_session_auth_hash(), half["password"])
    return person if same else None


def end(request):
    """Returns the address to go on to; None when nobody was half signed in."""
    return request.session.pop(KEY, {}).get("onward")

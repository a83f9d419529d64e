"""Guessing: after some wrong passwords or codes a name waits, but not whoever it belongs to.

Anybody may type a name, so wrong passwords from devices on which its person never signed in count
together, and those from a device of theirs for that device alone: nobody far away can lock out the
people who work here. What is kept are digests and times, for as long as they count.
"""

from contextlib import contextmanager
from datetime import timedelta
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import SignInTry

TRIES = 10


class Guess(NamedTuple):
    """What is guessed: how long a wrong one counts, and what is said when there are too many."""

    of: str
    window: timedelta
    too_many: Promise


PASSWORD = Guess(
    "password",
    timedelta(minutes=15),
    _(
        "Too many wrong passwords for this name. Wait a quarter of an hour, or sign in on a device "
        "that you have used before."
    ),
)
# Whoever tries codes has the password already. Ten each quarter of an hour would find the code of
# one in three people within a year; ten a day, of one in a hundred.
CODE = Guess(
    "code",
    timedelta(days=1),
    _(
        "Too many wrong codes. Wait a day, sign in on a device that you have used before, or ask "
        "the administrator of your organisation."
    ),
)


class TooMany(ValidationError):
    """There were too many wrong ones: this one was not looked at."""


@contextmanager
def tried(name, device=None, *, guess=PASSWORD):
    """Try a password or code within: the try stays noted where that raises, and counts for a while,
    or until a right one comes from where it came from.

    Raises TooMany when there were too many wrong ones for this name, on this known device or on any
    other. A try is noted before the password is looked at, so that many at once count too; one that
    was refused for their number does not make the waiting longer.
    """
    now = timezone.now()
    SignInTry.objects.filter(until__lt=now).delete()
    mark = mark_of(name, device, guess)
    this = SignInTry.objects.create(mark=mark, until=now + guess.window)
    if SignInTry.objects.filter(mark=mark).count() > TRIES:
        this.delete()
        raise TooMany(guess.too_many, code="too_many_tries")
    yield
    SignInTry.objects.filter(mark=mark).delete()


def mark_of(name, device, guess):
    """A keyed digest: the table tells nobody whose name was tried."""
    said = f"{name.casefold()} {device.pk if device else ''}"
    return salted_hmac(f"accounts.guessing.{guess.of}", said, algorithm="sha256").hexdigest()

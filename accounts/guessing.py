"""Passwords that are guessed: after some wrong ones a name waits, but not whoever it belongs to.

Anybody may type a name, so wrong passwords from devices on which its person never signed in count
together, and those from a device of theirs for that device alone: nobody far away can lock out the
people who work here. What is kept are digests and times, for as long as they count.
"""

from contextlib import contextmanager
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from accounts.models import SignInTry

TRIES = 10
WINDOW = timedelta(minutes=15)
TOO_MANY = _(
    "Too many wrong passwords for this name. Wait a quarter of an hour, or sign in on a device "
    "that you have used before."
)


@contextmanager
def tried(name, device=None):
    """Try a password within: the try stays noted where that raises, and counts for a while.

    Raises ValidationError when there were too many wrong ones for this name, on this known device
    or on any other. A try is noted before the password is looked at, so that many at once count
    too; one that was refused for their number does not make the waiting longer.
    """
    SignInTry.objects.filter(at__lt=timezone.now() - WINDOW).delete()
    this = SignInTry.objects.create(mark=mark_of(name, device))
    if SignInTry.objects.filter(mark=this.mark).count() > TRIES:
        this.delete()
        raise ValidationError(TOO_MANY, code="too_many_tries")
    yield
    this.delete()


def mark_of(name, device):
    """A keyed digest: the table tells nobody whose name was tried."""
    said = f"{name.casefold()} {device.pk if device else ''}"
    return salted_hmac("accounts.guessing", said, algorithm="sha256").hexdigest()

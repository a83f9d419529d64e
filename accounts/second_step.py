"""The second step at sign-in: the code of an authenticator app, or a recovery code from paper.

The app's secret is kept nowhere. It is made from a seed and the site's own key, so that neither the
database nor a copy of it lets anybody make a code; a new key ends everybody's second step. A code
is taken once, also when two processes are asked at the same moment.
"""

import secrets
from base64 import b32encode

import pyotp
from django.conf import settings
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac

from accounts.models import RecoveryCode, SecondStep, SecurityEvent
from accounts.roles import SECOND_STEP
from accounts.security import note
from places.spelling import to_western_digits

ISSUER = "Aftermath"
SECRET_BYTES = 20  # as long as the digest that codes are made with; RFC 4226, section 4
SLACK = 1  # half minutes that the clocks of phone and server may be apart
CODES = 10
CODE_DIGITS = 12  # digits alone: any keyboard has them, in Arabic too
What = SecurityEvent.What


def is_on(person):
    return SecondStep.objects.filter(person=person).exists()


def is_demanded(person):
    """Whether this person signs in with a second step or not at all."""
    if not settings.AFTERMATH_SECOND_STEP:
        return False
    return person.is_superuser or person.groups.filter(name__in=SECOND_STEP).exists()


# ---------------------------------------------------------------- the app


def new_seed():
    return secrets.token_hex(16)


def app_of(seed):
    """What makes the codes, as the person's phone does."""
    digest = salted_hmac("accounts.second_step", seed, algorithm="sha256").digest()
    return pyotp.TOTP(b32encode(digest[:SECRET_BYTES]).decode())


def address_for(person, seed):
    """The otpauth:// address that an app reads; it holds the secret."""
    return app_of(seed).provisioning_uri(name=person.username, issuer_name=ISSUER)


def secret_in_groups(seed):
    """The secret to be typed, four letters at a time."""
    secret = app_of(seed).secret
    return " ".join(secret[at : at + 4] for at in range(0, len(secret), 4))


def moment_of(seed, said):
    """The half minute since 1970 whose code this is, of those about now; None if it is no code."""
    app, code = app_of(seed), digits_of(said)
    now = app.timecode(timezone.now())
    near = range(now - SLACK, now + SLACK + 1)
    return next((at for at in near if constant_time_compare(app.generate_otp(at), code)), None)


def digits_of(said):
    """What was typed, without blanks and dashes, in 0–9."""
    return "".join(each for each in to_western_digits(said) if not each.isspace() and each != "-")


# ---------------------------------------------------------------- on, asked for, off


def turn_on(person, seed, moment):
    """The app of this seed is the person's from now on; returns their recovery codes, to be shown
    once, or None where another app was there first. `moment` is that of the code that proved it."""
    first = {"seed": seed, "taken": moment}
    _step, is_new = SecondStep.objects.get_or_create(person=person, defaults=first)
    if not is_new:
        return None
    end_sessions(person)
    note(person, What.TURNED_ON, by=person)
    return make_codes(person)


def accepts(person, said):
    """Whether this is a code of the person's app or paper, none of which is taken twice."""
    code = digits_of(said)
    return takes_paper(person, code) if len(code) == CODE_DIGITS else takes_app(person, code)


def takes_app(person, code):
    step = SecondStep.objects.filter(person=person).first()
    moment = step and moment_of(step.seed, code)
    if moment is None:
        return False
    earlier = SecondStep.objects.filter(person=person, seed=step.seed, taken__lt=moment)
    return earlier.update(taken=moment) == 1


def takes_paper(person, code):
    used, _of = RecoveryCode.objects.filter(mark=mark_of(person, code)).delete()
    if used:
        note(person, What.RECOVERY_USED, by=person)
    return used == 1


def renew_codes(person):
    """New recovery codes in place of all that are left, to be shown once."""
    note(person, What.NEW_CODES, by=person)
    return make_codes(person)


def make_codes(person):
    codes = [f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}}" for _time in range(CODES)]
    person.recovery_codes.all().delete()
    RecoveryCode.objects.bulk_create(
        [RecoveryCode(person=person, mark=mark_of(person, code)) for code in codes]
    )
    return [f"{code[:4]}-{code[4:8]}-{code[8:]}" for code in codes]


def mark_of(person, code):
    return salted_hmac("accounts.recovery", f"{person.pk} {code}", algorithm="sha256").hexdigest()


def turn_off(person, *, by):
    """Their password alone lets this person in again, until a second step is turned on anew.

    `by` is None for a command on the server. Returns whether there was one.
    """
    there, _of = SecondStep.objects.filter(person=person).delete()
    person.recovery_codes.all().delete()
    if there:
        end_sessions(person)
        note(person, What.TURNED_OFF if by == person else What.TAKEN_AWAY, by=by)
    return bool(there)


def end_sessions(person):
    """Whoever is signed in as this person, by a stolen password or on a lost phone, is no more."""
    person.session_seed = new_seed()
    person.save(update_fields=["session_seed"])

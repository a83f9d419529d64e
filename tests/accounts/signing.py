"""What the tests of signing in share: people with a password and an app, and what an app shows."""

import pyotp
from django.test import Client
from django.utils import timezone

from accounts import second_step

PASSWORD, GUESSED = "a-long-enough-phrase", "guessed"
WRONG = "000000"  # no app shows it but once in a million
LOGIN, LOGOUT = "/accounts/login/", "/accounts/logout/"
CODE, SET_UP = "/accounts/login/code/", "/accounts/second-step/"
OFF, NEW_CODES = "/accounts/second-step/off/", "/accounts/second-step/codes/"


def with_password(person):
    person.set_password(PASSWORD)
    person.save()
    return person


def with_app(person):
    """Their second step is on; returns their recovery codes. No code of now was used yet."""
    long_ago = 0
    return second_step.turn_on(with_password(person), second_step.new_seed(), long_ago)


def shown_by_app(person, *, steps=0, seed=None):
    """The six digits that the person's app shows now, or so many half minutes later."""
    return shown_with(second_step.app_of(seed or person.second_step.seed).secret, steps=steps)


def shown_with(secret, *, steps=0):
    """As any app shows them that took up this secret."""
    app = pyotp.TOTP(secret)
    return app.generate_otp(app.timecode(timezone.now()) + steps)


def give_password(client, person, password=PASSWORD, **extra):
    told = {"username": person.username, "password": password, **extra}
    return client.post(LOGIN, told)


def give_code(client, code):
    return client.post(CODE, {"code": code})


def halfway(person):
    """A browser on which the person gave their password, and no code yet."""
    client = Client()
    give_password(client, person)
    return client


def sign_out(client):
    client.post(LOGOUT)


def is_in(client):
    return client.get("/").status_code == 200

"""Whoever guesses passwords is made to wait; whoever signed in on a device before is not."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts.guessing import TRIES
from accounts.models import SignInTry
from tests.accounts.signing import GUESSED, LOGIN, PASSWORD, give_password, sign_out, with_password

WAIT = "Too many wrong passwords for this name."


def guessed(person, times=TRIES):
    """Wrong passwords, each from a device that nobody knows."""
    for _time in range(times):
        assert WAIT not in give_password(Client(), person, GUESSED).text


def test_after_too_many_wrong_ones_even_the_right_password_waits(person):
    guessed(person)
    answer = give_password(Client(), person)
    assert answer.status_code == 200
    assert WAIT in answer.text


def test_the_wait_is_over_after_a_while(person):
    guessed(person)
    SignInTry.objects.update(until=timezone.now() - timedelta(seconds=1))
    assert give_password(Client(), person).status_code == 302
    assert not SignInTry.objects.exists()


def test_whoever_is_refused_does_not_wait_longer(person):
    guessed(person)
    give_password(Client(), person, GUESSED)
    assert SignInTry.objects.count() == TRIES


@pytest.fixture
def phone(person):
    """A device that the person used before."""
    client = Client()
    give_password(client, person)
    sign_out(client)
    return client


def test_a_device_that_the_person_used_before_is_not_locked_out(phone, person):
    guessed(person)
    assert give_password(phone, person).status_code == 302


def test_a_known_device_has_as_many_tries_of_its_own(phone, person):
    for _time in range(TRIES):
        give_password(phone, person, GUESSED)
    assert WAIT in give_password(phone, person).text
    assert WAIT not in give_password(Client(), person, GUESSED).text


def test_another_persons_device_is_an_unknown_one(person, cast):
    phone = Client()
    give_password(phone, with_password(cast.reviewer))
    sign_out(phone)
    guessed(person)
    assert WAIT in give_password(phone, person).text


def test_a_name_that_nobody_has_waits_as_well(db):
    for _time in range(TRIES):
        Client().post(LOGIN, {"username": "nobody", "password": GUESSED})
    answer = Client().post(LOGIN, {"username": "NOBODY", "password": GUESSED})
    assert WAIT in answer.text


def test_a_right_password_leaves_no_trace(person):
    give_password(Client(), person)
    assert not SignInTry.objects.exists()


def test_what_is_kept_names_nobody(person):
    give_password(Client(), person, GUESSED)
    assert person.username not in SignInTry.objects.get().mark


def test_the_administration_is_entered_by_the_same_sign_in(client, db):
    answer = client.get("/admin/", follow=True)
    assert answer.redirect_chain[-1] == ("/accounts/login/?next=/admin/", 302)
    sent = {"username": "nobody", "password": GUESSED}
    assert client.post("/admin/login/", sent).status_code == 302
    assert not SignInTry.objects.exists()


def test_whoever_may_not_administer_is_told_so(person, signed_in):
    assert signed_in(person).get("/admin/login/").status_code == 403


def test_whoever_finds_a_page_left_open_guesses_at_the_old_password_no_faster(person):
    with_password(person)
    client = Client()
    client.force_login(person)
    new = {"new_password1": "quite-another-phrase", "new_password2": "quite-another-phrase"}
    for _time in range(TRIES):
        answer = client.post("/accounts/password/", {"old_password": GUESSED} | new)
        assert WAIT not in answer.text
    answer = client.post("/accounts/password/", {"old_password": PASSWORD} | new)
    assert (answer.status_code, WAIT in answer.text) == (200, True)
    SignInTry.objects.all().delete()
    assert client.post("/accounts/password/", {"old_password": PASSWORD} | new).status_code == 302

"""Whoever guesses passwords is made to wait; whoever signed in on a device before is not."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts.guessing import TRIES
from accounts.models import SignInTry

PASSWORD = "a-long-enough-phrase"
WAIT = "Too many wrong passwords for this name."


@pytest.fixture
def person(cast):
    cast.coordinator.set_password(PASSWORD)
    cast.coordinator.save()
    return cast.coordinator


def tried(client, person, password="guessed", **extra):
    told = {"username": person.username, "password": password, **extra}
    return client.post("/accounts/login/", told)


def guessed(person, times=TRIES):
    """Wrong passwords, each from a device that nobody knows."""
    for _time in range(times):
        assert WAIT not in tried(Client(), person).text


def test_after_too_many_wrong_ones_even_the_right_password_waits(person):
    guessed(person)
    answer = tried(Client(), person, PASSWORD)
    assert answer.status_code == 200
    assert WAIT in answer.text


def test_the_wait_is_over_after_a_while(person):
    guessed(person)
    SignInTry.objects.update(until=timezone.now() - timedelta(seconds=1))
    assert tried(Client(), person, PASSWORD).status_code == 302
    assert not SignInTry.objects.exists()


def test_whoever_is_refused_does_not_wait_longer(person):
    guessed(person)
    tried(Client(), person)
    assert SignInTry.objects.count() == TRIES


def test_a_device_that_the_person_used_before_is_not_locked_out(person):
    phone = Client()
    tried(phone, person, PASSWORD)
    phone.post("/accounts/logout/")
    guessed(person)
    assert tried(phone, person, PASSWORD).status_code == 302


def test_a_known_device_has_as_many_tries_of_its_own(person):
    phone = Client()
    tried(phone, person, PASSWORD)
    phone.post("/accounts/logout/")
    for _time in range(TRIES):
        tried(phone, person)
    assert WAIT in tried(phone, person, PASSWORD).text
    assert WAIT not in tried(Client(), person).text


def test_another_persons_device_is_an_unknown_one(person, cast):
    cast.reviewer.set_password(PASSWORD)
    cast.reviewer.save()
    phone = Client()
    tried(phone, cast.reviewer, PASSWORD)
    phone.post("/accounts/logout/")
    guessed(person)
    assert WAIT in tried(phone, person, PASSWORD).text


def test_a_name_that_nobody_has_waits_as_well(db):
    for _time in range(TRIES):
        Client().post("/accounts/login/", {"username": "nobody", "password": "guessed"})
    answer = Client().post("/accounts/login/", {"username": "NOBODY", "password": "guessed"})
    assert WAIT in answer.text


def test_a_right_password_leaves_no_trace(person):
    tried(Client(), person, PASSWORD)
    assert not SignInTry.objects.exists()


def test_what_is_kept_names_nobody(person):
    tried(Client(), person)
    assert person.username not in SignInTry.objects.get().mark


def test_the_administration_is_entered_by_the_same_sign_in(client, db):
    answer = client.get("/admin/", follow=True)
    assert answer.redirect_chain[-1] == ("/accounts/login/?next=/admin/", 302)
    sent = {"username": "nobody", "password": "guessed"}
    assert client.post("/admin/login/", sent).status_code == 302
    assert not SignInTry.objects.exists()


def test_whoever_may_not_administer_is_told_so(person, signed_in):
    assert signed_in(person).get("/admin/login/").status_code == 403

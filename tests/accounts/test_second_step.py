"""After the password a code: it is asked for, taken once, and nothing is granted before it."""

from datetime import timedelta

import pytest
from django.test import Client

from accounts import guessing, half_signed_in, second_step
from accounts.models import RecoveryCode, SecondStep, SecurityEvent, SignInTry, User
from tests.accounts.signing import (
    CODE,
    LOGIN,
    PASSWORD,
    SET_UP,
    WRONG,
    give_code,
    give_password,
    halfway,
    is_in,
    shown_by_app,
    sign_out,
    with_app,
)

TOO_MANY = "Too many wrong codes."
ARABIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")


@pytest.fixture
def paper(cast):
    """The recovery codes of the person."""
    return with_app(cast.coordinator)


@pytest.fixture
def person(cast, paper):
    """Somebody whose second step is on."""
    return cast.coordinator


def test_the_right_password_leads_to_the_code(person):
    answer = give_password(Client(), person)
    assert (answer.status_code, answer["Location"]) == (302, CODE)


def test_the_right_code_lets_in(person):
    client = halfway(person)
    assert give_code(client, shown_by_app(person))["Location"] == "/"
    assert is_in(client)


@pytest.mark.parametrize("address", ["/", "/incidents/", "/accounts/", "/admin/", "/device/draft/"])
def test_half_signed_in_grants_nothing(person, address):
    assert halfway(person).get(address).status_code in (302, 404)


def test_half_signed_in_turns_no_second_app_on(person):
    client, before = halfway(person), person.second_step.seed
    assert client.get(SET_UP)["Location"] == "/accounts/"
    client.post(SET_UP, {"code": shown_by_app(person)})
    assert SecondStep.objects.get().seed == before


def test_without_the_password_there_is_no_page_for_a_code(person):
    client = Client()
    assert give_code(client, shown_by_app(person))["Location"] == LOGIN
    assert not is_in(client)


@pytest.mark.parametrize("said", [WRONG, "", "12345", "not a number", "1234567890123"])
def test_anything_but_the_code_lets_nobody_in(person, said):
    client = halfway(person)
    answer = give_code(client, said)
    assert (answer.status_code, is_in(client)) == (200, False)


def test_a_wrong_code_shows_the_clock_that_codes_go_by(person, monkeypatch):
    now = second_step.timezone.now().replace(hour=9, minute=5, second=7)
    monkeypatch.setattr(second_step.timezone, "now", lambda: now)
    assert "The clock of this site says 12:05:07" in give_code(halfway(person), WRONG).text


def test_a_code_is_taken_once(person):
    code = shown_by_app(person)
    give_code(halfway(person), code)
    again = halfway(person)
    assert "was used before" in give_code(again, code).text
    assert not is_in(again)


def test_an_earlier_code_is_not_taken_after_a_later_one(person):
    give_code(halfway(person), shown_by_app(person, steps=1))
    again = halfway(person)
    give_code(again, shown_by_app(person))
    assert not is_in(again)


@pytest.mark.parametrize(("steps", "taken"), [(-2, False), (-1, True), (1, True), (2, False)])
def test_a_phones_clock_may_be_half_a_minute_off(person, monkeypatch, steps, taken):
    now = second_step.timezone.now().replace(second=10)
    monkeypatch.setattr(second_step.timezone, "now", lambda: now)
    client = halfway(person)
    give_code(client, shown_by_app(person, steps=steps))
    assert is_in(client) is taken


@pytest.mark.parametrize(
    "written", [str, lambda code: code.translate(ARABIC), lambda code: f" {code[:3]} {code[3:]} "]
)
def test_a_code_is_read_in_any_digits_and_with_blanks(person, written):
    client = halfway(person)
    give_code(client, written(shown_by_app(person)))
    assert is_in(client)


def test_the_code_of_somebody_else_lets_nobody_in(person, cast):
    with_app(cast.reviewer)
    client = halfway(person)
    give_code(client, shown_by_app(cast.reviewer))
    assert not is_in(client)


def test_half_signed_in_ends_after_some_minutes(person, monkeypatch):
    client = halfway(person)
    later = half_signed_in.timezone.now() + half_signed_in.LASTS + timedelta(seconds=1)
    monkeypatch.setattr(half_signed_in.timezone, "now", lambda: later)
    answer = client.post(CODE, {"code": shown_by_app(person)}, follow=True)
    assert "That took too long. Sign in again." in answer.text
    assert not is_in(client)


def test_half_signed_in_ends_when_the_password_changes(person):
    client = halfway(person)
    person.set_password("another-long-phrase")
    person.save()
    give_code(client, shown_by_app(person))
    assert not is_in(client)


def test_whoever_was_barred_meanwhile_is_not_let_in(person):
    client = halfway(person)
    User.objects.filter(pk=person.pk).update(is_active=False)
    give_code(client, shown_by_app(person))
    assert not is_in(client)


@pytest.mark.parametrize(
    ("asked", "onward"),
    [("/incidents/?q=1", "/incidents/?q=1"), ("//elsewhere.example/", "/"), ("javascript:0", "/")],
)
def test_the_way_on_is_kept_and_is_one_of_ours(person, asked, onward):
    client = Client()
    give_password(client, person, next=asked)
    assert give_code(client, shown_by_app(person))["Location"] == onward


def test_the_session_is_another_one_at_each_step(person):
    client = Client()
    client.get(LOGIN)
    names = [client.session.session_key]
    give_password(client, person)
    names.append(client.session.session_key)
    give_code(client, shown_by_app(person))
    names.append(client.session.session_key)
    assert len(set(names)) == 3


def test_after_the_code_the_device_is_known_and_half_signed_in_is_over(person):
    client = halfway(person)
    give_code(client, shown_by_app(person))
    assert person.devices.count() == 1
    assert half_signed_in.KEY not in client.session


def test_the_box_suits_a_phone(person):
    source = halfway(person).get(CODE).text
    assert 'inputmode="numeric"' in source
    assert 'autocomplete="one-time-code"' in source


# ---------------------------------------------------------------- guessing


def guess_codes(person, times=guessing.TRIES):
    client = halfway(person)
    for _time in range(times):
        assert TOO_MANY not in give_code(client, WRONG).text
    return client


@pytest.fixture
def phone(person):
    """A device that the person used before."""
    client = halfway(person)
    give_code(client, shown_by_app(person))
    sign_out(client)
    return client


def test_after_too_many_wrong_codes_even_the_right_one_waits(person):
    assert TOO_MANY in give_code(guess_codes(person), shown_by_app(person)).text


def test_a_right_code_forgives_the_wrong_ones_before_it(phone, person):
    give_password(phone, person)
    for _time in range(guessing.TRIES - 1):
        give_code(phone, WRONG)
    give_code(phone, shown_by_app(person, steps=1))
    assert is_in(phone)
    assert not SignInTry.objects.exists()


def test_giving_the_password_again_brings_no_new_tries(person):
    guess_codes(person)
    assert TOO_MANY in give_code(halfway(person), shown_by_app(person)).text


def test_wrong_codes_count_for_a_day(person):
    guess_codes(person)
    left = SignInTry.objects.first().until - second_step.timezone.now()
    assert timedelta(hours=23) < left <= timedelta(days=1)


def test_a_device_that_the_person_used_before_has_tries_of_its_own(phone, person):
    guess_codes(person)
    give_password(phone, person)
    give_code(phone, shown_by_app(person, steps=1))
    assert is_in(phone)


def test_guessed_codes_are_told_to_the_person_once(person):
    client = guess_codes(person)
    for _time in range(3):
        give_code(client, WRONG)
    assert [event.what for event in guessed_of(person)] == ["guessed"]
    SignInTry.objects.all().delete()
    client = halfway(person)
    give_code(client, shown_by_app(person))
    assert "too many codes were wrong" in client.get("/").text


def guessed_of(person):
    return person.security_events.exclude(what="turned_on")


# ---------------------------------------------------------------- recovery codes


@pytest.mark.parametrize("written", [str, lambda code: code.translate(ARABIC).replace("-", " ")])
def test_a_recovery_code_lets_in_and_is_noted(paper, person, written):
    client = halfway(person)
    give_code(client, written(paper[0]))
    assert is_in(client)
    assert guessed_of(person).get().what == "recovery_used"


def test_a_recovery_code_is_used_once(paper, person):
    give_code(halfway(person), paper[0])
    again = halfway(person)
    give_code(again, paper[0])
    assert not is_in(again)
    assert person.recovery_codes.count() == second_step.CODES - 1


def test_neither_codes_nor_secret_stand_in_the_database(paper, person):
    kept = list(RecoveryCode.objects.values()) + list(SecondStep.objects.values())
    secret = second_step.app_of(person.second_step.seed).secret
    words = [secret, *paper, *(code.replace("-", "") for code in paper)]
    assert [word for word in words if word in str(kept)] == []


def test_with_another_key_of_the_site_no_code_counts(person, settings):
    code = shown_by_app(person)
    settings.SECRET_KEY = "another"
    assert not second_step.accepts(person, code)


def test_the_events_hold_no_code(paper, person):
    assert paper[0] not in str(list(SecurityEvent.objects.values()))
    assert PASSWORD not in str(list(SecurityEvent.objects.values()))

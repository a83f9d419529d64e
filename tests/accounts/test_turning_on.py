"""People turn their second step on and off themselves; some roles do not sign in without one."""

import re

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.test import Client

from accounts import second_step
from accounts.models import SecondStep
from accounts.roles import ROLES, SECOND_STEP
from tests.accounts.signing import (
    GUESSED,
    NEW_CODES,
    OFF,
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
    with_password,
)

ON_PAPER = re.compile(r"\d{4}-\d{4}-\d{4}")


@pytest.fixture
def desk(person, signed_in):
    """Signed in, without a second step yet."""
    return signed_in(person)


@pytest.fixture
def demanding(settings):
    settings.AFTERMATH_SECOND_STEP = True


def seed_in(client):
    return client.session["second_step_seed"]["seed"]


def set_up(client, **changed):
    """What a person with a new app sends, after a look at the page."""
    client.get(SET_UP)
    code = shown_by_app(None, seed=seed_in(client))
    return client.post(SET_UP, {"password": PASSWORD, "code": code, **changed})


# ---------------------------------------------------------------- on


def test_the_page_shows_the_secret_as_a_square_and_as_text(desk):
    source = desk.get(SET_UP).text
    assert 'src="data:image/svg+xml' in source
    secret = second_step.app_of(seed_in(desk)).secret
    assert secret in source.replace(" ", "")


def test_looking_again_shows_the_same_secret(desk):
    desk.get(SET_UP)
    before = seed_in(desk)
    desk.get(SET_UP)
    assert seed_in(desk) == before


def test_a_code_of_the_app_turns_it_on_and_shows_the_recovery_codes(desk, person):
    answer = set_up(desk)
    assert second_step.is_on(person)
    assert len(ON_PAPER.findall(answer.text)) == second_step.CODES
    assert person.security_events.get().what == "turned_on"


def test_neither_secret_nor_codes_are_shown_again(desk, person):
    codes = ON_PAPER.findall(set_up(desk).text)
    secret = second_step.app_of(person.second_step.seed).secret
    for page in ("/accounts/", NEW_CODES, OFF):
        source = desk.get(page).text
        assert [word for word in (*codes, secret) if word in source.replace(" ", "")] == []
    assert desk.get(SET_UP).status_code == 302


def test_what_is_shown_once_is_kept_by_no_browser(desk):
    assert "no-store" in desk.get(SET_UP)["Cache-Control"]
    assert "no-store" in set_up(desk)["Cache-Control"]


@pytest.mark.parametrize("wrong", [{"code": WRONG}, {"password": GUESSED}, {"password": ""}])
def test_without_a_right_code_and_the_password_it_stays_off(desk, person, wrong):
    assert set_up(desk, **wrong).status_code == 200
    assert not second_step.is_on(person)


def test_the_code_that_proved_the_app_does_not_sign_in_as_well(desk, person):
    desk.get(SET_UP)
    code = shown_by_app(None, seed=seed_in(desk))
    set_up(desk, code=code)
    client = halfway(person)
    give_code(client, code)
    assert not is_in(client)


def test_it_ends_the_persons_other_sessions_and_not_this_one(desk, person, signed_in):
    other = signed_in(person)
    set_up(desk)
    assert (is_in(desk), is_in(other)) == (True, False)


def test_who_began_before_on_this_browser_does_not_know_the_secret(desk, cast):
    """Two people share a machine: each gets a secret of their own."""
    desk.get(SET_UP)
    first, session = seed_in(desk), desk.session
    session["second_step_seed"]["person"] = cast.reviewer.pk
    session.save()
    desk.get(SET_UP)
    assert seed_in(desk) != first


# ---------------------------------------------------------------- off, and new codes


@pytest.fixture
def sure(person):
    with_app(person)
    return {"password": PASSWORD, "code": shown_by_app(person)}


def test_it_is_turned_off_by_password_and_code(sure, desk, person):
    desk.post(OFF, sure)
    assert is_in(desk)
    assert not second_step.is_on(person)
    assert not person.recovery_codes.exists()
    assert person.security_events.first().what == "turned_off"
    assert give_password(Client(), person)["Location"] == "/"


@pytest.mark.parametrize("page", [OFF, NEW_CODES])
@pytest.mark.parametrize("wrong", [{"code": WRONG}, {"password": GUESSED}, {"code": ""}])
def test_it_takes_both_the_password_and_a_code(sure, desk, person, page, wrong):
    before = set(person.recovery_codes.values_list("mark", flat=True))
    assert desk.post(page, sure | wrong).status_code == 200
    assert second_step.is_on(person)
    assert set(person.recovery_codes.values_list("mark", flat=True)) == before


def test_a_wrong_password_uses_up_no_code(sure, desk, person):
    desk.post(OFF, sure | {"password": GUESSED})
    desk.post(OFF, sure)
    assert not second_step.is_on(person)


def test_new_recovery_codes_replace_the_old(sure, desk, person):
    [old, other] = ON_PAPER.findall(desk.post(NEW_CODES, sure).text)[:2]
    answer = desk.post(NEW_CODES, sure | {"code": other})
    new = ON_PAPER.findall(answer.text)[0]
    assert not second_step.accepts(person, old)
    assert second_step.accepts(person, new)


def test_the_persons_page_says_what_happened(sure, desk):
    desk.post(OFF, sure)
    source = desk.get("/accounts/").text
    assert "The second step was turned off" in source
    assert "off: your password alone lets you in" in source


# ---------------------------------------------------------------- demanded


def test_each_role_that_reads_what_is_restricted_needs_a_second_step():
    wide = re.compile(r"read_restricted|see_hidden|accounts\.change_user")
    wide_roles = {role for role, names in ROLES.items() if wide.search(" ".join(names))}
    assert wide_roles - set(SECOND_STEP) == set()
    assert set(SECOND_STEP) - set(ROLES) == set()


def test_whose_role_demands_it_sets_it_up_before_anything_else(cast, demanding):
    client = halfway(with_password(cast.dispatcher))
    assert not is_in(client)
    answer = set_up(client)
    assert len(ON_PAPER.findall(answer.text)) == second_step.CODES
    assert is_in(client)
    assert cast.dispatcher.devices.count() == 1


def test_the_way_on_leads_past_the_set_up(cast, demanding):
    client = Client()
    person = with_password(cast.dispatcher)
    assert give_password(client, person, next="/tickets/")["Location"] == SET_UP
    assert 'href="/tickets/"' in set_up(client).text


def test_a_wrong_first_code_lets_nobody_in(cast, demanding):
    client = halfway(with_password(cast.dispatcher))
    set_up(client, code=WRONG)
    assert not is_in(client)
    assert not SecondStep.objects.exists()


def test_who_may_do_without_signs_in_as_before(person, demanding):
    assert give_password(Client(), person)["Location"] == "/"


def test_a_superuser_may_not_do_without(person, demanding):
    person.is_superuser = True
    person.save()
    assert give_password(Client(), person)["Location"] == SET_UP


def test_where_it_is_not_demanded_a_password_is_enough(cast):
    assert give_password(Client(), with_password(cast.dispatcher))["Location"] == "/"


def test_whose_role_demands_it_moves_to_another_phone_without_a_gap(cast, signed_in, demanding):
    with_app(cast.dispatcher)
    client = signed_in(cast.dispatcher)
    sent = {"password": PASSWORD, "code": shown_by_app(cast.dispatcher)}
    assert client.post(OFF, sent)["Location"] == SET_UP


# ---------------------------------------------------------------- taken away


@pytest.fixture
def office(cast, signed_in):
    cast.administrator.is_staff = True
    cast.administrator.save()
    return signed_in(cast.administrator)


def take_away(office, *people):
    asked = {"action": "take_second_step", "_selected_action": [each.pk for each in people]}
    return office.post("/admin/accounts/user/", asked, follow=True)


def test_an_administrator_takes_it_away_and_the_person_is_told(office, person):
    with_app(person)
    assert "The second step of 1 person is taken away." in take_away(office, person).text
    client = Client()
    assert give_password(client, person)["Location"] == "/"
    assert "The second step was taken away" in client.get("/").text
    event = person.security_events.first()
    assert (event.what, event.by.username) == ("taken_away", "administrator")


def test_taking_it_away_signs_out_the_lost_phone(office, person, signed_in):
    with_app(person)
    phone = signed_in(person)
    take_away(office, person)
    assert not is_in(phone)


def test_what_others_did_is_told_at_one_sign_in(office, person):
    with_app(person)
    take_away(office, person)
    client = Client()
    give_password(client, person)
    client.get("/")
    sign_out(client)
    give_password(client, person)
    assert "The second step was taken away" not in client.get("/").text


def test_the_administration_logs_it(office, person):
    with_app(person)
    take_away(office, person)
    page = f"/admin/accounts/user/{person.pk}/history/"
    assert "The second step was taken away." in office.get(page).text


def test_an_administrator_takes_neither_their_own_nor_strangers_away(office, cast):
    for person in (cast.administrator, cast.stranger):
        with_app(person)
    office.force_login(cast.administrator)  # the password is new, and the session with it
    take_away(office, cast.administrator, cast.stranger)
    assert SecondStep.objects.count() == 2


def test_nobody_else_takes_it_away(person, cast, signed_in):
    with_app(person)
    cast.data_manager.is_staff = True
    cast.data_manager.save()
    take_away(signed_in(cast.data_manager), person)
    assert second_step.is_on(person)


def test_the_administration_shows_events_and_no_secret(office, person, cast):
    with_app(person)
    with_app(cast.stranger)
    source = office.get("/admin/accounts/securityevent/").text
    assert "The second step was turned on" in source
    assert cast.stranger.username not in source
    assert person.second_step.seed not in office.get(f"/admin/accounts/user/{person.pk}/").text


@pytest.mark.parametrize(("asked", "found"), [("yes", True), ("no", False)])
def test_the_administration_finds_who_has_a_second_step(office, person, asked, found):
    with_app(person)
    listed = office.get(f"/admin/accounts/user/?second_step={asked}").text
    assert (f"/admin/accounts/user/{person.pk}/change/" in listed) is found


def test_a_letter_is_written_where_the_site_sends_any(
    office, person, settings, django_capture_on_commit_callbacks
):
    settings.EMAIL_HOST = "mail.example"
    person.email = "coordinator@example.org"
    with_app(person)
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        take_away(office, person)
    [letter] = mail.outbox
    assert letter.to == [person.email]
    assert "The second step was taken away" in letter.body


@pytest.mark.parametrize("asked", [["coordinator"], ["--all"]])
def test_a_command_on_the_server_takes_it_away(person, asked):
    with_app(person)
    call_command("take_second_step", *asked)
    event = person.security_events.first()
    assert (event.what, event.by) == ("taken_away", None)
    assert not second_step.is_on(person)


def test_the_command_names_who_has_none(person):
    with pytest.raises(CommandError, match="Nobody who signs in as “coordinator”"):
        call_command("take_second_step", "coordinator")


def test_the_command_says_that_nobody_has_one(person, capsys):
    call_command("take_second_step", "--all")
    assert capsys.readouterr().out == "Nobody has a second step.\n"

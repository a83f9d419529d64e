"""A device that was locked is signed out and cleared by the next answer, whatever it asked for."""

import pytest
from django.test import Client

from accounts.models import Device

PASSWORD = "a-long-enough-phrase"
CLEAR = '"cache", "storage"'


@pytest.fixture
def phone(cast):
    """A client that signed in by the form, as people do."""
    return sign_in(Client(), cast.coordinator)


def sign_in(client, person):
    person.set_password(PASSWORD)
    person.save()
    told = {"username": person.username, "password": PASSWORD}
    assert client.post("/accounts/login/", told).status_code == 302
    return client


@pytest.fixture
def desk(cast):
    """The administrator, in the administration."""
    cast.administrator.is_staff = True
    cast.administrator.save()
    client = Client()
    client.force_login(cast.administrator)
    return client


def lock(desk):
    chosen = [str(pk) for pk in Device.objects.values_list("pk", flat=True)]
    asked = {"action": "lock", "_selected_action": chosen}
    return desk.post("/admin/accounts/device/", asked, follow=True)


def test_signing_in_again_is_the_same_device(phone, cast):
    phone.post("/accounts/logout/")
    sign_in(phone, cast.coordinator)
    assert Device.objects.count() == 1


def test_a_device_that_is_not_locked_goes_on(phone):
    answer = phone.get("/")
    assert answer.status_code == 200
    assert "Clear-Site-Data" not in answer


def test_a_locked_device_is_signed_out_and_cleared_by_its_next_page(phone, desk):
    assert "1 device is locked." in lock(desk).text
    answer = phone.get("/incidents/")
    assert (answer.status_code, answer["Clear-Site-Data"]) == (401, CLEAR)
    assert answer["Device-Clears"] == "locked"
    assert "Everything that it kept has been cleared." in answer.text
    assert phone.get("/incidents/").status_code == 302
    assert Device.objects.get().cleared_at


def test_what_a_locked_device_sends_is_not_received(phone, desk, cast):
    lock(desk)
    headers = {"Submission-Key": "0", "Sec-Fetch-Mode": "cors"}
    answer = phone.post("/incidents/new/", {}, headers=headers)
    assert (answer.status_code, answer["Clear-Site-Data"]) == (401, CLEAR)


def test_it_is_cleared_though_its_session_ended_long_ago(phone, desk):
    lock(desk)
    del phone.cookies["sessionid"]
    assert phone.get("/accounts/login/")["Clear-Site-Data"] == CLEAR


def test_a_script_that_is_told_first_does_not_keep_it_from_the_page(phone, desk):
    lock(desk)
    told = phone.get("/device/", headers={"Sec-Fetch-Mode": "cors"})
    assert (told.status_code, told["Clear-Site-Data"]) == (401, CLEAR)
    assert phone.get("/incidents/")["Clear-Site-Data"] == CLEAR
    assert "Clear-Site-Data" not in phone.get("/incidents/")


def test_leaving_the_cookie_out_saves_no_session(phone, desk):
    lock(desk)
    del phone.cookies["device"]
    assert phone.get("/")["Clear-Site-Data"] == CLEAR


def test_whoever_may_no_longer_sign_in_has_every_device_cleared(phone, cast):
    cast.coordinator.is_active = False
    cast.coordinator.save()
    assert phone.get("/")["Clear-Site-Data"] == CLEAR


def test_a_forged_cookie_is_no_device(client, db):
    client.cookies["device"] = "0195b1f0-0000-7000-8000-000000000000:forged"
    assert "Clear-Site-Data" not in client.get("/accounts/login/")


def test_after_it_was_cleared_its_person_may_sign_in_anew(phone, desk, cast):
    lock(desk)
    phone.get("/")
    sign_in(phone, cast.coordinator)
    assert phone.get("/").status_code == 200


def test_an_administrator_sees_no_devices_of_another_service(desk, cast):
    sign_in(Client(), cast.stranger)
    lock(desk)
    assert Device.objects.get(person=cast.stranger).locked_at is None

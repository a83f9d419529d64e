"""The administration keeps people and organisations, and gives nobody more than their roles."""

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group
from django.urls import reverse

from accounts.devices import CLEAR
from accounts.machine import machine
from accounts.models import Organisation, User
from tests import factories

PHRASE = "a-long-word-of-tests"


@pytest.fixture
def office(cast, signed_in):
    cast.administrator.is_staff = True
    cast.administrator.save()
    return signed_in(cast.administrator)


def page_of(person):
    return reverse("admin:accounts_user_change", args=[person.pk])


def group(name):
    return Group.objects.get(name=name).pk


def test_an_administrator_makes_a_person_with_a_role(office, cast):
    sent = {
        "username": "newcomer",
        "usable_password": "true",
        "password1": "a-long-word-of-tests",
        "password2": "a-long-word-of-tests",
        "organisation": cast.administrator.organisation_id,
        "groups": [group("coordinator")],
    }
    assert office.post(reverse("admin:accounts_user_add"), sent).status_code == 302
    assert User.objects.get(username="newcomer").has_perm("incidents.add_incident")


def test_nobody_changes_their_own_roles(office, cast):
    sent = {"username": "administrator", "language": "en", "groups": [group("protection_officer")]}
    office.post(page_of(cast.administrator), sent)
    names = set(cast.administrator.groups.values_list("name", flat=True))
    assert names == {"administrator"}


def test_nobody_is_made_a_superuser_here(office, cast):
    sent = {"username": "viewer", "language": "en", "is_active": "on", "is_superuser": "on"}
    office.post(page_of(cast.viewer), sent | {"organisation": cast.viewer.organisation_id})
    assert not User.objects.get(pk=cast.viewer.pk).is_superuser


def test_people_of_another_organisation_are_not_there(office, cast):
    assert office.get(page_of(cast.stranger)).status_code == 302  # back to the index, with a word
    listed = office.get(reverse("admin:accounts_user_changelist")).text
    assert cast.stranger.username not in listed


def test_nobody_is_deleted_since_the_history_names_them(office, cast):
    delete = reverse("admin:accounts_user_delete", args=[cast.viewer.pk])
    assert office.post(delete, {"post": "yes"}).status_code == 403


def test_an_administrator_changes_no_other_organisation(office, cast):
    """Else the public's reports would go to whoever asks for them."""
    page = reverse("admin:accounts_organisation_change", args=[cast.stranger.organisation_id])
    sent = {"name_en": "Ours now", "time_zone": "UTC", "answers_public": "on"}
    assert office.post(page, sent).status_code == 403
    assert not Organisation.objects.filter(answers_public=True).exists()


def test_one_organisation_at_most_answers_the_public(office, cast):
    first = factories.make_organisation(name="Third service")
    Organisation.objects.filter(pk=first.pk).update(answers_public=True)
    second = cast.administrator.organisation
    page = reverse("admin:accounts_organisation_change", args=[second.pk])
    sent = {"name_en": second.name_en, "time_zone": "Asia/Damascus", "answers_public": "on"}
    assert "answers the public already" in office.post(page, sent).text


def test_the_machine_gets_no_password(office, cast):
    """It is a protection officer: whoever set its password would be one."""
    account = machine(cast.administrator.organisation)
    told = {"usable_password": "true", "password1": PHRASE, "password2": PHRASE}
    office.post(reverse("admin:auth_user_password_change", args=[account.pk]), told)
    account.refresh_from_db()
    assert not account.has_usable_password()
    assert office.get(page_of(account)).status_code == 302


def test_nobody_is_given_the_machines_name(office, cast):
    name = f"machine-{cast.administrator.organisation_id}"
    sent = {
        "username": name,
        "usable_password": "true",
        "password1": PHRASE,
        "password2": PHRASE,
        "organisation": cast.administrator.organisation_id,
        "groups": [group("viewer")],
    }
    answer = office.post(reverse("admin:accounts_user_add"), sent)
    assert "This name is kept for the machine." in answer.text
    assert not User.objects.filter(username=name).exists()


def set_password(office, person):
    told = {"usable_password": "true", "password1": PHRASE, "password2": PHRASE}
    page = reverse("admin:auth_user_password_change", args=[person.pk])
    return office.post(page, told | {"set-password": "Set password"})


def test_whose_password_an_administrator_set_is_told(office, cast):
    set_password(office, cast.viewer)
    cast.viewer.refresh_from_db()
    assert cast.viewer.check_password(PHRASE)
    told = cast.viewer.security_events.get()
    assert (told.what, told.by) == ("password_set", cast.administrator)


def test_a_password_that_was_refused_is_told_to_nobody(office, cast):
    page = reverse("admin:auth_user_password_change", args=[cast.viewer.pk])
    office.post(page, {"usable_password": "true", "password1": PHRASE, "password2": "another"})
    assert not cast.viewer.security_events.exists()


def test_ones_own_password_is_set_with_the_old_one_alone(office, cast):
    before = cast.administrator.password
    answer = set_password(office, cast.administrator)
    assert answer.url == reverse("accounts:password_change")
    cast.administrator.refresh_from_db()
    assert cast.administrator.password == before


def test_the_administration_has_no_second_form_for_the_password(office):
    answer = office.get("/admin/password_change/")
    assert answer.url == reverse("accounts:password_change")


def test_signing_out_in_the_administration_clears_the_device_too(office):
    answer = office.post(reverse("admin:logout"))
    assert answer["Clear-Site-Data"] == CLEAR
    assert office.get("/").status_code == 302


def test_the_administration_names_its_parts_in_the_reader_s_language(office):
    office.cookies["django_language"] = "ar"
    page = BeautifulSoup(office.get(reverse("admin:index")).content.decode(), "html.parser")
    parts = [each.get_text(strip=True) for each in page.select("caption a")]
    assert "الحوادث" in parts
    assert page.find(id="site-name").get_text(strip=True) == "الأشخاص والقوائم"

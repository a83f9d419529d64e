"""The frame of every page: language, direction, appearance, who may sign in."""

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import AnonymousUser
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import translation

from config.pages import design

pytestmark = pytest.mark.django_db  # the design page draws a map of the areas that there are


def page_of(language="en", theme=None):
    request = RequestFactory().get("/design/")
    request.user = AnonymousUser()
    request._messages = []
    if theme:
        request.COOKIES["theme"] = theme
    with translation.override(language):
        return BeautifulSoup(design(request).content.decode(), "html.parser")


@pytest.mark.parametrize(("language", "direction", "sheet"), [
    ("en", "ltr", "css/bootstrap.min.css"),
    ("ar", "rtl", "css/bootstrap.rtl.min.css"),
])  # fmt: skip
def test_a_page_reads_in_the_direction_of_its_language(language, direction, sheet):
    page = page_of(language)
    assert (page.html["lang"], page.html["dir"]) == (language, direction)
    assert page.find("link", rel="stylesheet")["href"].endswith(sheet)


@pytest.mark.parametrize(
    ("cookie", "theme"), [(None, "light"), ("light", "light"), ("dark", "dark"), ('"><b>', "light")]
)
def test_the_appearance_comes_from_a_cookie(cookie, theme):
    assert page_of(theme=cookie).html["data-bs-theme"] == theme


def test_every_component_stands_on_the_design_page_with_one_main_heading():
    page = page_of()
    assert len(page.find_all("h1")) == 1
    shown = (
        "badge-status badge-priority figure ledger balance facts filters pager empty safety story "
        "steps error-summary toll-input tcard crumbs"
    )
    assert [name for name in shown.split() if not page.find(class_=name)] == []
    assert page.find(class_="filters").input["type"] == "search"


def test_ids_on_the_design_page_are_unique():
    ids = [each["id"] for each in page_of().find_all(id=True)]
    assert sorted({each for each in ids if ids.count(each) > 1}) == []


@pytest.mark.parametrize("name", ["403.html", "404.html", "409.html", "413.html", "403_csrf.html"])
def test_an_error_page_is_a_whole_page_even_without_a_request(name):
    page = BeautifulSoup(render_to_string(name), "html.parser")
    assert page.h1.get_text(strip=True)
    assert page.find(id="main")


def test_the_last_error_page_depends_on_nothing():
    source = render_to_string("500.html")
    assert 'lang="ar"' in source
    assert "{%" not in source


PASSWORD = "a-long-enough-phrase"


@pytest.fixture
def coordinator(cast):
    person = cast.coordinator
    person.set_password(PASSWORD)
    person.save()
    return person


def sign_in(client, person, **extra):
    posted = {"username": person.username, "password": PASSWORD, **extra}
    return client.post("/accounts/login/", posted)


def test_signing_in_goes_on_in_the_persons_language(client, coordinator):
    coordinator.language = "ar"
    coordinator.save()
    answer = sign_in(client, coordinator, next="/sitreps/")
    assert answer["Location"] == "/sitreps/"
    assert answer.cookies["django_language"].value == "ar"


def test_a_wrong_password_says_so_above_the_form(client, db):
    answer = client.post("/accounts/login/", {"username": "nobody", "password": "wrong"})
    summary = BeautifulSoup(answer.content, "html.parser").find(id="error-summary")
    assert "password" in summary.get_text()


def test_signing_out_clears_the_browser(client, coordinator):
    client.force_login(coordinator)
    answer = client.post("/accounts/logout/")
    assert answer["Clear-Site-Data"] == '"cache", "storage"'
    assert client.get("/accounts/").status_code == 302


def test_the_chosen_language_is_kept_with_the_person(client, coordinator):
    client.force_login(coordinator)
    answer = client.post("/accounts/language/", {"language": "ar", "next": "/accounts/"})
    coordinator.refresh_from_db()
    assert coordinator.language == "ar"
    assert answer["Location"] == "/accounts/"
    assert 'dir="rtl"' in client.get("/accounts/").content.decode()


@pytest.mark.parametrize("language", ["", "xx", "../../etc"])
def test_an_unknown_language_changes_nothing(client, coordinator, language):
    client.force_login(coordinator)
    answer = client.post("/accounts/language/", {"language": language})
    assert "django_language" not in answer.cookies


def test_a_stranger_may_choose_dark(client, db):
    answer = client.post("/accounts/theme/", {"theme": "dark", "next": "/accounts/login/"})
    assert answer.cookies["theme"].value == "dark"
    assert 'data-bs-theme="dark"' in client.get("/accounts/login/").content.decode()


@pytest.mark.parametrize(
    "target", ["https://evil.example/", "//evil.example", "javascript:alert(1)"]
)
@pytest.mark.parametrize("path", ["/accounts/theme/", "/accounts/language/"])
def test_nobody_is_sent_to_a_strange_site(client, db, path, target):
    answer = client.post(path, {"theme": "dark", "language": "ar", "next": target})
    assert answer["Location"] == "/"


def test_the_bar_shows_what_the_person_may_use(client, cast):
    client.force_login(cast.viewer)
    page = BeautifulSoup(client.get("/accounts/").content, "html.parser")
    assert page.find("nav", class_="main-nav")
    assert page.find("a", class_="log-new") is None  # a viewer logs nothing


def test_changing_the_password_needs_the_old_one(client, coordinator):
    client.force_login(coordinator)
    new = {"new_password1": "another-long-phrase", "new_password2": "another-long-phrase"}
    refused = client.post("/accounts/password/", {"old_password": "wrong", **new})
    assert refused.status_code == 200
    done = client.post("/accounts/password/", {"old_password": PASSWORD, **new})
    assert done["Location"] == "/accounts/"

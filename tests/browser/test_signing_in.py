"""A dispatcher turns on the second step at sign-in and signs in with it, on a phone in Arabic."""

import re

import pytest

from tests import factories
from tests.accounts import signing
from tests.browser.hands import Hands
from tests.browser.sweeping import faults
from tests.chromium import SIZES, close, listen

pytestmark = pytest.mark.browser
ARABIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")


@pytest.fixture
def dispatcher(transactional_db, settings):
    settings.AFTERMATH_SECOND_STEP = True
    factories.make_areas()
    person = signing.with_password(factories.make_cast().dispatcher)
    person.language = "ar"
    person.save()
    return person


@pytest.fixture
def phone(chromium, live_server, dispatcher, complaints):
    context = chromium.new_context(viewport=SIZES["phone"], reduced_motion="reduce")
    context.add_cookies([{"name": "django_language", "value": "ar", "url": live_server.url}])
    page = context.new_page()
    listen(page, complaints)
    yield page
    close([context])


def test_set_up_and_sign_in_with_a_phone(phone, live_server, dispatcher):
    hands = Hands(phone, live_server.url)
    give_password(hands, onward=signing.SET_UP)
    assert_no_faults(phone)
    secret = phone.locator("code.secret").inner_text().replace(" ", "")
    assert phone.locator("img.square").evaluate("it => it.naturalWidth") > 0
    hands.fill("code", "000000")
    hands.press("main button.btn-main")
    phone.locator("#error-summary").wait_for()
    phone.wait_for_load_state()
    assert_no_faults(phone)
    hands.fill("code", signing.shown_with(secret))
    hands.press("main button.btn-main")
    phone.locator(".paper-codes").wait_for()
    phone.wait_for_load_state()
    assert_no_faults(phone)
    hands.press("main a.btn-main")
    phone.wait_for_url("**/tickets/")
    sign_out(hands)
    give_password(hands, onward=signing.CODE)
    assert_no_faults(phone)
    hands.fill("code", signing.shown_with(secret, steps=1).translate(ARABIC))
    hands.send("**/tickets/")
    for page in (signing.OFF, signing.NEW_CODES, "/accounts/"):
        hands.open(page)
        assert_no_faults(phone)


def give_password(hands, onward):
    hands.open(f"{signing.LOGIN}?next=/tickets/")
    hands.fill("username", "dispatcher")
    hands.fill("password", signing.PASSWORD)
    hands.send(re.compile(f"{onward}$"))


def sign_out(hands):
    hands.open("/accounts/")
    hands.press("main form[data-forget] button")
    hands.page.wait_for_url(re.compile(signing.LOGIN))


def assert_no_faults(page):
    assert list(faults(page, language="ar", theme="light")) == []

"""The components in a real browser: a silent console, drafts that survive."""

import pytest
from playwright.sync_api import expect

from tests.browser.afield import has_looked
from tests.browser.hands import hold, settled
from tests.chromium import SIZES, close, listen

pytestmark = pytest.mark.browser


@pytest.fixture
def visit(chromium, live_server, signed_in, cast):
    """`visit(path, …)` opens a page as the coordinator; a complaint on the console fails."""
    said, contexts = [], []

    def opened(path, *, language="en", theme="light", size="desk"):
        context = chromium.new_context(viewport=SIZES[size])
        session = signed_in(cast.coordinator).cookies["sessionid"].value
        cookies = {"sessionid": session, "django_language": language, "theme": theme}
        context.add_cookies(
            [{"name": n, "value": v, "url": live_server.url} for n, v in cookies.items()]
        )
        contexts.append(context)
        page = context.new_page()
        listen(page, said)
        page.goto(live_server.url + path)
        return page

    yield opened
    close(contexts)
    assert said == []


def test_the_toll_asks_only_for_what_the_qualifier_needs(visit):
    page = visit("/design/", size="phone")
    killed = page.locator("#id_killed")
    low, high = killed.locator("[name=killed_minimum]"), killed.locator("[name=killed_maximum]")
    assert (low.is_visible(), high.is_visible()) == (False, False)
    killed.get_by_label("at least").check()
    assert (low.is_visible(), high.is_visible()) == (True, False)
    killed.get_by_label("between").check()
    assert (low.is_visible(), high.is_visible()) == (True, True)
    killed.get_by_text("+").first.click()
    assert low.input_value() == "1"


def test_a_late_answer_opens_no_list_over_a_place_that_was_picked(visit):
    page = visit("/incidents/new/", size="phone")
    box = page.locator("#id_place")
    box.fill("sarmad")
    option = page.get_by_role("option").filter(has_text="C4121")
    option.wait_for()
    late = hold(page, "**/places/search/**")  # the line is slow now
    with page.expect_request("**/places/search/**"):
        box.press_sequentially("a")
    option.click()
    with page.expect_response("**/places/search/**"):
        late.pop().continue_()
    settled(page)
    expect(page.get_by_role("listbox").first).to_be_hidden()
    expect(page.locator("[name=place]")).to_have_value("C4121")


RENEWED_WHEN_PRESSED = """box => {
  box.addEventListener("mousedown", () => {
    const list = box.querySelector("[role=listbox]");
    list.innerHTML = list.innerHTML;
  });
}"""


def test_a_list_that_is_renewed_under_the_finger_is_picked_from(visit):
    page = visit("/incidents/new/", size="phone")
    page.fill("#id_place", "sarmad")
    option = page.get_by_role("option").filter(has_text="C4121")
    option.wait_for()
    page.locator("[data-place-input]").first.evaluate(RENEWED_WHEN_PRESSED)
    option.click()
    expect(page.locator("[name=place]")).to_have_value("C4121")


def test_what_was_typed_survives_a_reload_until_it_is_thrown_away(visit):
    page = visit("/design/")
    page.fill("#id_place", "الأتارب")
    page.locator("#id_killed").get_by_label("unknown").check()
    page.get_by_text("Saved on this device").wait_for()
    page.reload()
    assert page.input_value("#id_place") == ""
    page.get_by_text("Bring it back").click()
    expect(page.locator("#id_place")).to_have_value("الأتارب")
    page.reload()
    throw = page.get_by_role("button", name="Throw it away", exact=True)
    throw.click()
    throw.wait_for(state="detached")
    page.reload()
    has_looked(page)
    expect(page.get_by_text("Bring it back")).to_have_count(0)


def test_signing_out_takes_the_drafts_along(visit):
    page = visit("/design/")
    page.fill("#id_place", "Sarmada")
    page.get_by_text("Saved on this device").wait_for()
    page.locator(".user-menu summary").click()
    page.locator(".user-menu").get_by_text("Sign out").click()
    page.wait_for_url("**/accounts/login/")
    assert page.evaluate("async () => (await indexedDB.databases()).length") == 0


def test_the_language_and_the_appearance_change_without_a_script(chromium, live_server, db):
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{live_server.url}/accounts/login/")
    page.get_by_text("العربي").click()
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    page.locator("[name=theme]").click()
    expect(page.locator("html")).to_have_attribute("data-bs-theme", "dark")
    close([context])

"""A list from the keyboard, in a real browser: move, choose, act on the chosen, open."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.hands import hold, settled

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_one_moves_chooses_acts_and_opens_without_a_mouse(desk_of, live_server):
    page = desk_of("dispatcher", size="desk")
    page.goto(f"{live_server.url}/tickets/?state=open")
    rows = page.locator("#rows table.rows a.what")
    top = page.evaluate("scrollY")
    page.keyboard.press("ArrowDown")
    expect(rows.nth(0)).not_to_be_focused()  # no row has the focus: the key scrolls
    page.evaluate("top => scrollTo(0, top)", top)
    page.keyboard.press("j")
    expect(rows.nth(0)).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(rows.nth(1)).to_be_focused()
    expect(page.locator("#bulk")).to_be_hidden()
    page.keyboard.press("x")
    expect(page.locator("#bulk")).to_be_in_viewport()
    page.keyboard.press("k")
    page.keyboard.press("x")
    expect(page.locator("[data-chosen]")).to_have_text("2")
    page.keyboard.press("x")
    expect(page.locator("[data-chosen]")).to_have_text("1")
    page.keyboard.press("?")
    expect(page.locator("#list-keys")).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("/")
    expect(page.locator("main input[type=search]").first).to_be_focused()
    held = hold(page, "**/tickets/?*")  # the list that is searched comes later
    page.keyboard.type("jx")
    expect(page.locator("main input[type=search]").first).to_have_value("jx")
    expect(page.locator("[data-chosen]")).to_have_text("1")
    page.keyboard.press("Control+a")
    page.keyboard.press("Delete")
    page.unroute("**/tickets/?*")
    for search in held:
        search.continue_()
    settled(page)
    rows.nth(1).focus()
    page.keyboard.press("o")
    expect(page).to_have_url(re.compile(r"/tickets/TKT-"))

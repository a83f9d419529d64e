"""The map in a real browser: marks for mouse and keyboard; a click opens the case."""

import re

import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.slow]
MARK = ".map-both"
TICKET = re.compile(r"/tickets/TKT-\d{4}-\d{6}/$")
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360000002000001e221bc330000000049454e44ae426082"
)


def hosts_of(page):
    """Fills itself with the hosts that the page asks."""
    hosts = set()
    page.on("request", lambda request: hosts.add(request.url.split("/")[2]))
    return hosts


@pytest.mark.parametrize(("language", "size"), [("en", "desk"), ("ar", "phone")])
def test_one_comes_from_the_whole_map_to_a_case_by_keyboard_and_by_click(
    language, size, desk_of, live_server
):
    page = desk_of("dispatcher", language=language, size=size)
    hosts = hosts_of(page)
    page.goto(f"{live_server.url}/tickets/map/")
    expect(page.locator(MARK).first).to_be_visible()
    expect(page.locator("svg.map-drawing")).to_have_count(0)  # the drawing made room for the map
    assert page.locator(".map-canvas").get_attribute("dir") == "ltr"
    assert page.locator("html").get_attribute("dir") == ("rtl" if language == "ar" else "ltr")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")

    before = page.locator(".leaflet-control-scale-line").inner_text()
    group = page.locator(f"button{MARK}").first
    group.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".leaflet-control-scale-line")).not_to_have_text(before)

    page.goto(f"{live_server.url}/tickets/map/?q=9M55K")
    page.locator(f"a{MARK}").first.click()
    expect(page).to_have_url(TICKET)
    assert hosts == {live_server.url.split("/")[2]}


def test_cases_of_one_spot_are_told_one_by_one(desk_of, live_server):
    page = desk_of("viewer")  # to whom all tickets of a town stand at its middle
    page.goto(f"{live_server.url}/tickets/map/")
    for _step in range(6):
        expect(page.locator(".map-canvas:not([aria-busy])")).to_be_visible()
        page.locator(f"button{MARK}").first.press("Enter")
        if page.locator(".map-cases").count():
            break
    expect(page.locator(".map-cases a").first).to_be_focused()
    page.keyboard.press("Enter")
    expect(page).to_have_url(TICKET)


def test_another_filter_changes_the_map_and_the_list_beside_it(desk_of, live_server):
    page = desk_of("dispatcher")
    page.goto(f"{live_server.url}/tickets/map/")
    expect(page.locator(MARK).first).to_be_visible()
    page.get_by_label("State", exact=True).select_option("closed")
    expect(page).to_have_url(re.compile("state=closed"))
    expect(page.locator(MARK).first).to_be_visible()
    expect(page.locator("#in-view-list .map-pill:not([data-kind=settled])")).to_have_count(0)


def test_an_administrators_tiles_are_shown_and_nothing_else_is_asked(
    desk_of, live_server, settings
):
    settings.AFTERMATH_TILES = "https://tiles.example.org/{z}/{x}/{y}.png"
    page = desk_of("viewer")
    hosts = hosts_of(page)
    page.route(
        "https://tiles.example.org/**",
        lambda route: route.fulfill(body=PIXEL, content_type="image/png"),
    )
    page.goto(f"{live_server.url}/incidents/map/")
    expect(page.locator("img.leaflet-tile-loaded").first).to_be_attached()
    assert hosts == {live_server.url.split("/")[2], "tiles.example.org"}


def test_without_scripts_a_mark_leads_nearer_and_then_to_the_case(desk_of, live_server):
    page = desk_of("viewer", scripts=False)
    page.goto(f"{live_server.url}/tickets/map/")
    page.locator("svg.map-drawing a").first.click()
    expect(page).to_have_url(re.compile(r"area=|/TKT-"))

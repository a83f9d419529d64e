"""On a phone in Arabic: what is tapped is as tall as a thumb, and a card reads in its order."""

import pytest

from incidents.models import Incident

pytestmark = [pytest.mark.browser, pytest.mark.slow]
# Links inside a sentence are left out: they stand as close as its words do.
SMALL = """
() => [...document.querySelectorAll("main a[href], main button, main summary, main select")]
  .filter(each => {
    const box = each.getBoundingClientRect();
    const around = [...each.parentElement.childNodes];
    const words = around.some(node => node.nodeType === 3 && node.textContent.trim().length > 2);
    const hidden = !each.checkVisibility() || box.width < 2;
    return !hidden && !words && !each.closest("svg") && box.height < 43.5;
  })
  .map(each => `${Math.round(each.getBoundingClientRect().height)} px: ${each.textContent.trim()}`)
"""
# Sorting stays Django's: its arrows stand in the head of a table that a phone scrolls.
SMALL_OF_DJANGO = (
    SMALL.replace("main a[href]", "a[href]:not(.sortremove, .toggle, .skip-to-content-link)")
    .replace("main ", "")
    .replace('select")', 'select, input:not([type=hidden])")')
)
TOPS = """
() => Object.fromEntries(["c-when", "c-state", "c-what"].map(
  name => [name, document.querySelector(`.rows tbody .${name}`).getBoundingClientRect().top]))
"""


def pages():
    """(who looks, address) of what is used on a phone."""
    atarib = Incident.objects.get(place__pcode="C1022", status="published")
    return [
        ("reviewer", "/"),
        ("dispatcher", "/"),
        ("dispatcher", "/tickets/"),
        ("teamleader", "/tickets/mine/"),
        ("viewer", "/sitreps/"),
        ("viewer", atarib.get_absolute_url()),
        (None, "/published/"),
        ("coordinator", "/incidents/"),
    ]


def test_what_is_tapped_is_as_tall_as_a_thumb(desk_of, live_server):
    small = {}
    for username, address in pages():
        page = desk_of(username, size="phone", language="ar")
        page.goto(live_server.url + address)
        if found := page.evaluate(SMALL):
            small[username, address] = found
    assert small == {}
    box = page.locator(".rows tbody .pick").first.bounding_box()
    assert min(box["width"], box["height"]) >= 43.5
    tops = page.evaluate(TOPS)
    assert tops["c-state"] < tops["c-what"]
    assert abs(tops["c-state"] - tops["c-when"]) < 8
    page.locator(".rows .pick input").first.focus()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Tab")
    # Bootstrap's own ring is a blue shadow that hardly anybody sees.
    assert page.evaluate("getComputedStyle(document.activeElement).outlineWidth") == "3px"
    assert page.evaluate("document.activeElement.name") == "case"


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_administration_is_tapped_by_a_thumb_as_well(desk_of, live_server, language):
    page = desk_of("admin", size="phone", language=language)
    small = {}
    for address in ("", "accounts/user/", "accounts/organisation/", "places/area/add/"):
        page.goto(f"{live_server.url}/admin/{address}")
        beyond = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        if found := page.evaluate(SMALL_OF_DJANGO) + ["scrolls sideways"] * (beyond > 0):
            small[address] = found
    assert small == {}

"""The report in a real browser: one sheet of paper, nothing axe finds, nothing past the edge."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from sitreps.actions import issue
from tests.chromium import SIZES, close
from tests.sitreps.building import build_claim

pytestmark = pytest.mark.browser


@pytest.fixture
def opened(chromium, live_server, signed_in, first_day):
    """`opened(path, language)` is a page of the publisher's telephone."""
    contexts = []
    session = signed_in(first_day.cast.publisher).cookies["sessionid"].value

    def open_page(path, language="en"):
        context = chromium.new_context(viewport=SIZES["phone"])
        cookies = {"sessionid": session, "django_language": language}
        context.add_cookies(
            [{"name": n, "value": v, "url": live_server.url} for n, v in cookies.items()]
        )
        contexts.append(context)
        page = context.new_page()
        page.goto(live_server.url + path)
        return page

    yield open_page
    close(contexts)


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_report_stands_in_nobodys_way_on_a_phone(opened, language):
    page = opened("/sitreps/2024-11-28/", language)
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth") <= SIZES["phone"]["width"]


def test_figures_texts_and_comparison_stand_in_nobodys_way_either(opened):
    page = opened("/sitreps/", "ar")
    root = page.url.removesuffix("/sitreps/")
    for path in ("figures/?since=2024-11-01&until=2024-11-30", "2024-11-28/compare/",
                 "2024-11-28/message/"):  # fmt: skip
        page.goto(f"{root}/sitreps/{path}")
        found = Axe().run(page)
        assert found.violations_count == 0, found.generate_report()
        assert page.evaluate("document.documentElement.scrollWidth") <= SIZES["phone"]["width"]
    page.get_by_role("button").and_(page.locator("[data-copies]")).first.click()
    expect(page.locator("[data-copied]").first).to_be_visible()


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_report_is_one_sheet_of_paper_even_with_its_corrections(opened, first_day, language):
    issue(first_day.scope, by=first_day.cast.publisher)
    build_claim(first_day.cast, "lower")
    issue(first_day.scope, by=first_day.cast.publisher)
    page = opened("/sitreps/SR-2024-11-28-2/", language)
    paper = page.pdf(format="A4", prefer_css_page_size=True, print_background=True)
    assert re.findall(rb"/Count (\d+)", paper) == [b"1"]


BEYOND = """
() => [...document.querySelectorAll("svg.course text, svg.share > rect")].filter(each => {
  const [drawn, room] = [each, each.ownerSVGElement].map(it => it.getBoundingClientRect());
  return drawn.top < room.top - 1 || drawn.bottom > room.bottom + 1;
}).map(each => each.textContent || each.dataset.group)
"""


@pytest.mark.parametrize("language", ["en", "ar"])
def test_no_number_of_a_chart_is_cut_on_paper(opened, language):
    page = opened("/sitreps/2024-11-28/", language)
    assert page.locator("svg.course text").count() > 0
    assert page.evaluate(BEYOND) == []
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 703, "height": 1055})  # A4 without its margins
    assert page.evaluate(BEYOND) == []

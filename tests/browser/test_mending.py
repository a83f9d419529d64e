"""A messy sheet in a real browser: cells mended, likenesses answered, the rest applied."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from exchange.models import Import
from incidents.models import Incident
from incidents.review import DuplicateAnswer

pytestmark = [pytest.mark.browser, pytest.mark.slow]
AT_MOST = 60_000  # milliseconds: a worker reads and checks beside the browser
MESSY = Path(__file__).parent.parent / "exchange" / "data" / "messy_incidents.xlsx"


@pytest.fixture
def page(desk_of, live_server):
    page = desk_of("data")
    page.set_default_timeout(AT_MOST)
    page.goto(f"{live_server.url}/exchange/")
    page.select_option("[name=kind]", "incidents")
    page.set_input_files("[name=file]", MESSY)
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_url(re.compile(r"/exchange/[0-9a-f-]{36}/$"))
    return page


def says(locator, words):
    expect(locator).to_contain_text(words, timeout=AT_MOST)


def row(page, number):
    return page.locator(f"#row-{number}")


def cell(page, number, title):
    return row(page, number).locator(f"td[data-label='{title}']")


def test_a_messy_sheet_is_mended_answered_and_applied(page):
    says(page.locator("#next"), "4 rows are refused.")
    fixed_by_kind(page)
    mended_by_keyboard(page)
    answered(page)
    page.locator("#next").get_by_role("button", name=re.compile("Leave the")).click()
    says(page.locator("#messages"), "3 rows were changed")
    page.locator("#next").get_by_role("button", name=re.compile("^Apply: ")).click()
    says(page.locator("#next"), "Applied.")
    sheet = Import.objects.get(name=MESSY.name)
    assert sheet.totals["refused"] == 0
    assert sum(n for name, n in sheet.totals.items() if name != "rows") == sheet.totals["rows"]
    assert Incident.objects.filter(external_id="A-101").exists()
    assert DuplicateAnswer.objects.filter(verdict="different").exists()
    says(page.locator("#acts"), "Answered: Another event")


def fixed_by_kind(page):
    """The button says how many rows it touches; the words stay beside the figure."""
    page.locator("#kinds").get_by_role("button", name="Keep the words, set “at least” (2)").click()
    says(page.locator("#messages"), "2 rows were changed")
    says(cell(page, 21, "killed"), "عدة")


def mended_by_keyboard(page):
    """Arrows move, Enter opens, Escape leaves as it was, Enter keeps; the row is judged alone."""
    box = cell(page, 19, "killed").locator("input")
    box.focus()
    page.keyboard.press("Escape")
    expect(cell(page, 19, "killed")).to_be_focused(timeout=AT_MOST)
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Enter")
    expect(box).to_be_focused(timeout=AT_MOST)
    page.keyboard.type("6")
    page.keyboard.press("Enter")
    says(row(page, 19), "New")
    says(cell(page, 19, "killed"), "As it came: 3")
    says(page.locator("#next"), "3 rows are refused.")


def answered(page):
    likeness = page.locator("#record-18 .likeness").first
    likeness.get_by_role("link", name="Compare").click()
    expect(likeness.locator(".pair-table")).to_be_visible(timeout=AT_MOST)
    page.locator("#record-18 .likeness").first.get_by_role("button", name="Keep both").click()
    says(page.locator("#record-18"), "Kept beside, as another event")

"""A messy sheet in a real browser: cells mended, likenesses answered, the rest applied."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from accounts.models import User
from exchange import importing
from exchange.models import Import
from incidents.models import Incident
from incidents.review import DuplicateAnswer
from tests.exchange.conftest import as_csv
from tests.exchange.test_clashes import by_a_person, sheet_of

pytestmark = [pytest.mark.browser, pytest.mark.slow]
AT_MOST = 60_000  # milliseconds: a worker reads and checks beside the browser
MESSY = Path(__file__).parent.parent / "exchange" / "data" / "messy_incidents.xlsx"


@pytest.fixture
def page(desk_of, live_server):
    return with_messy_sheet(desk_of("data"), live_server)


def with_messy_sheet(page, live_server):
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


WORDS_CUT = """select => {
    const style = getComputedStyle(select), pen = document.createElement("canvas").getContext("2d");
    pen.font = `${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
    const [before, after] = [style.paddingLeft, style.paddingRight].map(parseFloat);
    const room = select.clientWidth - before - after;
    return pen.measureText(select.selectedOptions[0].text).width - room;
}"""
BESIDE_ITS_EDGE = """text => {
    const range = document.createRange();
    range.selectNodeContents(text);
    const cell = text.parentElement, blank = parseFloat(getComputedStyle(cell).paddingRight);
    return cell.getBoundingClientRect().right - blank - range.getBoundingClientRect().right;
}"""


def test_on_a_phone_the_words_of_the_filters_are_whole(desk_of, live_server):
    page = with_messy_sheet(desk_of("data", size="phone"), live_server)
    for name in ("#find-problem", "#find-column"):
        assert page.locator(name).evaluate(WORDS_CUT) <= 0


def test_on_an_arabic_phone_a_latin_cell_begins_where_its_column_does(desk_of, live_server):
    page = with_messy_sheet(desk_of("data", size="phone", language="ar"), live_server)
    reading = cell(page, 8, "الإحداثيات").locator("bdi").first
    assert abs(reading.evaluate(BESIDE_ITS_EDGE)) < 2


def with_two_clashes():
    """An old sheet of ours that comes back after its record was changed in the same two cells."""
    by = User.objects.get(username="data")
    header, rows = sheet_of("incidents", by)
    row = next(each for each in rows if each["status"] == "submitted")
    case = Incident.objects.get(ref=row["ref"])
    by_a_person(
        case, User.objects.get(username="coordinator"), site_name="bakery", narrative="Twice."
    )
    row |= {"site_name": "the old market", "narrative": "Once."}
    content = as_csv([header, list(row.values())])
    sheet = importing.stage(kind="incidents", content=content, name="old.csv", by=by)
    return importing.check(sheet)


LINES = "cells => cells.filter(each => parseFloat(getComputedStyle(each).borderTopWidth)).length"
NARROWER = """labels => labels.filter(label => {
    const cell = label.parentElement, style = getComputedStyle(cell);
    const blank = parseFloat(style.paddingLeft) + parseFloat(style.paddingRight);
    return label.getBoundingClientRect().width < cell.clientWidth - blank - 1;
}).length"""


def test_on_a_phone_an_answer_to_a_clash_is_as_wide_as_its_cell(desk_of, live_server):
    sheet, page = with_two_clashes(), desk_of("data", size="phone")
    page.goto(f"{live_server.url}/exchange/{sheet.pk}/clashes/")
    expect(page.locator(".clash-cells label")).to_have_count(4)
    assert page.locator(".clash-cells label").evaluate_all(NARROWER) == 0


def test_on_a_phone_no_line_parts_the_cells_of_one_row(desk_of, live_server):
    sheet, page = with_two_clashes(), desk_of("data", size="phone")
    page.goto(f"{live_server.url}/exchange/{sheet.pk}/")
    expect(page.locator(".clash-cells label")).to_have_count(4)
    assert page.locator("tr[data-row] > :is(td, th)").evaluate_all(LINES) == 0

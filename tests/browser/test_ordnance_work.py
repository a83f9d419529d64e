"""Ordnance in a real browser: dragged on the board, triaged, assigned by keys, done on a phone."""

import re

import pytest
from playwright.sync_api import expect

from ordnance.models import Team, Ticket
from tests.browser.hands import clock, settled

pytestmark = [pytest.mark.browser, pytest.mark.slow]
BOARD = "/tickets/board/"


def test_a_ticket_goes_from_the_board_to_the_team_s_thumb(desk_of, live_server):
    site, ticket = live_server.url, Ticket.objects.filter(status="reported").first()
    operations = desk_of("dispatcher")
    operations.goto(f"{site}{BOARD}?q={ticket.ref}")
    refused_where_no_step_leads(operations, ticket)
    triaged_by_a_drag(operations, ticket)
    assigned_by_keys(operations, ticket)
    team = desk_of("teamleader", size="phone", language="ar")
    team.goto(f"{site}/tickets/mine/?ticket={ticket.ref}")
    arrived(team)
    counted_and_disposed_of(team, ticket)
    ticket.refresh_from_db()
    assert ticket.status == "on_site"
    assert ticket.items.first().balance.remaining == 0


def drag(page, ticket, state):
    """The card by the mouse to a state's column."""
    card = page.locator(f"[data-card='{ticket.ref}']")
    start = card.bounding_box()
    target = page.locator(f".column[data-drop-on={state}]").bounding_box()
    page.mouse.move(start["x"] + 40, start["y"] + 40)
    page.mouse.down()
    page.mouse.move(start["x"] + 60, start["y"] + 60, steps=3)
    page.mouse.move(target["x"] + target["width"] / 2, target["y"] + 60, steps=5)
    lit = page.locator(".column[data-drop=open] h2").all_inner_texts()
    page.mouse.up()
    return lit


def refused_where_no_step_leads(page, ticket):
    assert drag(page, ticket, "on_site") == ["Triaged"]
    says = page.locator("[data-board-says]")
    expect(says).to_have_text("No step leads from “Reported” to “On site”.")
    expect(page).to_have_url(re.compile(r"/board/"))


def triaged_by_a_drag(page, ticket):
    drag(page, ticket, "triaged")
    page.wait_for_url(re.compile(rf"{ticket.ref}/steps/triage/"))
    page.select_option("[name=land_use]", "ruin")
    far = page.get_by_label("over 500 m")
    far.check()
    expect(page.locator("#finding-now")).not_to_contain_text("less than 100 m")
    page.get_by_label("under 100 m").check()
    page.select_option("[name=land_use]", "school")
    expect(page.locator("#finding-now")).to_contain_text("Immediate")
    expect(page.locator("#finding .whole-rule li[aria-current]")).to_have_count(1)
    page.locator("[name=duplicates_checked]").check()
    settled(page)
    page.locator("main form button.btn-main").click()
    page.wait_for_url(re.compile(rf"/board/\?q={ticket.ref}"))
    expect(
        page.locator(f".column[data-drop-on=triaged] [data-card='{ticket.ref}']")
    ).to_be_visible()


def assigned_by_keys(page, ticket):
    """No mouse: the card's menu, then the form."""
    page.locator(f"[data-card='{ticket.ref}'] .moves summary").focus()
    page.keyboard.press("Enter")
    for _ in range(6):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.dataset.to") == "assigned":
            break
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/steps/assign/"))
    team = Team.objects.get(name="UXO team Atarib 1")
    page.select_option("[name=team]", str(team.pk))
    page.select_option("[name=leader]", str(team.members.get().pk))
    page.fill("[name=level_answer]", "An officer of the next level goes with it.")
    page.locator("main form button.btn-main").focus()
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/board/"))


def arrived(page):
    page.locator(".thumb .act.main").click()
    page.wait_for_url(re.compile(r"/steps/arrive/"))
    page.fill("[name=arrived_at]", clock())
    page.context.grant_permissions(["geolocation"])
    page.context.set_geolocation({"latitude": 35.9037, "longitude": 36.7238, "accuracy": 8})
    page.locator("[data-locate]").click()
    expect(page.locator("[name=point]")).to_have_value("35.90370, 36.72380")
    page.select_option("[name=geo_precision]", "exact")
    send(page)
    expect(page.locator(".way a").first).to_have_attribute("href", re.compile(r"^geo:35\.9037"))


def counted_and_disposed_of(page, ticket):
    """Down to nothing left; the balance follows the fingers."""
    with page.expect_navigation():
        page.locator(".thumb .act.main").click()
    page.fill("[name=quantity_found]", "2")
    page.select_option("[name=certainty]", "confirmed_by_eod")
    expect(page.locator("#item-balance .units i")).to_have_count(2)
    send(page)
    with page.expect_navigation():
        page.locator(".thumb .act.main").click()
    page.select_option("[name=method]", "destroy_in_situ")
    page.fill("[name=quantity]", "1")
    expect(page.locator("#item-balance [data-fate=remaining]").first).to_be_visible()
    page.fill("[name=quantity]", "3")
    expect(page.locator("#item-balance [data-verdict=bad]")).to_be_visible()
    page.fill("[name=quantity]", "2")
    expect(page.locator("#item-balance .late")).to_have_count(0)
    send(page)


def send(page):
    """Send what was filled in once the looks beside it have come, and be back at the day."""
    settled(page)
    page.locator("main .case-form button.btn-main").click()
    page.wait_for_url(re.compile(r"/tickets/mine/\?ticket="))

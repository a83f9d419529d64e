"""The same event, told again by telephone: what was typed reaches the record that is there."""

import pytest
from playwright.sync_api import expect

from incidents.models import Incident
from tests.browser.hands import MAIN, Hands, hold, settled

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture(params=[True, False], ids=["with scripts", "without scripts"])
def coordinator(request, desk_of, live_server):
    page = desk_of("coordinator", size="phone", language="ar", scripts=request.param)
    return Hands(page, live_server.url, scripts=request.param)


def tapped(page, outcome, times):
    """The plus beside a number, by the thumb."""
    for _tap in range(times):
        page.locator(f"#div_id_{outcome} .low .stepper button").last.click()


def told_again(hands):
    """A place chosen from the last ones, a number tapped or typed, and the source's own words."""
    hands.open("/incidents/new/")
    if hands.scripts:
        hands.press("[name=place_text]")
        hands.page.get_by_role("option").filter(has_text="C1022").click()
    else:
        hands.press(".last-places [value=C1022]")
    hands.fill("occurred_on", "2024-11-28")
    hands.choose("weapon", "airstrike")
    hands.choose("killed_qualifier", "at_least")
    if hands.scripts:
        tapped(hands.page, "killed", 15)
    else:
        hands.fill("killed_minimum", "15")
    hands.choose("injured_qualifier", "exact")
    hands.fill("injured_minimum", "5")
    hands.choose("source_kind", "hospital")
    hands.fill("as_of", "2024-11-28T19:30")
    hands.fill("wording", "خمسة عشر على الأقل")


def test_this_is_it_carries_all_of_it(coordinator, complaints):
    atarib = Incident.objects.get(title__contains="residential neighbourhoods")
    before, reports = Incident.objects.count(), atarib.casualty_reports.count()
    told_again(coordinator)
    if not coordinator.scripts:
        coordinator.follow(MAIN)  # the page comes back with the card
        complaints.clear()  # Chromium says aloud that the page was a refusal
    coordinator.settle()
    coordinator.choose(f"answer-{atarib.ref}", "same")
    coordinator.send(f"**/incidents/{atarib.ref}/")
    assert (Incident.objects.count(), atarib.casualty_reports.count()) == (before, reports + 1)
    report = atarib.casualty_reports.get(source__kind="hospital")
    assert (report.wording, report.as_of.hour) == ("خمسة عشر على الأقل", 16)
    assert (report.range_of("killed").minimum, report.range_of("killed").maximum) == (15, None)


def test_an_answer_given_while_the_cards_are_renewed_stays_given(desk_of, live_server):
    """On a slow line the cards come back as they were when they were asked for."""
    page = desk_of("coordinator", size="phone")
    hands = Hands(page, live_server.url)
    told_again(hands)
    hands.settle()
    atarib = Incident.objects.get(title__contains="residential neighbourhoods")
    held = hold(page, "**/incidents/similar/**")
    with page.expect_request("**/incidents/similar/**"):
        tapped(page, "killed", 1)
        page.locator("[name=killed_minimum]").dispatch_event("change")
    answer = hands.named(f"answer-{atarib.ref}", "same")
    answer.check()
    with page.expect_response("**/incidents/similar/**"):
        held.pop().continue_()
    settled(page)
    expect(answer).to_be_checked()
    expect(answer).to_be_focused()


def test_a_refused_form_has_its_steppers_again_and_keeps_what_is_typed(
    desk_of, live_server, complaints
):
    page = desk_of("coordinator", size="phone")
    page.goto(f"{live_server.url}/incidents/new/")
    page.locator("[name=killed_qualifier][value=exact]").check()
    tapped(page, "killed", 2)
    page.locator(MAIN).click()
    page.wait_for_selector(".error-summary")
    complaints.clear()  # Chromium says aloud that the form was refused
    tapped(page, "killed", 1)
    expect(page.locator("[name=killed_minimum]")).to_have_value("3")
    expect(page.locator("[data-draft-state]")).to_contain_text("Saved on this device")

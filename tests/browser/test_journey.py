"""A working day in a real browser: from the first call to the report, through all hands."""

import re

import pytest
from playwright.sync_api import expect

from incidents.models import Incident
from ordnance.models import Team, Ticket

pytestmark = [pytest.mark.browser, pytest.mark.slow]
DAY = "/sitreps/2024-11-28/"
SHEET = (
    "id,date,place,governorate,weapon,killed,injured,source\n"
    "P-1,2024-11-12,Sarmin,Idlib,artillery,1,6,local council\n"
    "P-2,31/02/2024,Ariha,Idlib,artillery,1,1,local council\n"
)


@pytest.fixture
def site(live_server):
    return live_server.url


def test_a_day_from_the_first_call_to_the_report(desk_of, site):
    sign_in(desk_of(), site)
    incident = flash_report(desk_of("coordinator", size="phone"), site)
    verified(desk_of("reviewer"), incident)
    ticket = triaged(desk_of("dispatcher"), site)
    resolved(desk_of("teamleader", size="phone"), ticket)
    sheet_applied(desk_of("data"), site)
    printed(desk_of("publisher"), site)


def press(page, words):
    page.get_by_role("button", name=words).or_(page.get_by_role("link", name=words)).first.click()


def settled(page):
    """Let the look beside the form come to its end: leaving the page would cut it off, aloud."""
    page.wait_for_timeout(500)  # the look begins 300 ms after the last change
    page.wait_for_function("!document.querySelector('.htmx-request')")


def sign_in(page, site):
    """By the form, to the page that was asked for."""
    page.goto(f"{site}{DAY}")
    page.fill("[name=username]", "viewer")
    page.fill("[name=password]", "aftermath-demo")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{DAY}")
    expect(page.locator("main")).to_contain_text("20")


def flash_report(page, site):
    """On a phone: found by another spelling, the number asked for by its qualifier."""
    page.goto(site)
    press(page, "Log an incident")
    page.get_by_role("combobox").first.press_sequentially("sarmin")
    page.get_by_role("option").filter(has_text="C3953").click()
    page.fill("[name=occurred_on]", "2024-11-22")
    page.get_by_label("Artillery or mortar").check()
    killed = page.locator("#id_killed")
    killed.get_by_label("at least", exact=True).check()
    killed.locator("[name=killed_minimum]").fill("2")
    page.locator("#id_injured").get_by_label("unknown", exact=True).check()
    page.select_option("[name=source_kind]", "responder_team")
    settled(page)
    press(page, "Send the report")
    page.wait_for_url(re.compile(r"/incidents/INC-2024-\d+/$"))
    expect(page.locator("main")).to_contain_text("Submitted")
    incident = Incident.objects.order_by("-created_at").first()
    assert str(incident.casualty_reports.get().range_of("killed").qualifier) == "at_least"
    return page.url


def verified(page, address):
    page.goto(address)
    press(page, "Start the review")
    press(page, "Start the review")
    page.goto(f"{address}steps/verify/")
    page.locator("[name=adopted_report]").first.check()
    page.select_option("[name=evidence_grade]", "confirmed")
    page.locator("[name=location_checked]").check()
    page.select_option("[name=sensitivity]", "public")
    page.locator("#verify button[type=submit]").click()
    page.wait_for_url(address)
    expect(page.locator("main")).to_contain_text("Verified")


def triaged(page, site):
    """The unknown answers count as the worse case; the team is told to go."""
    ticket = Ticket.objects.filter(status="reported").first()
    address = f"{site}{ticket.get_absolute_url()}"
    page.goto(f"{address}steps/triage/")
    page.select_option("[name=land_use]", "school")
    page.get_by_label("under 100 m").check()
    page.locator("[name=duplicates_checked]").check()
    page.locator("main form button.btn-main").click()
    page.wait_for_url(address)
    expect(page.locator("main")).to_contain_text("Immediate")
    page.goto(f"{address}steps/assign/")
    team = Team.objects.get(name="UXO team Atarib 1")
    page.select_option("[name=team]", str(team.pk))
    page.select_option("[name=leader]", str(team.members.get().pk))
    page.fill("[name=level_answer]", "An officer of the next level goes with it.")
    page.locator("main form button.btn-main").click()
    page.wait_for_url(address)
    return address


def resolved(page, address):
    """On a phone: arrive, count, dispose, resolve."""
    page.goto(f"{address}steps/arrive/")
    page.fill("[name=arrived_at]", "2024-11-22T12:00")
    page.fill("[name=point]", "35.9037, 36.7238")
    page.select_option("[name=geo_precision]", "exact")
    send(page, address)
    ticket = Ticket.objects.get(ref=address.split("/")[-2])
    item = f"{address}items/{ticket.items.first().pk}/"
    page.goto(item)
    page.select_option("[name=certainty]", "confirmed_by_eod")
    page.fill("[name=quantity_found]", "1")
    send(page, address)
    page.goto(f"{item}disposals/new/")
    page.select_option("[name=method]", "destroy_in_situ")
    page.fill("[name=quantity]", "1")
    send(page, address)
    page.goto(f"{address}steps/resolve/")
    page.fill("[name=work_started_at]", "2024-11-22T12:30")
    page.fill("[name=work_ended_at]", "2024-11-22T13:00")
    page.fill("[name=actual_cordon_m]", "300")
    page.select_option("[name=community_informed]", "true")
    page.fill("[name=reason]", "The light was gone for a photo.")
    send(page, address)
    expect(page.locator("main")).to_contain_text("Resolved")


def send(page, onward):
    page.locator("main form button.btn-main").first.click()
    page.wait_for_url(onward)


def sheet_applied(page, site):
    """The preview says what is wrong in which row; the good row is applied, the other kept back."""
    page.goto(f"{site}/exchange/")
    page.select_option("[name=kind]", "incidents")
    file = {"name": "partner.csv", "mimeType": "text/csv", "buffer": SHEET.encode()}
    page.set_input_files("[name=file]", file)
    page.locator("main form button[type=submit]").first.click()
    expect(page.locator("main")).to_contain_text("that month has 29 days")
    page.locator("form[action$='/leave-out/'] button[type=submit]").first.click()
    page.locator("form[action$='/apply/'] button[type=submit]").click()
    page.wait_for_load_state()
    assert Incident.objects.filter(external_id="P-1").exists()


def printed(page, site):
    """On paper: the figures with their “at least”, and none of the site's frame."""
    page.goto(f"{site}{DAY}")
    page.emulate_media(media="print")
    expect(page.locator("header.bar")).to_be_hidden()
    sheet = page.locator("main")
    for words in ("20", "Atarib", "Darat Izza", "9M55K"):
        expect(sheet).to_contain_text(words)
    assert page.pdf(format="A4").startswith(b"%PDF")

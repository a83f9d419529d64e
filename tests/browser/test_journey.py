"""A working day in a real browser: from the first call to the report, through all hands.

The same journey in both languages and at both widths, by the keyboard alone, and without scripts.
"""

import pytest
from playwright.sync_api import expect

from incidents.models import Incident
from ordnance.models import Team, Ticket
from tests.browser.hands import MAIN, Hands, Keys, clock

pytestmark = [pytest.mark.browser, pytest.mark.slow]
DAY = "/sitreps/2024-11-28/"
SHEET = (
    "id,date,place,governorate,weapon,killed,injured,source\n"
    "P-1,2024-11-12,Sarmin,Idlib,artillery,1,6,local council\n"
    "P-2,31/02/2024,Ariha,Idlib,artillery,1,1,local council\n"
)
WAYS = {
    "English at a desk": {"language": "en", "size": "desk"},
    "English on a phone": {"language": "en", "size": "phone"},
    "Arabic at a desk": {"language": "ar", "size": "desk"},
    "Arabic on a phone": {"language": "ar", "size": "phone"},
    "by keyboard": {"language": "en", "size": "desk", "hands": Keys},
    "without scripts": {"language": "ar", "size": "phone", "scripts": False},
}


@pytest.fixture(params=WAYS.values(), ids=WAYS.keys())
def person(request, desk_of, live_server):
    """`person("reviewer")` is somebody at work in the way of this run; None has not signed in."""
    ways = dict(request.param)
    hands = ways.pop("hands", Hands)

    def at_work(username=None):
        page = desk_of(username, **ways)
        return hands(page, live_server.url, scripts=ways.get("scripts", True))

    return at_work


def test_a_day_from_the_first_call_to_the_report(person):
    sign_in(person())
    incident = flash_report(person("coordinator"))
    verified(person("reviewer"), incident)
    ticket = triaged(person("dispatcher"))
    resolved(person("teamleader"), ticket)
    closed(person("quality"), ticket)
    sheet_applied(person("data"))
    read_on_paper(person("publisher"))


def sign_in(viewer):
    """By the form, to the page that was asked for."""
    viewer.open(DAY)
    viewer.fill("username", "viewer")
    viewer.fill("password", "aftermath-demo")
    viewer.press("main form button[type=submit]")
    viewer.page.wait_for_url(f"**{DAY}")
    viewer.see("20")


def flash_report(coordinator):
    """Found by another spelling, the number asked for by its qualifier."""
    coordinator.open("/")
    coordinator.follow("main a[href$='/incidents/new/']")
    coordinator.place("sarmin", "C3953")
    coordinator.fill("occurred_on", "2024-11-22")
    coordinator.choose("weapon", "artillery")
    coordinator.choose("killed_qualifier", "at_least")
    coordinator.fill("killed_minimum", "2")
    coordinator.choose("injured_qualifier", "unknown")
    coordinator.choose("source_kind", "responder_team")
    address = coordinator.sent_to(r"/incidents/INC-2024-\d+/$")
    incident = Incident.objects.order_by("-created_at").first()
    assert incident.status == "submitted"
    assert incident.casualty_reports.get().range_of("killed").qualifier == "at_least"
    return address


def verified(reviewer, address):
    reviewer.open(f"{address}steps/claim/")
    reviewer.send(address)
    reviewer.open(f"{address}steps/verify/")
    reviewer.choose("adopted_report", reviewer.named("adopted_report").get_attribute("value"))
    reviewer.choose("evidence_grade", "confirmed")
    reviewer.tick("location_checked")
    reviewer.choose("sensitivity", "public")
    reviewer.send(address, button="#verify button[type=submit]")
    assert Incident.objects.get(ref=address.split("/")[-2]).status == "verified"


def triaged(dispatcher):
    """The unknown answers count as the worse case; the team is told to go."""
    ticket = Ticket.objects.filter(status="reported").first()
    address = dispatcher.site + ticket.get_absolute_url()
    dispatcher.open(f"{address}steps/triage/")
    dispatcher.choose("land_use", "school")
    dispatcher.choose("distance_to_people", "under_100")
    dispatcher.tick("duplicates_checked")
    dispatcher.send(address)
    ticket.refresh_from_db()
    assert ticket.priority == "immediate"
    team = Team.objects.get(name="UXO team Atarib 1")
    dispatcher.open(f"{address}steps/assign/")
    dispatcher.choose("team", str(team.pk))
    dispatcher.choose("leader", str(team.members.get().pk))
    dispatcher.fill("level_answer", "An officer of the next level goes with it.")
    dispatcher.send(address)
    return address


def resolved(leader, address):
    """Arrive, count, dispose, resolve."""
    leader.open(f"{address}steps/arrive/")
    leader.fill("arrived_at", clock())
    leader.fill("point", "35.9037, 36.7238")
    leader.choose("geo_precision", "exact")
    leader.send(address)
    ticket = Ticket.objects.get(ref=address.split("/")[-2])
    item = f"{address}items/{ticket.items.first().pk}/"
    leader.open(item)
    leader.choose("certainty", "confirmed_by_eod")
    leader.fill("quantity_found", "1")
    leader.send(address)
    leader.open(f"{item}disposals/new/")
    leader.choose("method", "destroy_in_situ")
    leader.fill("quantity", "1")
    leader.send(address)
    leader.open(f"{address}steps/resolve/")
    leader.fill("work_started_at", clock(minutes=30))
    leader.fill("work_ended_at", clock(minutes=60))
    leader.fill("actual_cordon_m", "300")
    leader.choose("community_informed", "true")
    leader.fill("reason", "The light was gone for a photo.")
    leader.send(address)
    ticket.refresh_from_db()
    assert ticket.status == "resolved"


def closed(quality, address):
    quality.open(f"{address}steps/close/")
    quality.tick("checked")
    quality.send(address)
    assert Ticket.objects.get(ref=address.split("/")[-2]).status == "closed"


def sheet_applied(data):
    """The preview says what is wrong in which row; the good row is applied, the other kept back."""
    data.open("/exchange/")
    data.choose("kind", "incidents")
    data.upload("file", {"name": "it.csv", "mimeType": "text/csv", "buffer": SHEET.encode()})
    data.press(MAIN)
    data.page.wait_for_url("**/exchange/*-*/**")
    data.see("31/02/2024")
    data.follow("form[action$='/leave-out/'] button[type=submit]")
    data.page.wait_for_selector("form[action$='/apply/'] button:not([aria-disabled])")
    data.follow("form[action$='/apply/'] button[type=submit]")
    data.page.wait_for_selector("form[action$='/apply/']", state="detached")
    assert Incident.objects.filter(external_id="P-1").exists()


def read_on_paper(publisher):
    """The figures with their “at least”, and none of the site's frame."""
    publisher.open(DAY)
    publisher.page.emulate_media(media="print")
    expect(publisher.page.locator("header.bar")).to_be_hidden()
    for words in ("20", "9M55K"):
        publisher.see(words)
    assert publisher.page.pdf(format="A4").startswith(b"%PDF")

"""A device or a line that fails: no digests without https, no room, an answer that is lost."""

from urllib.parse import urlsplit

import pytest
from PIL import Image
from playwright.sync_api import expect

from incidents.models import Incident
from tests.browser.afield import SEND, fill_in, has_worker, rows_of, until
from tests.browser.sweeping import faults
from tests.factories import make_incident, make_ticket

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PIECE = 64 * 1024  # bytes: a larger file goes in pieces where the browser can digest them
PLAIN = "aftermath.test"  # a name that, unlike localhost, no browser trusts without https
TO_US = [f"--host-resolver-rules=MAP {PLAIN} 127.0.0.1", "--disable-features=HttpsUpgrades"]


@pytest.fixture
def plain_http(live_server, settings):
    """The live site under a name for which a browser has neither workers, locks nor digests."""
    settings.ALLOWED_HOSTS = [PLAIN]
    return f"http://{PLAIN}:{urlsplit(live_server.url).port}"


@pytest.fixture
def photo(tmp_path):
    """Larger than a piece, and smaller than what a smaller copy is offered of."""
    path = tmp_path / "crater.jpg"
    Image.effect_noise((500, 400), 90).convert("RGB").save(path, "JPEG", quality=90)
    assert PIECE < path.stat().st_size < 600 * 1024
    return path


def test_without_https_a_large_photo_arrives_and_a_form_that_came_back_goes_to_its_own_address(
    phone, plain_http, cast, photo
):
    """The team's page holds the form; it goes to the ticket's files, not to the team's page."""
    ticket = make_ticket(cast=cast, status="on_site")
    page = phone(plain_http, person=cast.team_leader, flags=TO_US).pages[0]
    page.goto(f"{plain_http}/tickets/mine/")
    assert page.evaluate("[isSecureContext, !!crypto.subtle, !!crypto.randomUUID]") == [False] * 3
    page.set_input_files("#snap-photo", photo)
    page.locator("#snap-kind").evaluate("box => { box.selectedOptions[0].value = 'no kind'; }")
    page.get_by_role("button", name="Send the photo").click()
    page.locator("#error-summary").wait_for()
    assert not ticket.files.exists()
    page.select_option("main [name=kind]", "after")
    page.locator("main form.case-form button.btn-main").click()
    page.locator("#snap-photo").wait_for()
    expect(page.locator("#line-bar")).to_be_hidden()
    [kept] = ticket.files.all()
    assert (kept.name, kept.kind, kept.size) == (photo.name, "after", photo.stat().st_size)


GROUND = {"light": "rgb(244, 245, 242)", "dark": "rgb(16, 23, 28)"}


@pytest.mark.parametrize("scheme", GROUND)
def test_the_page_without_a_line_wears_the_colours_of_the_device(phone, live_server, scheme):
    """It is kept without cookies: the appearance that a person chose is unknown to it."""
    browser = phone(color_scheme=scheme)
    page = browser.pages[0]
    page.goto(f"{live_server.url}/incidents/new/")
    has_worker(page)
    browser.set_offline(True)
    page.goto(f"{live_server.url}/sitreps/")
    expect(page.get_by_role("heading", name="Off the line")).to_be_visible()
    expect(page.locator("body")).to_have_css("background-color", GROUND[scheme])


NO_ROOM = """state => {
  const put = IDBObjectStore.prototype.put;
  IDBObjectStore.prototype.put = function (row) {
    if (row.state === state) throw new DOMException("full", "QuotaExceededError");
    return put.call(this, row);
  };
}"""


def test_a_device_without_room_sends_a_form_once(phone, live_server, cast):
    """Neither where it cannot write the form down, nor where it cannot write that it arrived."""
    incident = make_incident(cast=cast, status="draft")
    already = incident.sources.count()
    page, address = phone().pages[0], f"/incidents/{incident.ref}/source/new/"
    add_source(page, f"{live_server.url}{address}", "waiting")
    page.wait_for_url(f"**/incidents/{incident.ref}/")
    assert incident.sources.count() == already + 1  # it went as a plain form

    add_source(page, f"{live_server.url}{address}", "received")
    expect(page.locator("[data-kept-panel]")).to_be_visible()  # it arrived, which nobody noted
    page.goto(f"{live_server.url}/waiting/")
    expect(page.locator("#sends")).to_contain_text(incident.ref)
    expect(page.locator("#sends")).to_contain_text("Received")
    assert incident.sources.count() == already + 2


def add_source(page, address, state):
    """With no room for a form in that state."""
    page.goto(address)
    page.evaluate(NO_ROOM, state)
    page.select_option("main [name=kind]", "hospital")
    page.fill("main [name=name]", f"Hospital {state}")
    page.locator("main form.case-form button.btn-main").click()


class Line:
    """What becomes of a form on its way: its answer is lost, it is held up, or all is well."""

    def __init__(self, context):
        self.state, self.held = "good", []
        context.route("**/incidents/new/**", self.carry)

    def carry(self, route):
        if route.request.method != "POST" or self.state == "good":
            return route.continue_()
        if self.state == "holds":
            return self.held.append(route)
        route.fetch()
        return route.abort()


def test_what_was_changed_after_a_lost_answer_is_told_in_words_and_not_taken_for_received(
    phone, live_server
):
    """In another tab that held the same draft, while the first try is on its way once more."""
    context = phone(service_workers="block")  # a worker's line is none of the page's
    first, page, line = context.pages[0], context.new_page(), Line(context)
    first.goto(f"{live_server.url}/incidents/new/")
    first.fill("[name=site_name]", "Behind the bakery")
    fill_in(first)
    page.goto(f"{live_server.url}/incidents/new/")
    page.locator("[data-restore]").click()
    expect(page.locator("[name=site_name]")).to_have_value("Behind the bakery")
    line.state = "loses answers"
    first.locator(SEND).click()
    expect(first.locator("[data-kept-panel]")).to_be_visible()
    line.state = "holds"
    first.evaluate("void device.round()")
    until(lambda: line.held, first)
    line.state = "good"
    page.fill("[name=site_name]", "Behind the school")
    page.locator(SEND).click()
    page.get_by_text("Saved on this device. Sending…").wait_for()
    line.held.pop().continue_()
    changed = "Where? · Site Behind the bakery Behind the school"
    expect(page.locator("h1")).to_have_text("An earlier version was received")
    expect(page.locator("main [data-told] li")).to_have_text([changed], use_inner_text=True)
    expect(page.locator("main [data-told]").get_by_role("img", name="became")).to_be_visible()
    assert list(faults(page, language="en", theme="light")) == []

    page.goto(f"{live_server.url}/waiting/")
    row = page.locator("#sends > li")
    expect(row.locator("[data-told] li")).to_have_text([changed], use_inner_text=True)
    assert list(faults(page, language="en", theme="light")) == []
    expect(row.get_by_role("button", name="Put it right")).to_be_hidden()
    incident = Incident.objects.get()
    link = row.get_by_role("link", name="Open what was received")
    expect(link).to_have_attribute("href", incident.get_absolute_url())
    assert incident.site_name == "Behind the bakery"
    row.locator("[data-throw-away]").click()
    row.locator("[data-throw-away]").click()
    expect(page.locator("#nothing-waits")).to_be_visible()
    assert rows_of(page, "drafts") == []


# Some rounds at a time, until told; how many of them broke.
ROUNDS = """async () => {
  let broken = 0;
  while (!self.enough) {
    const tried = await Promise.allSettled([device.round(), device.round(), device.round()]);
    broken += tried.filter(({ status }) => status === "rejected").length;
  }
  return broken;
}"""


def test_what_the_browser_clears_while_it_is_asked_for_breaks_nothing(phone, live_server):
    """As the answer that locks a device has it do, whatever a page is just about."""
    context = phone(service_workers="block")
    page = context.pages[0]
    said = []
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(f"{live_server.url}/waiting/")
    browser = context.new_cdp_session(page)
    page.evaluate("device.round()")  # the database stands open
    page.evaluate(f"() => {{ self.rounds = ({ROUNDS})(); }}")
    for _ in range(2):
        browser.send("Storage.clearDataForOrigin", STORED | {"origin": live_server.url})
        page.evaluate("sending.changed()")
    assert page.evaluate("() => { self.enough = true; return self.rounds; }") == 0
    assert said == []


STORED = {"storageTypes": "indexeddb"}

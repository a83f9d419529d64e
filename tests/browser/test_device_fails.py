"""A device that cannot do what others can: no digests without https, no room for what it writes."""

from urllib.parse import urlsplit

import pytest
from PIL import Image
from playwright.sync_api import expect

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

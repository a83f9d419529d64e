"""The line is cut before a report is sent, the browser is killed, it is sent thrice: one record."""

import uuid
from datetime import UTC, datetime, timedelta

import pytest
from PIL import Image
from playwright.sync_api import expect

from accounts import devices
from accounts.models import Device
from casework.sending import Draft
from incidents.models import Incident
from tests.browser.afield import (
    SEND,
    fill_in,
    has_looked,
    has_worker,
    kill,
    left,
    rows_of,
    until,
)
from tests.browser.hands import settled
from tests.factories import make_incident
from tests.offline.bad_line import BadLine

pytestmark = [pytest.mark.browser, pytest.mark.slow]
BAD = {
    "offline": False,
    "latency": 800,
    "downloadThroughput": 8_000,
    "uploadThroughput": 8_000,
}


def test_a_form_that_was_kept_offers_the_day_it_is_and_no_draft_of_the_day_it_was_kept(
    phone, live_server, cast
):
    """Off the line a draft of the server's cannot be fetched, and may be gone."""
    Draft.objects.keep(cast.coordinator, uuid.uuid4(), address="/incidents/new/", fields=[])
    browser = phone()
    page = browser.pages[0]
    page.goto(f"{live_server.url}/incidents/new/")
    expect(page.locator("[data-restore]")).to_be_visible()
    has_worker(page)
    browser.set_offline(True)
    later = (datetime.now(UTC) + timedelta(days=2)).astimezone()
    page.clock.set_fixed_time(later)
    page.goto(f"{live_server.url}/incidents/new/")
    expect(page.locator("[name=occurred_on]")).to_have_value(f"{later:%Y-%m-%d}")
    expect(page.locator("[name=as_of]")).to_have_value(f"{later:%Y-%m-%dT%H:%M}")
    has_looked(page)
    expect(page.locator("[data-restore]")).to_have_count(0)


def test_cut_killed_and_sent_thrice_it_is_one_record(phone, live_server):
    first = phone()
    page = first.pages[0]
    page.goto(f"{live_server.url}/incidents/new/")
    has_worker(page)
    first.set_offline(True)
    page.goto(f"{live_server.url}/incidents/new/")
    expect(page.locator("#line-bar")).to_contain_text("This page is as of")
    fill_in(page)
    page.locator(SEND).evaluate("button => { button.click(); button.click(); }")
    expect(page.locator("[data-kept-panel]")).to_contain_text("Saved here, waiting for the line")
    assert not Incident.objects.exists()
    kill(phone.profile)

    second = phone()
    tabs = [second.pages[0], second.new_page()]
    for tab in tabs:
        tab.goto(f"{live_server.url}/waiting/", wait_until="commit")
    for tab in tabs:
        expect(tab.locator("#sends")).to_contain_text("INC-2024-")
    incident = Incident.objects.get()
    expect(tabs[0].locator("#sends a.ref")).to_have_text(incident.ref)
    assert str(incident.casualty_reports.get().range_of("killed").qualifier) == "at_least"


def test_what_waits_to_be_sent_is_not_offered_to_be_filled_in_again(phone, live_server):
    browser = phone()
    page = browser.pages[0]
    page.goto(f"{live_server.url}/incidents/new/")
    has_worker(page)
    browser.set_offline(True)
    fill_in(page)
    expect(page.locator("[data-draft-state]")).to_contain_text("Saved")
    page.goto(f"{live_server.url}/incidents/new/")
    page.locator("[data-restore]").click()
    page.locator(SEND).click()
    expect(page.locator("[data-kept-panel]")).to_be_visible()
    page.goto(f"{live_server.url}/incidents/new/")
    expect(page.locator("#line-bar")).to_contain_text("Waiting to be sent: 1")
    has_looked(page)
    expect(page.locator("[data-restore]")).to_have_count(0)


LATE = """() => {
  const real = caches.match.bind(caches);
  caches.match = async (...asked) => {
    self.asked = true;
    await new Promise((done) => { self.letThrough = done; });
    return real(...asked);
  };
}"""


def test_places_that_the_device_finds_late_open_no_list_over_one_that_was_picked(
    phone, live_server
):
    browser = phone()
    page = browser.pages[0]
    page.goto(f"{live_server.url}/incidents/new/")
    has_worker(page)
    box = page.get_by_role("combobox").first
    box.fill("sarmad")
    option = page.get_by_role("option").filter(has_text="C4121")
    option.wait_for()
    page.evaluate(LATE)
    browser.set_offline(True)
    box.press_sequentially("a")
    until(lambda: page.evaluate("!!self.asked"), page)
    option.click()
    page.evaluate("letThrough()")
    settled(page)
    expect(page.get_by_role("listbox").first).to_be_hidden()
    expect(page.locator("main [name=place]")).to_have_value("C4121")


def has_receipt(page):
    page.evaluate("device.round()")  # as the page does by itself every half minute
    return "INC-" in page.locator("[data-kept-panel]").inner_text()


def test_on_a_bad_line_it_is_one_record_with_its_receipt(phone, live_server):
    """64 kbit/s, 800 ms, a fifth lost; the first answer is lost after the form was received."""
    line = BadLine(live_server.url)
    try:
        context = phone(line.url)
        page = context.pages[0]
        page.goto(f"{line.url}/incidents/new/")
        has_worker(page)
        fill_in(page)
        context.new_cdp_session(page).send("Network.emulateNetworkConditions", BAD)
        line.loss, line.lose_answer_to = 0.2, "/incidents/new/"
        page.locator(SEND).click()
        expect(page.locator("[data-kept-panel]")).to_be_visible()
        until(lambda: "/incidents/new/" in line.lost_after, page)
        assert Incident.objects.count() == 1
        until(lambda: has_receipt(page), page)
        incident = Incident.objects.get()
        expect(page.locator("[data-kept-panel] a.ref")).to_have_text(incident.ref)
    finally:
        line.close()


def test_a_lock_from_afar_leaves_nothing_on_the_device(phone, live_server, cast):
    page = phone().pages[0]
    page.goto(f"{live_server.url}/incidents/new/")
    has_worker(page)
    page.fill("[name=site_name]", "Behind the bakery")
    page.get_by_text("Saved on this device").wait_for()
    devices.lock(Device.objects.all(), by=cast.administrator)
    page.goto(f"{live_server.url}/incidents/")
    expect(page.locator("main")).to_contain_text("Everything that it kept has been cleared.")
    until(lambda: left(page) == 0, page)  # but for the time of the last contact


def test_what_waits_when_the_lock_comes_is_cleared_and_not_written_down_again(
    phone, live_server, cast
):
    context = phone()
    page = context.pages[0]
    page.goto(f"{live_server.url}/incidents/new/")
    has_worker(page)
    fill_in(page)
    context.set_offline(True)
    page.locator(SEND).click()
    expect(page.locator("[data-kept-panel]")).to_be_visible()
    devices.lock(Device.objects.all(), by=cast.administrator)
    context.set_offline(False)
    page.evaluate("device.round()")
    until(lambda: left(page) == 0, page)
    assert not Incident.objects.exists()


def test_a_photo_is_shrunk_on_the_device_and_comes_in_pieces(phone, live_server, cast, tmp_path):
    incident = make_incident(cast=cast, status="draft")
    photo = tmp_path / "crater.jpg"
    Image.effect_noise((2600, 1300), 90).convert("RGB").save(photo, "JPEG", quality=95)
    page = phone().pages[0]
    page.goto(f"{live_server.url}/incidents/{incident.ref}/file/new/")
    page.set_input_files("main [name=upload]", photo)
    page.get_by_label("A smaller copy").check()
    page.locator("main form.case-form button.btn-main").click()
    page.wait_for_url(f"**/incidents/{incident.ref}/")
    kept = incident.files.get()
    assert (kept.name, kept.size < photo.stat().st_size) == ("crater (smaller copy).jpg", True)
    with kept.original.open() as original, Image.open(original) as picture:
        assert picture.size == (2000, 1000)


def answers(page, status, text):
    """The next form is answered so by something between the device and the site."""

    waiting = [text]

    def instead(route):
        if route.request.method == "POST" and waiting:
            return route.fulfill(status=status, body=waiting.pop(), content_type="text/html")
        return route.continue_()

    page.route("**/incidents/**", instead)


def comes_back(page, live_server, text="<h1>Bad Request (400)</h1>", status=400):
    page.goto(f"{live_server.url}/incidents/new/")
    fill_in(page)
    answers(page, status, text)
    page.locator(SEND).click()


@pytest.mark.parametrize("text", ["<h1>Bad Request (400)</h1>", "<main id=main>No</main>"])
def test_what_comes_back_without_its_form_stays_on_the_device(phone, live_server, text):
    """As from a proxy, or where a right was withdrawn: the page holds nothing of what was typed."""
    page = phone().pages[0]
    comes_back(page, live_server, text)
    expect(page.locator("#line-bar")).to_contain_text("Came back to you: 1.")
    [send] = rows_of(page, "sends")
    assert (send["state"], ["occurred_on", "2024-11-22"] in send["values"]) == ("returned", True)


def test_put_right_it_goes_under_its_own_key_and_once(phone, live_server):
    page = phone().pages[0]
    comes_back(page, live_server)
    page.get_by_role("link", name="See what waits").first.click()
    page.get_by_role("button", name="Put it right").click()
    page.wait_for_url("**/incidents/INC-2024-*/")
    page.goto(f"{live_server.url}/waiting/")
    expect(page.locator("#sends")).to_contain_text("Received")
    expect(page.get_by_role("button", name="Put it right")).to_be_hidden()
    assert Incident.objects.count() == 1


def test_a_form_that_comes_back_holds_its_photo(phone, live_server, cast, tmp_path):
    incident = make_incident(cast=cast, status="draft")
    photo = tmp_path / "crater.jpg"
    Image.effect_noise((300, 200), 90).convert("RGB").save(photo, "JPEG")
    page = phone().pages[0]
    page.goto(f"{live_server.url}/incidents/{incident.ref}/file/new/")
    page.set_input_files("main [name=upload]", photo)
    page.locator("main [name=caption]").evaluate("box => { box.value = 'x'.repeat(5000); }")
    page.locator("main form.case-form button.btn-main").click()
    page.locator("#error-summary").wait_for()
    page.fill("main [name=caption]", "The crater")
    page.locator("main form.case-form button.btn-main").click()
    page.wait_for_url(f"**/incidents/{incident.ref}/")
    assert incident.files.get().name == "crater.jpg"


def test_signed_out_in_one_tab_nothing_is_kept_by_another(phone, live_server):
    context = phone()
    page, other = context.pages[0], context.new_page()
    for tab in (page, other):
        tab.goto(f"{live_server.url}/incidents/new/")
    page.bring_to_front()
    page.fill("[name=site_name]", "Behind the bakery")
    page.locator("form[data-forget]").evaluate("form => form.requestSubmit()")
    page.wait_for_url("**/accounts/login/**")
    other.bring_to_front()
    other.fill("[name=site_name]", "Behind the school")
    settled(other)  # what is typed is kept after a moment at rest
    has_looked(other)
    assert rows_of(other, "drafts") == []


def test_a_form_that_the_server_fails_at_holds_up_no_other(phone, live_server):
    context = phone()
    page = context.pages[0]
    page.goto(f"{live_server.url}/incidents/new/")
    fill_in(page)
    context.set_offline(True)
    page.locator(SEND).click()
    expect(page.locator("[data-kept-panel]")).to_be_visible()
    # Before it in the queue stands one that every try ends in an error of the server.
    page.evaluate(
        "person => sending.put('sends', {key: crypto.randomUUID(), person, address: '/falls/',"
        " values: [], files: [], state: 'waiting', at: Date.now() - 1e6, tries: 0})",
        page.locator("body").get_attribute("data-person"),
    )
    context.route("**/falls/", lambda route: route.fulfill(status=500, body="It fell."))
    context.set_offline(False)
    until(lambda: has_receipt(page), page)
    assert Incident.objects.count() == 1


def test_a_page_that_its_person_may_see_no_more_is_kept_no_more(phone, live_server, cast):
    page = phone().pages[0]
    page.goto(f"{live_server.url}/incidents/new/")
    has_worker(page)
    cast.coordinator.groups.clear()
    page.goto(f"{live_server.url}/incidents/new/")
    expect(page.locator("h1")).to_have_text("You may not do this")
    kept = "async () => !!(await caches.match('/incidents/new/'))"
    until(lambda: not page.evaluate(kept), page)


def test_what_one_person_sent_off_is_never_sent_by_another(phone, live_server, cast, signed_in):
    context = phone()
    page = context.pages[0]
    page.goto(f"{live_server.url}/incidents/new/")
    fill_in(page)
    [mine] = [each for each in context.cookies() if each["name"] == "sessionid"]
    context.set_offline(True)
    page.locator(SEND).click()
    expect(page.locator("[data-kept-panel]")).to_be_visible()
    theirs = signed_in(cast.reviewer).cookies["sessionid"].value
    context.add_cookies([{"name": "sessionid", "value": theirs, "url": live_server.url}])
    context.set_offline(False)
    page.evaluate("device.round()")  # the page of the one before, still open
    page.goto(f"{live_server.url}/waiting/")
    expect(page.locator("#of-others")).to_be_visible()
    page.evaluate("device.round()")
    assert not Incident.objects.exists()
    context.add_cookies([{"name": "sessionid", "value": mine["value"], "url": live_server.url}])
    page.goto(f"{live_server.url}/waiting/")
    expect(page.locator("#sends")).to_contain_text("INC-2024-")
    assert Incident.objects.get().created_by == cast.coordinator


SLOW_STORAGE = """() => {
    for (const name of ["setMark", "remove"]) {
        const real = sending[name];
        sending[name] = async (...what) => {
            await new Promise((done) => setTimeout(done, 700));
            return real(...what);
        };
    }
}"""


def test_who_signs_in_next_is_shown_no_page_of_the_one_before(phone, live_server, cast, signed_in):
    """The session of the one before ended by itself; the line breaks right after the next one's."""
    context = phone()
    page, address = context.pages[0], f"{live_server.url}/incidents/new/"
    page.goto(address)
    has_worker(page)
    [worker] = context.service_workers
    worker.evaluate(SLOW_STORAGE)
    [mine] = [each for each in context.cookies() if each["name"] == "sessionid"]
    context.clear_cookies(name="sessionid")
    page.goto(address)
    page.get_by_role("button", name="Sign in").wait_for()
    theirs = signed_in(cast.reviewer).cookies["sessionid"].value
    context.add_cookies([{"name": "sessionid", "value": theirs, "url": live_server.url}])
    context.set_offline(True)
    page.goto(address)
    assert page.locator("main form[data-autosave=incident-new]").count() == 0
    context.set_offline(False)
    context.add_cookies([{"name": "sessionid", "value": mine["value"], "url": live_server.url}])
    page.goto(f"{live_server.url}/waiting/")
    context.set_offline(True)
    page.goto(address)
    expect(page.locator("#line-bar")).to_contain_text("This page is as of")


HELD_ANSWER = """() => {
    const real = fetch;
    self.fetch = async (request) => {
        const answer = await real(request);
        if (new URL(request.url || request, location).pathname !== "/incidents/") return answer;
        self.held = true;
        await new Promise((done) => { self.letThrough = done; });
        return answer;
    };
}"""


def test_an_answer_that_comes_when_its_person_has_left_is_not_kept(phone, live_server):
    """Asked for in the background by the one before, it arrives when nobody is signed in."""
    context = phone()
    page = context.pages[0]
    page.goto(f"{live_server.url}/incidents/new/")
    has_worker(page)
    [worker] = context.service_workers
    worker.evaluate(HELD_ANSWER)
    page.evaluate("navigator.serviceWorker.controller.postMessage({ keep: ['/incidents/'] })")
    until(lambda: worker.evaluate("!!self.held"), page)
    context.clear_cookies(name="sessionid")
    page.goto(f"{live_server.url}/incidents/new/")
    page.get_by_role("button", name="Sign in").wait_for()
    worker.evaluate("letThrough()")
    page.wait_for_timeout(500)
    assert not page.evaluate("async () => !!(await caches.match('/incidents/'))")
    assert worker.evaluate("sending.mark('person')") is None

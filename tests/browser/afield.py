"""What the tests of a device off the line share: a report, what is kept of it, what is left."""

import os
import signal
import time
from pathlib import Path

from playwright.sync_api import expect

from tests.browser.conftest import SLOWLY
from tests.browser.hands import settled

SEND = "main form[data-autosave=incident-new] button.btn-main"


def until(holds, page):
    deadline = time.monotonic() + SLOWLY / 1000
    while not holds():
        assert time.monotonic() < deadline
        page.wait_for_timeout(300)


def kill(profile):
    """As a battery does that is empty: no process of this profile lives on."""
    deadline = time.monotonic() + SLOWLY / 1000
    while living := processes_of(profile):
        assert time.monotonic() < deadline
        for process in living:
            try:
                os.kill(process, signal.SIGKILL)
            except ProcessLookupError:
                continue
        time.sleep(0.05)  # a process dies when the machine comes to it


def processes_of(profile):
    for_it = f"--user-data-dir={profile}".encode()
    found = []
    for entry in Path("/proc").iterdir():
        if not entry.name.isdecimal():
            continue
        try:
            said = (entry / "cmdline").read_bytes()
        except OSError:
            continue
        if for_it in said:
            found.append(int(entry.name))
    return found


def has_worker(page):
    """Wait until the worker keeps the page that we are on, and the places."""
    kept = "async () => !!(await caches.match('/incidents/new/'))"
    kept += " && !!(await caches.match('/device/places.json'))"
    until(lambda: page.evaluate(kept), page)


def fill_in(page):
    page.get_by_role("combobox").first.press_sequentially("sarmada")
    page.get_by_role("option").filter(has_text="C4121").click()
    expect(page.locator("main [name=place]")).to_have_value("C4121")
    page.fill("[name=occurred_on]", "2024-11-22")
    page.locator("[name=weapon][value=artillery]").check()
    killed = page.locator("#id_killed")
    killed.get_by_label("at least", exact=True).check()
    killed.locator("[name=killed_minimum]").fill("2")
    page.locator("[name=source_kind][value=responder_team]").check()
    settled(page)
    until(lambda: page.evaluate(TYPED), page)


# Whether this device keeps what stands in the form, to the last word.
TYPED = """async () => {
  const form = document.querySelector("main form[data-autosave]");
  const now = drafts.draftOf(form);
  const kept = await sending.get("drafts", now.id);
  return JSON.stringify(kept?.values) === JSON.stringify(now.values);
}"""


def has_looked(page):
    """Wait until the page's forms have looked on this device for what was typed and what was sent.

    They began before us, and a store answers in the order in which it is asked.
    """
    for store in ("drafts", "sends", "drafts"):
        page.evaluate("store => sending.all(store)", store)


def rows_of(page, store):
    return page.evaluate("store => sending.all(store)", store)


def left(page):
    """How much of pages, of what was typed and of what was sent this device still keeps."""
    return page.evaluate(LEFT)


# A page that is locked has no scripts of ours; opened here, the database must not be made anew.
LEFT = """async () => {
  const names = await caches.keys();
  const asked = indexedDB.open("aftermath");
  asked.onupgradeneeded = () => asked.transaction.abort();
  const base = await new Promise((done) => {
    asked.onsuccess = () => done(asked.result);
    asked.onerror = (event) => { event.preventDefault(); done(null); };
  });
  let left = names.length;
  for (const store of base ? ["drafts", "sends"] : []) {
    const counted = base.transaction(store).objectStore(store).count();
    left += await new Promise((done) => { counted.onsuccess = () => done(counted.result); });
  }
  base?.close();
  return left;
}"""

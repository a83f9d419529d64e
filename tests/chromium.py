"""One Chromium for a module of tests. Without one they are left out aloud; in CI they fail."""

import os
import threading
from pathlib import Path

import pytest
from playwright.sync_api import Error, expect, sync_playwright

CHROMIUM = Path(os.environ.get("AFTERMATH_CHROMIUM", "/usr/bin/chromium"))
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]
# Chromium's words about itself are “info”; a page's mistakes, a broken policy among them, are not.
COMPLAINTS = {"error", "warning"}
# A look beside a form that gives way to a newer one (hx-sync) is broken off, which htmx says aloud.
# Of a line that breaks, or a server that fails, it has other words to say.
NO_COMPLAINTS = ("htmx:afterRequest", "htmx:sendAbort")
PATIENCE = 30  # seconds: what takes as long on a machine that has much else to do is no mistake
SIZES = {"phone": {"width": 360, "height": 800}, "desk": {"width": 1440, "height": 900}}


@pytest.fixture(scope="module")
def chromium():
    if not CHROMIUM.exists():
        # A person may have no right to install one; a CI that lacks one is broken.
        answer = pytest.fail if os.environ.get("CI") else pytest.skip
        answer(
            f"There is no Chromium at {CHROMIUM}. Install it (Debian: apt-get install chromium), "
            "or name another with AFTERMATH_CHROMIUM."
        )
    # Playwright's loop makes Django think that the fixtures' queries are asynchronous.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    expect.set_options(timeout=PATIENCE * 1000)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        yield browser
        browser.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


def listen(page, said):
    """Note what the page's console complains of in `said`, as (address, words)."""

    def hear(message):
        if message.type in COMPLAINTS and not message.text.startswith(NO_COMPLAINTS):
            said.append((page.url, message.text))

    page.on("console", hear)
    page.on("pageerror", lambda error: said.append((page.url, str(error))))


def close(contexts):
    """Close what was opened, and let the live site end its last answers: emptying the database for
    the next test would lock what they hold."""
    for context in contexts:
        try:
            context.close()
        except Error as dead:  # the one that was killed
            assert "closed" in str(dead)  # noqa: PT017
    for thread in threading.enumerate():
        if ANSWERS in thread.name:
            thread.join(PATIENCE)
            assert not thread.is_alive(), f"{thread.name} still answers."


ANSWERS = "process_request_thread"  # as socketserver names the threads of its connections

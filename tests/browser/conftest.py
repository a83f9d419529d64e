"""A real Chromium before the live site: people signed in, and every complaint of the console."""

import os
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import Client
from playwright.sync_api import sync_playwright

from accounts.models import User
from tests import factories

CHROMIUM = Path(os.environ.get("AFTERMATH_CHROMIUM", "/usr/bin/chromium"))
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]
SIZES = {"phone": {"width": 360, "height": 800}, "desk": {"width": 1440, "height": 900}}
# Chromium's words about itself are “info”; a page's mistakes, a broken policy among them, are not.
COMPLAINTS = {"error", "warning"}


@pytest.fixture(scope="session")
def chromium():
    if os.environ.get("AFTERMATH_NO_BROWSER") == "1":
        pytest.skip("AFTERMATH_NO_BROWSER=1: nothing is tried in a browser here")
    if not CHROMIUM.exists():
        pytest.fail(
            f"There is no Chromium at {CHROMIUM}. Install it (Debian: apt-get install chromium), "
            "name another with AFTERMATH_CHROMIUM, or set AFTERMATH_NO_BROWSER=1 to leave out "
            "what needs a browser."
        )
    # Playwright's loop makes Django think that the fixtures' queries are asynchronous.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        yield browser
        browser.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def demo(transactional_db):
    """The first day with a few invented cases, in the database that the live site reads."""
    factories.empty_house()
    call_command("load_demo", incidents=12, tickets=12, verbosity=0)


@pytest.fixture
def complaints():
    """What consoles said, as (address, words); a test may look before the end."""
    said = []
    yield said
    assert said == []


@pytest.fixture
def desk_of(chromium, live_server, demo, complaints):
    """`desk_of("reviewer", size=…, language=…)`: a page of that person; None is not signed in."""
    contexts = []

    def opened(username=None, *, size="desk", language="en"):
        context = chromium.new_context(viewport=SIZES[size])
        contexts.append(context)
        cookies = {"django_language": language}
        if username:
            client = Client()
            client.force_login(User.objects.get(username=username))
            cookies["sessionid"] = client.cookies["sessionid"].value
        context.add_cookies(
            [
                {"name": name, "value": text, "url": live_server.url}
                for name, text in cookies.items()
            ]
        )
        page = context.new_page()
        page.set_default_timeout(10_000)
        page.on("console", lambda it: heard(complaints, page, it))
        page.on("pageerror", lambda error: complaints.append((page.url, str(error))))
        return page

    yield opened
    for context in contexts:
        context.close()


def heard(complaints, page, message):
    if message.type in COMPLAINTS:
        complaints.append((page.url, message.text))

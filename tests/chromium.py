"""One Chromium for a module of tests; without one they fail and say what to do."""

import os
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

CHROMIUM = Path(os.environ.get("AFTERMATH_CHROMIUM", "/usr/bin/chromium"))
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]
# Chromium's words about itself are “info”; a page's mistakes, a broken policy among them, are not.
COMPLAINTS = {"error", "warning"}
SIZES = {"phone": {"width": 360, "height": 800}, "desk": {"width": 1440, "height": 900}}


@pytest.fixture(scope="module")
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

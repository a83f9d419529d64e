"""One Chromium for a module of tests. Without one they are left out aloud; in CI they fail."""

import os
from pathlib import Path
from time import sleep

import pytest
from django.db import connection
from playwright.sync_api import sync_playwright

CHROMIUM = Path(os.environ.get("AFTERMATH_CHROMIUM", "/usr/bin/chromium"))
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]
# Chromium's words about itself are “info”; a page's mistakes, a broken policy among them, are not.
COMPLAINTS = {"error", "warning"}
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
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        yield browser
        browser.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


WORKING = """
    SELECT count(*) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid() AND state <> 'idle'
"""


def close(contexts):
    """Close what was opened, and let the live site end its last answers: emptying the database for
    the next test would lock what they hold."""
    for context in contexts:
        context.close()
    with connection.cursor() as cursor:
        for _time in range(50):
            cursor.execute(WORKING)
            if cursor.fetchone() == (0,):
                return
            sleep(0.1)

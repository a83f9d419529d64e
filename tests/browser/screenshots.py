"""Photographs the pages that docs/tour.md shows, on a demo of its own: `make screenshots`.

Needs Chromium (AFTERMATH_CHROMIUM names another than Debian's). Writes docs/tour/NAME.webp.
"""

import io
import os
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import NamedTuple

from PIL import Image
from playwright.sync_api import sync_playwright

from tests.chromium import CHROMIUM, FLAGS, SIZES

HERE = Path(__file__).resolve().parents[2]
TOUR = HERE / "docs" / "tour"
PASSWORD = "aftermath-demo"
PATIENCE = 300  # seconds until the demo is loaded and served


class Shot(NamedTuple):
    """One picture: whose desk, which page; `then` is a link to follow from there."""

    name: str
    person: str
    path: str
    language: str = "en"
    size: str = "desk"
    theme: str = "light"
    then: str = ""


DAY = "/sitreps/2024-11-28/"
ATARIB = "/incidents/?q=Atarib&occurred_from=2024-11-28&occurred_until=2024-11-28"
FIRST_ROW = "main table.rows a.what, main .rows a[href*='/incidents/INC']"
IN_REVIEW = "/incidents/?view=review"
SHOTS = (
    Shot("home", "dispatcher", "/"),
    Shot("home-arabic-phone", "coordinator", "/", "ar", "phone"),
    Shot("flash-arabic-phone", "coordinator", "/incidents/new/", "ar", "phone"),
    Shot("incidents", "viewer", "/incidents/"),
    Shot("incident", "reviewer", ATARIB, then=FIRST_ROW),
    Shot("incident-arabic-dark", "reviewer", ATARIB, "ar", "desk", "dark", then=FIRST_ROW),
    Shot("review", "reviewer", IN_REVIEW, then="main a[href$='/steps/verify/']"),
    Shot("map", "dispatcher", "/tickets/map/"),
    Shot("map-arabic-phone", "viewer", "/incidents/map/", "ar", "phone"),
    Shot("search", "reviewer", "/search/?q=الأتارب"),
    Shot("board", "dispatcher", "/tickets/board/"),
    Shot("board-arabic-phone", "dispatcher", "/tickets/board/", "ar", "phone"),
    Shot("team-dark-phone", "teamleader", "/tickets/mine/", "ar", "phone", "dark"),
    Shot("sheets", "data", "/exchange/"),
    Shot("sheet", "data", "/exchange/", then="main table.rows a.what"),
    Shot("sitrep", "publisher", DAY),
    Shot("figures", "publisher", "/sitreps/figures/?since=2024-11-01&until=2024-11-30"),
    Shot("sitrep-arabic", "publisher", DAY, "ar"),
    Shot("report-arabic-phone", "", "/report/", "ar", "phone"),
    Shot("published", "", "/published/en/"),
)


def main():
    """Start the site, take each picture, stop it; names on the command line choose some."""
    chosen = [shot for shot in SHOTS if len(sys.argv) < 2 or shot.name in sys.argv[1:]]
    TOUR.mkdir(exist_ok=True)
    port = free_port()
    server = start_site(port)
    try:
        wait_for(port, server)
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
            for shot in chosen:
                take(browser, f"http://127.0.0.1:{port}", shot)
                sys.stdout.write(f"{shot.name}\n")
            browser.close()
    finally:
        server.terminate()
        server.wait()


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def start_site(port):
    env = os.environ | {"AFTERMATH_VAR": str(HERE / "var" / "tour"), "AFTERMATH_DEMO": "1"}
    env.pop("DATABASE_URL", None)  # never the pictures of real cases
    command = [sys.executable, HERE / "manage.py", "serve", "--port", str(port)]
    return subprocess.Popen(command, cwd=HERE, env=env)


def wait_for(port, server):
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and server.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port)).close()
        except ConnectionRefusedError:
            time.sleep(1)
        else:
            return
    raise SystemExit("The site did not start; what it printed above says why.")


def take(browser, site, shot):
    context = browser.new_context(viewport=SIZES[shot.size], reduced_motion="reduce")
    choices = {"django_language": shot.language, "theme": shot.theme}
    context.add_cookies([{"name": n, "value": v, "url": site} for n, v in choices.items()])
    page = context.new_page()
    if shot.person:
        sign_in(page, site, shot)
    page.goto(site + shot.path)
    if shot.then:
        page.locator(shot.then).first.click()
        page.wait_for_load_state()
    page.wait_for_load_state("networkidle")
    Image.open(io.BytesIO(page.screenshot())).save(TOUR / f"{shot.name}.webp", quality=82, method=6)
    context.close()


def sign_in(page, site, shot):
    """By the form; then in the picture's language, whatever the person's own is."""
    page.goto(f"{site}/accounts/login/")
    page.fill("[name=username]", shot.person)
    page.fill("[name=password]", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(f"{site}/")
    page.context.add_cookies([{"name": "django_language", "value": shot.language, "url": site}])


if __name__ == "__main__":
    main()

"""Every page of the site in a real browser: axe finds nothing, nothing scrolls sideways.

In both directions and both appearances, at a desk and on a phone; the console stays silent, and no
request leaves the server's own host.
"""

import pytest
from django.test import Client

from tests import factories
from tests.browser.sweeping import faults, listen_for_other_hosts
from tests.chromium import SIZES, close, listen
from tests.matrix.every_page import every_page

pytestmark = [pytest.mark.browser, pytest.mark.slow]
SAY_THEIR_LANGUAGE = (
    *(("/report/en/", "en"), ("/published/en/", "en")),
    *(("/report/", "ar"), ("/published/", "ar")),
    ("/offline/", "en"),  # one page for all, in both languages
)


@pytest.fixture
def site(transactional_db, live_server):
    return live_server.url


@pytest.fixture
def look(chromium, site, complaints):
    """`look(person, language, theme, size)` is a page of that person, the same each time."""
    kept, elsewhere = {}, []

    def opened(person, **ways):
        if person not in kept:
            kept[person] = context_of(chromium, site, person, **ways).new_page()
            listen(kept[person], complaints)
            listen_for_other_hosts(kept[person], site, elsewhere)
        return kept[person]

    yield opened
    close(page.context for page in kept.values())
    assert elsewhere == []


def context_of(chromium, site, person, *, language, theme, size):
    # Without motion a colour is there at once: axe would measure the middle of a transition.
    context = chromium.new_context(viewport=SIZES[size], reduced_motion="reduce")
    cookies = {"django_language": language, "theme": theme}
    if person:
        client = Client()
        client.force_login(person)
        cookies["sessionid"] = client.cookies["sessionid"].value
    context.add_cookies([{"name": n, "value": v, "url": site} for n, v in cookies.items()])
    return context


@pytest.mark.parametrize(
    "ways",
    [
        {"language": "en", "theme": "light", "size": "desk"},
        {"language": "ar", "theme": "dark", "size": "phone"},
    ],
    ids=["English at a desk", "Arabic on a phone"],
)
def test_no_page_stands_in_anybodys_way(look, site, ways):
    found = {}
    for page in every_page(factories.make_cast()):
        before = look(page.person, **ways)
        before.goto(site + page.address)
        language = language_of(page, ways["language"])
        if wrong := list(faults(before, language=language, theme=ways["theme"])):
            found[page.address, getattr(page.person, "username", None)] = wrong
    assert found == {}


def language_of(page, readers):
    """The reader's, but for the pages whose address says their own."""
    own = (language for start, language in SAY_THEIR_LANGUAGE if page.address.startswith(start))
    return next(own, readers)

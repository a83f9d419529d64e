"""The main pages in a real browser: nothing grave that axe finds, no sideways scroll, RTL whole."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from exchange.models import Import
from incidents.models import Incident
from ordnance.models import Ticket

pytestmark = [pytest.mark.browser, pytest.mark.slow]
GRAVE = {"serious", "critical"}


def addresses():
    """(who looks, address) of the main pages."""
    atarib = Incident.objects.get(occurred_on="2024-11-28", place__pcode="C1022")
    rockets = Ticket.objects.get(place__pcode="C1022", title__contains="9M55K")
    waiting = Incident.objects.filter(status="submitted").first()
    return (
        ("dispatcher", "/"),
        ("publisher", "/"),
        ("viewer", "/incidents/"),
        ("viewer", atarib.get_absolute_url()),
        ("coordinator", "/incidents/new/"),
        ("reviewer", waiting.get_absolute_url()),
        ("dispatcher", "/tickets/"),
        ("dispatcher", "/tickets/board/"),
        ("quality", rockets.get_absolute_url()),
        ("teamleader", "/tickets/mine/"),
        ("dispatcher", "/tickets/new/"),
        ("data", "/exchange/"),
        ("data", f"/exchange/{Import.objects.get().pk}/"),
        ("data", f"/exchange/{Import.objects.get().pk}/values/"),
        ("data", "/exchange/words/"),
        ("viewer", "/sitreps/2024-11-28/"),
    )


# Every second page at a desk in English, all of them on a phone in Arabic.
WAYS = (("en", "desk", slice(0, None, 2)), ("ar", "phone", slice(None)))


def test_the_main_pages_stand_in_nobodys_way(desk_of, live_server):
    found = {}
    for language, size, some in WAYS:
        desks = {}
        for username, address in addresses()[some]:
            if username not in desks:
                desks[username] = desk_of(username, size=size, language=language)
            page = desks[username]
            page.goto(live_server.url + address)
            if wrong := list(faults(page, language)):
                found[language, username, address] = wrong
    assert found == {}


def faults(page, language):
    """What is wrong with the page before us, as short sentences."""
    direction = page.locator("html").get_attribute("dir")
    if direction != ("rtl" if language == "ar" else "ltr"):
        yield f"runs {direction}"
    beyond = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    if beyond > 0:
        yield f"scrolls sideways by {beyond} px"
    for violation in Axe().run(page).response["violations"]:
        if violation["impact"] in GRAVE:
            where = [node["html"][:120] for node in violation["nodes"][:2]]
            yield f"{violation['id']}: {where}"

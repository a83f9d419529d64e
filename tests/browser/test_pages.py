"""The main pages full of the first day in a real browser: axe finds nothing, no sideways scroll."""

import pytest

from exchange.models import Import
from incidents.models import Incident
from ordnance.models import Ticket
from tests.browser.sweeping import faults

pytestmark = [pytest.mark.browser, pytest.mark.slow]


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
            if wrong := list(faults(page, language=language, theme="light")):
                found[language, username, address] = wrong
    assert found == {}

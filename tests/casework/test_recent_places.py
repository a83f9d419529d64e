"""The places where somebody was at work last are offered before a letter is typed."""

from bs4 import BeautifulSoup

from casework.recent_places import recent_places
from tests import factories


def test_the_last_places_are_ones_own_each_once_and_newest_first(cast):
    for place in ("C1022", "C4121", "C1022"):
        factories.make_incident(cast=cast, place=place)
    factories.make_incident(cast=cast, place="C1139", by=cast.reviewer)
    assert [area.pcode for area in recent_places(cast.coordinator)] == ["C1022", "C4121"]
    assert recent_places(cast.viewer) == []


def test_the_forms_of_new_cases_offer_them(cast, signed_in):
    factories.make_incident(cast=cast, place="C4121")
    client = signed_in(cast.coordinator)
    for address in ("/incidents/new/", "/tickets/new/"):
        page = BeautifulSoup(client.get(address).content, "html.parser")
        offered = page.select("[data-place-input] [role=option]")
        assert [option["data-pcode"] for option in offered] == ["C4121"], address


def test_what_was_hidden_since_is_offered_no_more(cast):
    factories.make_incident(cast=cast, status="hidden")
    assert recent_places(cast.coordinator) == []

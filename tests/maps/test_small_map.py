"""The drawing on a case's own page: as near as the reader may know, and said so."""

import pytest
from bs4 import BeautifulSoup

from tests import factories

SPOT = {"latitude": "36.155000", "longitude": "36.845000", "geo_precision": "exact"}


def where(client, case):
    page = BeautifulSoup(client.get(case.get_absolute_url()).content, "html.parser")
    return page.find(id="where-title").find_parent("section")


@pytest.mark.parametrize(
    ("role", "words"), [("dispatcher", "Exact, within 100 m"), ("viewer", "the point is kept for")]
)
def test_a_ticket_shows_its_point_to_those_who_work_there(role, words, cast, signed_in):
    ticket = factories.make_ticket(cast=cast, **SPOT)
    assert words in where(signed_in(cast.people[role]), ticket).get_text()


def test_without_a_point_the_place_stands_for_it(cast, signed_in):
    incident = factories.make_incident(cast=cast)
    panel = where(signed_in(cast.coordinator), incident)
    assert "no point is on record" in panel.get_text()


def test_another_point_draws_nothing_else_for_who_may_not_know_it(cast, signed_in):
    client = signed_in(cast.viewer)
    ticket = factories.make_ticket(cast=cast, **SPOT)
    bare = factories.make_ticket(cast=cast)
    assert where(client, ticket).svg == where(client, bare).svg

"""A long list leaf by leaf: each row once, both ways, and no number that is not so."""

from datetime import date, time
from itertools import chain
from urllib.parse import parse_qs, urlsplit

import pytest
from bs4 import BeautifulSoup

from casework import leafing
from incidents import views
from incidents.listing import ORDERS
from ordnance.filters import ORDERS as TICKET_ORDERS
from ordnance.views import lists
from tests import factories


@pytest.fixture
def small(monkeypatch):
    monkeypatch.setattr(views, "PER_PAGE", 3)
    monkeypatch.setattr(lists, "ROWS_A_PAGE", 3)


def incidents(cast):
    """Eight of three days, some without an hour, some without a number."""
    days = [date(2024, 11, 28), date(2024, 11, 27), date(2024, 11, 28)]
    for n in range(8):
        numbers = factories.toll(killed=n % 3) if n % 2 else factories.toll(injured=1)
        hour = time(9 + n % 2) if n % 3 else None
        place = ("C1022", "C4121")[n % 2]
        factories.make_incident(
            cast=cast, occurred_on=days[n % 3], time=hour, numbers=numbers, place=place
        )


def tickets(cast):
    for n in range(8):
        factories.make_ticket(cast=cast, status=("reported", "triaged", "closed", "on_hold")[n % 4])


def leaf(client, address, **asked):
    page = client.get(address, asked)
    links = BeautifulSoup(page.content, "html.parser").select(".pager a")
    places = {
        link["aria-label"]: {k: v[0] for k, v in parse_qs(urlsplit(link["href"]).query).items()}
        for link in links
    }
    return page.context["page"], places


def walked(client, address, way, **asked):
    """References of all leaves, one after the other in one direction."""
    refs, page = [], None
    while asked is not None:
        page, places = leaf(client, address, **asked)
        refs.append([row.ref for row in page])
        asked = places.get(way)
    return refs


LISTS = [("/incidents/", incidents, {"sort": name}) for name in ORDERS]
LISTS += [("/tickets/", tickets, {"order": name}) for name in TICKET_ORDERS]


@pytest.mark.parametrize(("address", "make", "order"), LISTS)
def test_every_row_comes_once_in_either_direction(cast, signed_in, small, address, make, order):
    make(cast)
    client = signed_in(cast.dispatcher)
    forward = list(chain(*walked(client, address, "Next page", **order)))
    assert len(forward) == len(set(forward)) == 8
    back = walked(client, address, "Previous page", **order, before="end")
    assert back[0] == forward[-3:]
    assert back[1] == forward[2:5]
    assert back[2] == forward[:3], "the first leaf is whole, whatever came before"


def test_a_leaf_says_where_it_is(cast, signed_in, small):
    incidents(cast)
    client = signed_in(cast.viewer)
    first, places = leaf(client, "/incidents/")
    assert (first.first, first.last, first.before) == (1, 3, "")
    second, _places = leaf(client, "/incidents/", **places["Next page"])
    assert (second.first, second.last, second.count.number) == (4, 6, 8)


def test_what_comes_in_meanwhile_moves_no_row_to_another_leaf(cast, signed_in, small):
    incidents(cast)
    client = signed_in(cast.viewer)
    before = walked(client, "/incidents/", "Next page")
    _first, places = leaf(client, "/incidents/")
    factories.make_incident(cast=cast, occurred_on=date(2024, 11, 28), time=time(23))
    second, _places = leaf(client, "/incidents/", **places["Next page"])
    assert [row.ref for row in second] == before[1]


def test_past_a_number_nothing_is_counted_and_the_page_says_more(
    cast, signed_in, small, monkeypatch
):
    incidents(cast)
    client = signed_in(cast.viewer)
    monkeypatch.setattr(leafing, "MOST_COUNTED", 5)
    text = client.get("/incidents/").content.decode()
    assert "More than 5 incidents" in text
    assert "of more than 5" in text
    assert "past the first 5" not in text
    last = client.get("/incidents/?before=end")
    assert last.context["page"].start == 5
    monkeypatch.setattr(leafing, "MOST_COUNTED", 4)
    assert "past the first 4" in client.get("/incidents/?before=end").content.decode()


STRANGE = ["", "~", "~~", "x~y~z", "2024-13-40~09:00~INC", "2024-11-28~99:99~x", "9" * 999]


@pytest.mark.parametrize("place", STRANGE)
@pytest.mark.parametrize("side", leafing.OF_LEAF)
def test_a_place_that_cannot_be_read_is_the_beginning(cast, signed_in, small, side, place):
    incidents(cast)
    client = signed_in(cast.viewer)
    page, _places = leaf(client, "/incidents/", **{side: place})
    assert [row.ref for row in page] == [row.ref for row in leaf(client, "/incidents/")[0]]


def test_numbers_beyond_the_databases_own_lead_to_an_empty_end_and_not_to_an_error(
    cast, signed_in, small
):
    incidents(cast)
    client = signed_in(cast.viewer)
    page, _places = leaf(client, "/incidents/", sort="deadliest", after=f"{10**30}~2024-11-28~x")
    assert len(page.keys) in (0, 3)


def test_the_place_is_kept_with_the_filter_and_left_out_of_a_saved_one(cast, signed_in, small):
    incidents(cast)
    page, places = leaf(signed_in(cast.viewer), "/incidents/", area="SY")
    assert places["Next page"]["area"] == "SY"
    assert set(places["Last page"]) == {"area", "before"}
    page = signed_in(cast.viewer).get("/incidents/", places["Next page"])
    assert page.context["saved"]["query"] == "area=SY"

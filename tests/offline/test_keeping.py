"""What a device may keep: the person's own work, and nothing that was searched for."""

import pytest
from bs4 import BeautifulSoup

from tests.factories import make_incident, make_ticket

KEPT = {
    "/": "viewer",
    "/waiting/": "viewer",
    "/incidents/": "viewer",
    "/incidents/new/": "coordinator",
    "/tickets/": "viewer",
    "/tickets/new/": "dispatcher",
    "/tickets/mine/": "team_leader",
}


def keeps(answer):
    return answer.headers.get("Device-Keeps")


@pytest.mark.parametrize(("address", "role"), KEPT.items())
def test_the_pages_of_ones_own_work_may_be_kept(cast, signed_in, address, role):
    person = cast.people[role]
    assert keeps(signed_in(person).get(address)) == person.keeper


@pytest.mark.parametrize("address", ["/incidents/?q=Sarmada", "/tickets/?q=x", "/sitreps/"])
def test_what_was_searched_for_or_is_not_named_is_not_kept(cast, signed_in, address):
    assert keeps(signed_in(cast.dispatcher).get(address)) is None


def test_an_incident_is_not_kept(cast, signed_in):
    incident = make_incident(cast=cast)
    assert keeps(signed_in(cast.reviewer).get(incident.get_absolute_url())) is None


def test_a_team_keeps_its_own_ticket_and_nobody_else_does(cast, signed_in):
    ticket = make_ticket(cast=cast, status="assigned")
    address = ticket.get_absolute_url()
    kept = [keeps(signed_in(p).get(address)) for p in (cast.team_leader, cast.dispatcher)]
    assert kept == [cast.team_leader.keeper, None]


def test_a_team_keeps_the_forms_of_its_ticket_in_hand_with_their_way_back(cast, signed_in):
    ticket = make_ticket(cast=cast, status="on_site")
    day = BeautifulSoup(signed_in(cast.team_leader).get("/tickets/mine/").content, "html.parser")
    forms = [link["href"] for link in day.select("a[data-keep-page]")]
    assert any("/items/" in url for url in forms)
    assert any("/steps/mark/" in url for url in forms)
    for url in [*forms, f"/tickets/mine/?ticket={ticket.ref}"]:
        assert keeps(signed_in(cast.team_leader).get(url)) == cast.team_leader.keeper, url


def test_nobody_keeps_the_form_of_a_ticket_that_is_not_theirs_to_do(cast, signed_in):
    ticket = make_ticket(cast=cast, status="triaged")
    page = signed_in(cast.dispatcher).get(f"/tickets/{ticket.ref}/steps/assign/")
    assert (page.status_code, keeps(page)) == (200, None)


def test_a_form_that_is_asked_for_more_than_the_way_back_is_not_kept(cast, signed_in):
    ticket = make_ticket(cast=cast, status="on_site")
    page = signed_in(cast.team_leader).get(f"/tickets/{ticket.ref}/items/new/?q=x")
    assert (page.status_code, keeps(page)) == (200, None)


def test_a_fragment_is_not_kept(cast, signed_in):
    answer = signed_in(cast.viewer).get("/incidents/", headers={"HX-Request": "true"})
    assert keeps(answer) is None

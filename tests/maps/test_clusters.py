"""Groups on the map: never finer than the reader may know, and the same cases as the list's."""

import json

import pytest
from django.urls import reverse

from casework import clusters
from casework.clusters import View
from ordnance.models import Ticket
from ordnance.views.maps import KINDS
from places.projection import Box
from tests import factories

# Two kilometres beside the community's own point, which the demo's gazetteer knows.
SPOT = {"latitude": "36.155000", "longitude": "36.845000", "geo_precision": "exact"}
ZOOMS = range(19)


@pytest.fixture
def ticket(cast):
    """One item whose exact point is known and kept for those who work there."""
    return factories.make_ticket(cast=cast, **SPOT)


def points_seen(client, app, zoom, box=""):
    answer = client.get(reverse(f"{app}:clusters"), {"zoom": zoom, "box": box})
    return [tuple(each["geometry"]["coordinates"]) for each in answer.json()["features"]]


def centre(place):
    return float(place.longitude), float(place.latitude)


EXACT = (36.845, 36.155)


@pytest.mark.parametrize("role", ["viewer", "coordinator", "administrator", "data_manager"])
def test_no_zoom_brings_anybody_nearer_than_the_policy(role, ticket, cast, signed_in):
    client = signed_in(cast.people[role])
    for zoom in ZOOMS:
        assert points_seen(client, "ordnance", zoom) == [
            pytest.approx(centre(ticket.place), abs=1e-5)
        ], zoom


@pytest.mark.parametrize("role", ["dispatcher", "team_leader", "quality_reviewer"])
def test_those_who_work_there_come_as_near_as_the_point(role, ticket, cast, signed_in):
    assert points_seen(signed_in(cast.people[role]), "ordnance", 17) == [EXACT]


def test_a_box_around_the_point_alone_finds_nothing_for_others(ticket, cast, signed_in):
    tight = "36.1540,36.8440,36.1560,36.8460"
    assert points_seen(signed_in(cast.viewer), "ordnance", 17, tight) == []
    assert points_seen(signed_in(cast.dispatcher), "ordnance", 17, tight) == [EXACT]


@pytest.mark.parametrize(("role", "asked"), [("viewer", False), ("dispatcher", True)])
def test_the_database_is_asked_only_for_points_that_may_be_read(role, asked, ticket, cast):
    user = cast.people[role]
    rows = clusters.on_map(Ticket.objects.visible_to(user), user).values("lat", "lon")
    assert ('"ordnance_ticket"."latitude"' in str(rows.query)) is asked


def test_the_page_itself_holds_no_point_of_others_work(ticket, cast, signed_in):
    page = signed_in(cast.viewer).get(reverse("ordnance:map")).content.decode()
    assert "36.155" not in page
    assert "36.845" not in page


def test_the_extent_is_drawn_from_what_may_be_read(ticket, cast):
    seen = clusters.extent(Ticket.objects.visible_to(cast.viewer), cast.viewer)
    assert (seen.box.west, seen.box.south) == pytest.approx(centre(ticket.place), abs=1e-5)


def test_an_incident_stands_at_its_point_for_all_colleagues(cast, signed_in):
    factories.make_incident(cast=cast, status="submitted", **SPOT)
    assert points_seen(signed_in(cast.viewer), "incidents", 17) == [EXACT]


def test_a_hidden_incident_is_on_nobodys_map_but_the_protection_officers(cast, signed_in):
    factories.make_incident(cast=cast, status="hidden")
    assert points_seen(signed_in(cast.viewer), "incidents", 12) == []
    assert len(points_seen(signed_in(cast.protection_officer), "incidents", 12)) == 1


def test_a_stranger_sees_no_group(ticket, cast, signed_in):
    assert points_seen(signed_in(cast.stranger), "ordnance", 12) == []


def test_the_worst_kind_speaks_for_a_group(cast):
    for status in ("closed", "reported", "triaged"):  # triaged by the rule: Immediate
        factories.make_ticket(cast=cast, status=status)
    found = Ticket.objects.visible_to(cast.dispatcher)
    (group,) = clusters.groups(found, cast.dispatcher, View(5), KINDS, total=1000)
    assert group.worst.name == "immediate"
    assert [(kind.name, number) for kind, number in group.counts] == [
        ("immediate", 1),
        ("untriaged", 1),
        ("settled", 1),
    ]


def test_every_case_is_of_exactly_one_kind(cast):
    for status in ("reported", "triaged", "closed", "cancelled"):
        factories.make_ticket(cast=cast, status=status)
    for group in clusters.groups(
        Ticket.objects.visible_to(cast.dispatcher), cast.dispatcher, View(5), KINDS, total=1000
    ):
        assert sum(number for _kind, number in group.counts) == group.number


@pytest.mark.parametrize(
    ("zoom", "level"), [(0, 1), (7, 1), (8, 2), (9, 3), (10, 3), (11, 4), (12, 4)]
)
def test_the_nearer_one_looks_the_smaller_the_areas(zoom, level, ticket, cast):
    found = Ticket.objects.visible_to(cast.viewer)
    (group,) = clusters.groups(found, cast.viewer, View(zoom), KINDS, total=1000)
    assert group.area.level == level


def test_a_few_cases_are_never_put_together_by_governorate(ticket, cast):
    found = Ticket.objects.visible_to(cast.viewer)
    (group,) = clusters.groups(found, cast.viewer, View(5), KINDS, total=1)
    assert group.area == ticket.place
    assert group.refs == [ticket.ref]


@pytest.mark.parametrize("box", ["", "north", "1,2,3", "90000,1,2,3", "1;drop,2,3,4", "nan,1,2,3"])
def test_a_box_that_cannot_be_read_is_the_whole(box, ticket, cast, signed_in):
    assert len(points_seen(signed_in(cast.viewer), "ordnance", "x", box)) == 1


def test_a_group_outside_the_box_stays_away(ticket, cast):
    found = Ticket.objects.visible_to(cast.viewer)
    south = View(5, Box(32, 35, 33, 42))
    assert clusters.groups(found, cast.viewer, south, KINDS, total=1000) == []


# ---------------------------------------------------------------- the list's filter


QUERIES = {
    "incidents": (
        "",
        "status=submitted",
        "weapon=airstrike",
        "since=2024-11-28",
        "q=Atareb",
        "area=SY02",
        "sort=deadliest",
        "view=recent",
    ),
    "ordnance": (
        "",
        "state=open",
        "priority=immediate",
        "priority=none",
        "overdue=on",
        "mine=on",
        "area=SY02",
        "q=Atareb",
        "order=due",
        "since=2024-11-28&until=2024-11-28",
    ),
}


@pytest.fixture
def many(cast):
    for status in ("submitted", "verified", "draft"):
        factories.make_incident(cast=cast, status=status)
    for status in ("reported", "triaged", "assigned", "closed"):
        factories.make_ticket(cast=cast, status=status)


@pytest.mark.parametrize("app", QUERIES)
def test_the_map_holds_what_the_list_holds(app, many, cast, signed_in):
    client = signed_in(cast.dispatcher)
    for query in QUERIES[app]:
        listed = client.get(f"{reverse(f'{app}:list')}?{query}").context["page"].count.number
        found = client.get(f"{reverse(f'{app}:clusters')}?{query}").json()["features"]
        assert sum(each["properties"]["n"] for each in found) == listed, query


@pytest.mark.parametrize("app", QUERIES)
def test_a_groups_number_leads_to_as_many_rows(app, many, cast, signed_in):
    client = signed_in(cast.dispatcher)
    found = json.loads(client.get(reverse(f"{app}:clusters")).content)["features"]
    for each in (each["properties"] for each in found):
        listed = client.get(each["rows"]).context["page"].count.number
        assert listed == each["n"], each


@pytest.mark.parametrize("app", QUERIES)
def test_list_and_map_lead_to_each_other_with_the_filter(app, many, cast, signed_in):
    client = signed_in(cast.dispatcher)
    here, there = reverse(f"{app}:list"), reverse(f"{app}:map")
    assert f"{there}?area=SY02" in client.get(f"{here}?area=SY02").content.decode()
    assert f"{here}?area=SY02" in client.get(f"{there}?area=SY02").content.decode()

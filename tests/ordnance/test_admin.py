"""The administration keeps teams and only shows tickets."""

import logging

import pytest
from django.urls import reverse

from ordnance.models import Team
from tests.factories import make_ticket


def administrator_of(cast):
    cast.administrator.is_staff = True
    cast.administrator.save()
    return cast.administrator


def test_a_ticket_is_read_only_and_without_its_point(cast, signed_in):
    ticket = make_ticket(cast=cast, latitude="36.137913", longitude="36.828427")
    client = signed_in(administrator_of(cast))
    page = reverse("admin:ordnance_ticket_change", args=[ticket.pk])
    text = client.get(page).text
    assert ticket.ref in text
    assert "36.137913" not in text
    assert client.post(page, {"title": "Other"}).status_code == 403
    assert client.get(reverse("admin:ordnance_ticket_add")).status_code == 403


@pytest.mark.parametrize(
    "asked",
    [
        {"latitude__gte": "36.1"},
        {"longitude__isnull": "False"},
        {"geo_precision": "exact"},
        {"access_route__startswith": "behind"},
        {"sightings__reporter_phone__startswith": "0"},
        {"team__tickets__latitude__gte": "36.1"},
    ],
)
def test_the_list_is_not_narrowed_by_what_its_reader_may_not_read(cast, signed_in, caplog, asked):
    caplog.set_level(logging.CRITICAL)
    make_ticket(cast=cast, latitude="36.137913", longitude="36.828427", access_route="behind it")
    client = signed_in(administrator_of(cast))
    page = reverse("admin:ordnance_ticket_changelist")
    assert client.get(page, asked).status_code == 400
    assert client.get(page, {"status__exact": "reported", "priority": ""}).status_code == 200


def test_the_administrator_keeps_the_teams(cast, signed_in):
    client = signed_in(administrator_of(cast))
    sent = {"organisation": cast.administrator.organisation_id, "name": "Harim 2", "eod_level": 2}
    assert client.post(reverse("admin:ordnance_team_add"), sent).status_code == 302
    assert Team.objects.get(name="Harim 2").eod_level == 2


def test_the_teams_and_people_of_another_service_are_not_there(cast, signed_in):
    theirs = Team.objects.create(organisation=cast.stranger.organisation, name="Their only team")
    theirs.members.add(cast.stranger)
    client = signed_in(administrator_of(cast))
    listed = client.get(reverse("admin:ordnance_team_changelist")).text
    assert theirs.name not in listed
    page = reverse("admin:ordnance_team_change", args=[theirs.pk])
    assert client.get(page).status_code == 302  # back to the index, with a word
    asked = client.get(reverse("admin:ordnance_team_add")).text
    assert cast.team_leader.username in asked
    for strange in (cast.stranger.username, str(cast.stranger.organisation)):
        assert strange not in asked

"""The administration keeps teams and only shows tickets."""

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


def test_the_administrator_keeps_the_teams(cast, signed_in):
    client = signed_in(administrator_of(cast))
    sent = {"organisation": cast.administrator.organisation_id, "name": "Harim 2", "eod_level": 2}
    assert client.post(reverse("admin:ordnance_team_add"), sent).status_code == 302
    assert Team.objects.get(name="Harim 2").eod_level == 2

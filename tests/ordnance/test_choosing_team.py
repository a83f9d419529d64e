"""Which team to send: trained ones first, then the near, and never a count of what is hidden."""

from django.urls import reverse

from munitions.models import Category
from ordnance.choosing_team import candidates_for
from ordnance.models import Team, Ticket
from tests.factories import area, make_team, make_ticket


def of_base(cast, name, pcode, level=4):
    team = make_team(cast, name=name, eod_level=level)
    team.base = area(pcode)
    team.save()
    return team


def test_trained_teams_come_first_and_then_the_nearest(cast):
    ticket = make_ticket(cast=cast, status="triaged", place="C1022")
    ticket.items.update(category=Category.MISSILE)
    Team.objects.update(active=False)  # a team that is off work is not proposed
    far = of_base(cast, "Far", "C1139")
    near = of_base(cast, "Near", "C4121")
    untrained = of_base(cast, "Beside it", "C1022", level=1)
    rows = candidates_for(Ticket.objects.get(pk=ticket.pk), cast.dispatcher)
    assert [row.team for row in rows] == [near, far, untrained]
    assert [bool(row.warning) for row in rows] == [False, False, True]
    assert "may need EOD 3, and the team has EOD 1" in rows[-1].warning


def test_what_a_team_has_before_it_is_counted_as_far_as_the_reader_sees(cast, signed_in):
    make_ticket(cast=cast, status="assigned", place="C1022")
    ticket = make_ticket(cast=cast, status="triaged", place="C4121")
    make_team(cast)
    assert [row.open for row in candidates_for(ticket, cast.dispatcher)] == [1]
    page = signed_in(cast.dispatcher).get(reverse("ordnance:step", args=[ticket.ref, "assign"]))
    assert "1 open ticket" in page.text
    cast.dispatcher.areas.set([area("SY07")])
    fresh = type(cast.dispatcher).objects.get(pk=cast.dispatcher.pk)
    assert [row.open for row in candidates_for(ticket, fresh)] == [0]

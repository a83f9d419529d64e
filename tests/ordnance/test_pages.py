"""The pages of tickets: who gets what, and that every one of them draws."""

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from ordnance.models import Ticket
from ordnance.workflow import WORKFLOW
from tests.factories import make_ticket


def page(name, *args):
    return reverse(f"ordnance:{name}", args=args)


@pytest.mark.parametrize(("language", "direction"), [("en", "ltr"), ("ar", "rtl")])
def test_the_pages_of_many_tickets_draw_in_both_directions(cast, signed_in, language, direction):
    for status in WORKFLOW.statuses:
        make_ticket(cast=cast, status=status)
    client = signed_in(cast.team_leader)
    client.cookies["django_language"] = language
    for name in ("list", "board", "mine", "create"):
        answer = client.get(page(name))
        assert answer.status_code == 200
        assert f'dir="{direction}"' in answer.text[:200]


@pytest.mark.parametrize("status", WORKFLOW.statuses)
def test_the_page_of_a_ticket_draws_in_every_status(cast, signed_in, status):
    ticket = make_ticket(cast=cast, status=status)
    answer = signed_in(cast.dispatcher).get(ticket.get_absolute_url(), follow=True)
    assert answer.status_code == 200
    assert Ticket.objects.get(pk=ticket.pk).ref in answer.text


# These two belong to what a sheet brought in; tests/casework/test_reverting.py takes them.
OF_SHEETS = ("take_back", "bring_back")
OF_PEOPLE = [row for row in WORKFLOW.rows if row.name not in OF_SHEETS]


@pytest.mark.parametrize("row", OF_PEOPLE, ids=lambda row: row.name)
def test_every_step_has_a_page(cast, signed_in, row):
    ticket = make_ticket(cast=cast, status=row.source[0])
    if row.name == "resolve":
        ticket.items.update(quantity_found=1, state="not_eo")
    takers = [p for p in cast.everyone() if p.has_perm(row.permission)]
    answers = [signed_in(p).get(page("step", ticket.ref, row.name)).status_code for p in takers]
    assert 200 in answers


def test_days_in_the_wrong_order_are_said_at_the_list(cast, signed_in):
    asked = {"since": "2024-12-01", "until": "2024-11-01"}
    page = signed_in(cast.dispatcher).get("/tickets/", asked).content.decode()
    assert "The last day is before the first." in page


def test_the_printed_ticket_has_room_to_write_and_says_to_destroy_it(cast, signed_in):
    ticket = make_ticket(cast=cast, status="on_site")
    page = signed_in(cast.team_leader).get(ticket.get_absolute_url()).content
    paper = BeautifulSoup(page, "html.parser").select_one("section.on-paper")
    rows = paper.select(".blanks tbody tr")
    assert str(ticket.items.get()) in rows[0].get_text()
    assert len(rows) == 3  # and two for what nobody reported
    assert "destroy it when the work is done" in paper.get_text()


def test_a_closed_ticket_is_printed_without_blanks(cast, signed_in):
    ticket = make_ticket(cast=cast, status="closed")
    page = signed_in(cast.dispatcher).get(ticket.get_absolute_url()).content
    assert not BeautifulSoup(page, "html.parser").select("section.on-paper")

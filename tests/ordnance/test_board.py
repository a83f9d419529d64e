"""The board: what a card may do stands on it, and the page of the step leads back to the board."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from ordnance.board import MOST_CARDS, WAITS_FOR, columns
from ordnance.models import Ticket
from ordnance.priority import sentence_of
from ordnance.workflow import WORKFLOW
from tests.factories import make_ticket

BOARD = "/tickets/board/"
LTR, RTL = "\N{LEFT-TO-RIGHT MARK}", "\N{RIGHT-TO-LEFT MARK}"


def soup_of(answer):
    return BeautifulSoup(answer.content, "html.parser")


@pytest.fixture
def card(cast, signed_in):
    """`card(ticket, person)`: the ticket's card on that person's board, as they receive it."""

    def drawn(ticket, person):
        page = BeautifulSoup(signed_in(person).get(BOARD).content, "html.parser")
        return page.select_one(f'[data-card="{ticket.ref}"]')

    return drawn


def test_a_card_offers_the_steps_of_its_reader_and_where_they_lead(cast, card):
    ticket = make_ticket(cast=cast, status="triaged")
    ways = card(ticket, cast.dispatcher).select(".moves a")
    assert {way["data-to"] for way in ways} == {"assigned", "duplicate", "cancelled", "on_hold"}
    step = reverse("ordnance:step", args=[ticket.ref, "assign"])
    assert any(way["href"].startswith(step) for way in ways)


def test_a_refused_step_stays_on_the_card_with_its_reason(cast, card):
    ticket = make_ticket(cast=cast, status="on_site")
    ticket.items.update(quantity_found=None)
    refused = card(ticket, cast.team_leader).select_one('.refused[data-to="resolved"]')
    assert "say how many were found" in refused.select_one(".reason").get_text()


def test_who_may_take_no_step_has_no_menu(cast, card):
    ticket = make_ticket(cast=cast, status="triaged")
    assert card(ticket, cast.viewer).select(".moves") == []


def test_a_state_knows_from_which_others_the_table_leads_to_it(cast):
    known = {column.status: column.sources for column in columns(Ticket.objects.all(), cast.viewer)}
    assert list(known) == list(WAITS_FOR)
    led = {(s, r.target) for r in WORKFLOW.rows for s in r.source if r.target in WAITS_FOR}
    assert {(source, to) for to, sources in known.items() for source in sources} == led


@pytest.mark.parametrize(
    ("asked", "leads_to"),
    [
        (f"{BOARD}?priority=immediate", f"{BOARD}?priority=immediate"),
        ("/tickets/mine/#t-TKT-2024-000001", "/tickets/mine/#t-TKT-2024-000001"),
        ("https://example.org/tickets/board/", None),
        ("//example.org/tickets/board/", None),
        ("/accounts/logout/", None),
        ("", None),
    ],
)
def test_a_step_leads_back_to_our_own_pages_alone(cast, signed_in, asked, leads_to):
    ticket = make_ticket(cast=cast, status="triaged")
    page = reverse("ordnance:step", args=[ticket.ref, "cancel"])
    client, sent = signed_in(cast.dispatcher), {"cancel_reason": "test", "seen": ticket.version}
    answer = client.post(page, sent, query_params={"back": asked})
    assert answer.status_code == 302
    assert answer.url == (leads_to or ticket.get_absolute_url())


END_OF_TODAY = {"hour": 23, "minute": 59, "second": 59}


@pytest.mark.parametrize(("days", "words"), [(-2, "overdue"), (0, "today"), (9, "")])
def test_due_is_told_by_word_and_shape(cast, card, days, words):
    ticket = make_ticket(cast=cast, status="assigned")
    due = timezone.localtime().replace(**END_OF_TODAY) + timedelta(days=days)
    Ticket.objects.filter(pk=ticket.pk).update(due_at=due)
    shown = card(ticket, cast.dispatcher).select_one("dl")
    assert words in shown.get_text()
    assert bool(shown.select("svg")) == bool(words)


# ---------------------------------------------------------------- long columns


@pytest.fixture
def many(cast):
    for _ in range(MOST_CARDS + 3):
        make_ticket(cast=cast)


def test_a_long_column_offers_its_other_cards_and_all_of_them_as_a_list(cast, signed_in, many):
    client = signed_in(cast.dispatcher)
    column = soup_of(client.get(BOARD)).select_one('[data-drop-on="reported"].column')
    assert len(column.select(".tcard")) == MOST_CARDS
    few, whole = column.select(".more a")
    assert few.get_text() == "Show 3 more"
    longer = soup_of(client.get(BOARD + few["href"]))
    cards = longer.select('[data-drop-on="reported"].column .tcard')
    assert len(cards) == MOST_CARDS + 3
    assert longer.select("[autofocus]") == cards[MOST_CARDS].select("h3 a")  # reading goes on there
    listed = client.get(whole["href"]).context["page"].count
    assert f"All {listed.number} as a list" in whole.get_text()
    assert listed.number == MOST_CARDS + 3


def test_a_column_that_was_made_long_stays_so_when_another_is(cast, signed_in, many):
    for _ in range(MOST_CARDS + 1):
        make_ticket(cast=cast, status="triaged")
    page = soup_of(signed_in(cast.dispatcher).get(f"{BOARD}?more=reported"))
    link = page.select_one('[data-drop-on="triaged"].column .more a')["href"]
    both = soup_of(signed_in(cast.dispatcher).get(BOARD + link))
    assert len(both.select(".tcard")) == 2 * MOST_CARDS + 4


def test_a_step_leads_back_to_the_board_as_it_was(cast, signed_in, many):
    page = soup_of(signed_in(cast.dispatcher).get(f"{BOARD}?more=reported"))
    assert "more%3Dreported" in page.select_one(".moves a")["href"]


# ---------------------------------------------------------------- titles of both directions


@pytest.mark.parametrize(
    ("language", "written", "starts_with"),
    [
        ("ar", "130 mm OF-482M", RTL),
        ("en", "قذيفة", LTR),
        ("en", "OF-482M", "O"),
        ("ar", "قذيفة", "ق"),
    ],
)
def test_a_made_title_runs_like_the_page(cast, language, written, starts_with):
    ticket = make_ticket(cast=cast)
    ticket.items.update(written=written, munition=None)
    with override(language):
        title = Ticket.objects.get(pk=ticket.pk).shown_title
        assert title.startswith(starts_with)
        assert written in title
        assert ticket.place.name in title


def test_the_history_says_the_line_of_the_rule_in_words(cast, signed_in):
    ticket = make_ticket(cast=cast, status="triaged")
    page = signed_in(cast.dispatcher).get(ticket.get_absolute_url())
    assert ticket.priority_rule not in soup_of(page).select_one(".story").get_text()
    assert sentence_of(ticket.priority_rule) in soup_of(page).select_one(".story").get_text()

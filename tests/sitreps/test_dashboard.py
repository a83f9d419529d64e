"""The page of figures: every number leads to exactly its rows, and says what reports say."""

import re
from datetime import date, timedelta
from html import unescape
from itertools import pairwise

import pytest
from django.utils import timezone

from casework import actions
from casework.wording import age_in_words
from incidents import choices
from incidents.ledger import Group, Outcome, Range
from incidents.models import Damage, Incident
from munitions.models import Category
from ordnance.models import Item, Ticket
from sitreps.daily import document
from sitreps.dashboard.asked import Asked, PeriodForm
from sitreps.dashboard.attacks import attacks
from sitreps.dashboard.clearance import balances, tickets_of
from sitreps.dashboard.durations import durations
from sitreps.dashboard.trend import next_start, trend
from sitreps.figures import unpacked
from tests.factories import (
    DAY,
    area,
    at,
    dispose_of_all,
    make_incident,
    make_person,
    make_ticket,
    take,
    ticket_inputs,
    toll,
)
from tests.sitreps.building import inputs_on, the_scope

MONTH = Asked(date(2024, 11, 1), date(2024, 11, 30))
PAGE = "/sitreps/figures/?since=2024-11-01&until=2024-11-30"
LINK = re.compile(r'href="([^"]+)" data-rows="(\d+)"')


@pytest.fixture
def busy_month(cast):
    """Attacks and tickets of every kind that the page tells apart."""
    weapons = choices.Weapon
    made = [
        make_incident(cast=cast, status="published", facility="market", numbers=toll(killed=3)),
        make_incident(cast=cast, status="submitted", weapon=weapons.ARTILLERY, place="C4121",
                      numbers=toll(killed=(2, None), injured=4)),
        make_incident(cast=cast, status="verified", weapon=weapons.UNKNOWN, place="C1139",
                      occurred_on=date(2024, 11, 3), numbers=toll(injured=(1, 5), children=1)),
        make_incident(cast=cast, status="draft", numbers=toll(killed=90)),
        make_incident(cast=cast, status="hidden", numbers=toll(killed=70)),
        make_incident(cast=cast, status="submitted", occurred_on=date(2024, 10, 31)),
    ]  # fmt: skip
    incident = Incident.objects.get(pk=made[1].pk)
    damage = [Damage(incident=incident, facility=each) for each in ("market", "home", "home")]
    actions.add(incident, *damage, by=cast.coordinator)
    make_ticket(cast=cast, status="cancelled")
    make_ticket(cast=cast, status="triaged", reported_at=at(date(2024, 11, 2)))
    make_ticket(cast=cast, status="marked", place="C4121", found=12)
    make_ticket(cast=cast, reported_at=timezone.now())
    cleared(cast, found=9)
    return cast


def cleared(cast, *, day=DAY, **fields):
    """A ticket that was worked and closed on its day."""
    ticket = make_ticket(cast=cast, reported_at=at(day, hour=7), **fields)
    for step in ("triage", "assign", "arrive"):
        ticket = take(ticket, step, cast, inputs_on(day))
    dispose_of_all(ticket, by=cast.team_leader)
    ticket = take(Ticket.objects.get(pk=ticket.pk), "resolve", cast, inputs_on(day))
    return take(ticket, "close", cast, ticket_inputs)


def links_of(client, page):
    return [
        (unescape(url), int(rows)) for url, rows in LINK.findall(client.get(page).content.decode())
    ]


@pytest.mark.parametrize(
    "page",
    [
        PAGE,
        f"{PAGE}&area=SY07",
        "/sitreps/figures/?period=week",
        "/sitreps/figures/?since=2023-01-01",
    ],
)
def test_every_number_leads_to_exactly_its_rows(busy_month, signed_in, page):
    client = signed_in(busy_month.viewer)
    links = links_of(client, page)
    assert links
    wrong = {}
    for url, rows in set(links):
        found = client.get(url).context["page"].count.number
        if found != rows:
            wrong[url] = (rows, found)
    assert wrong == {}


def test_each_section_has_numbers_that_lead_somewhere(busy_month, signed_in):
    links = dict(links_of(signed_in(busy_month.viewer), PAGE))
    for part in ("weapon=unknown", "facility=home", "facility=none", "tells=killed-total",
                 "silent=killed-children",
                 "counted=verified", "category=submunition", "priority=none", "state=open",
                 "timed=whole", "since=2024-11-03&until=2024-11-03"):  # fmt: skip
        assert any(part in url for url in links), part


def test_the_toll_is_what_a_report_of_these_days_says(busy_month):
    scope = the_scope(busy_month.publisher.organisation, MONTH.first, MONTH.last, ("SY",))
    placed = unpacked(document(scope, busy_month.viewer)["placed"])
    told = {row.word: row.value for row in attacks(MONTH, busy_month.viewer)["toll"]}
    assert told["Killed"] == placed[Outcome.KILLED, Group.TOTAL] == Range(6)
    assert told["Injured"] == placed[Outcome.INJURED, Group.TOTAL]


def test_a_person_sees_the_figures_of_his_own_area_alone(busy_month, signed_in):
    idleb = make_person(role="viewer", username="idleb", areas=[area("SY07")])
    found = attacks(MONTH, idleb)
    assert found["reported"].rows == 1
    assert attacks(MONTH, busy_month.stranger)["reported"].rows == 0
    shown = signed_in(idleb).get(f"{PAGE}&area=SY02").context["attacks"]
    assert shown["reported"].rows == 0


def test_hidden_attacks_are_counted_for_nobody_and_a_draft_neither(busy_month):
    assert attacks(MONTH, busy_month.viewer)["reported"].rows == 3
    assert attacks(MONTH, busy_month.protection_officer)["reported"].rows == 3


def test_the_balance_adds_up_category_by_category(busy_month):
    rows = {row["category"]: row for row in balances(tickets_of(MONTH, busy_month.viewer))}
    submunitions = rows[Category.SUBMUNITION]
    assert (submunitions["tickets"], submunitions["found"], submunitions["uncounted"]) == (3, 9, 2)
    assert submunitions["done"] == {"destroyed": 9}


def test_what_nobody_counted_makes_the_sum_at_least(busy_month, signed_in):
    page = signed_in(busy_month.viewer).get(PAGE)
    row = next(r for r in page.context["clearance"]["rows"] if r["word"] == "Submunition")
    assert row["found"] == Range(9)
    assert row["fates"][-1] == Range()


def test_a_line_that_nobody_counted_is_unknown_and_not_none(cast, signed_in):
    make_ticket(cast=cast)
    row = signed_in(cast.viewer).get(PAGE).context["clearance"]["rows"][0]
    assert (row["found"], row["fates"][0]) == (Range(), Range(0, 0))
    assert Item.objects.get().quantity_found is None


def test_fewer_than_five_tickets_say_nothing_of_time(cast):
    for _ in range(4):
        make_ticket(cast=cast)
    assert [row["is_enough"] for row in durations(MONTH, cast.viewer)] == [False] * 5


def test_times_are_the_median_and_the_ninetieth_percentile(cast):
    for hours in (1, 2, 3, 4, 50):
        reported = timezone.now() - timedelta(hours=hours)
        make_ticket(cast=cast, status="triaged", reported_at=reported)
    today = timezone.localdate()
    found = durations(Asked(today - timedelta(days=9), today), cast.viewer)
    triaged = {row["word"]: row for row in found}["reported to triaged"]
    said = [age_in_words(triaged[share]) for share in ("median", "most")]
    assert said == ["3 h", "31 h"]  # 4 + 0.6 × (50 − 4)
    assert triaged["count"].rows == 5


# ---------------------------------------------------------------- periods


@pytest.mark.parametrize(
    ("asked", "first", "last"),
    [
        ({}, "2024-10-30", "2024-11-28"),
        ({"period": "today"}, "2024-11-28", "2024-11-28"),
        ({"period": "week"}, "2024-11-24", "2024-11-28"),
        ({"period": "month"}, "2024-11-01", "2024-11-28"),
        ({"period": "year"}, "2024-01-01", "2024-11-28"),
        ({"since": "2024-11-20"}, "2024-11-20", "2024-11-28"),
        ({"until": "2024-03-10"}, "2024-02-10", "2024-03-10"),
        ({"since": "2024-11-20", "until": "2024-11-10"}, "2024-11-20", "2024-11-28"),
        ({"period": "for ever"}, "2024-10-30", "2024-11-28"),
        ({"since": "yesterday"}, "2024-10-30", "2024-11-28"),
        ({"since": "0001-01-01", "until": "2024-01-01"}, "2023-12-03", "2024-01-01"),
    ],
)
def test_a_period_is_what_was_asked_or_the_usual_one(asked, first, last):
    found = PeriodForm(asked).asked(DAY)
    assert (found.first.isoformat(), found.last.isoformat()) == (first, last)


@pytest.mark.parametrize(
    ("first", "last", "step", "rows"),
    [
        (date(2024, 11, 1), date(2024, 11, 30), "day", 30),
        (date(2024, 9, 1), date(2024, 11, 30), "week", 13),
        (date(2022, 2, 14), date(2024, 11, 30), "month", 34),
    ],
)
def test_a_trend_goes_by_day_week_or_month_and_misses_no_day(cast, first, last, step, rows):
    found = trend(Asked(first, last), cast.viewer)
    assert (found["step"], len(found["rows"])) == (step, rows)
    bounds = [re.findall(r"(?:since|until)=([\d-]+)", row["attacks"].url) for row in found["rows"]]
    assert bounds[0][0] == first.isoformat()
    assert bounds[-1][1] == last.isoformat()
    for (_since, until), (following, _last) in pairwise(bounds):
        assert date.fromisoformat(until) + timedelta(days=1) == date.fromisoformat(following)


def test_a_year_ends_in_january():
    assert next_start(date(2024, 12, 1), "month") == date(2025, 1, 1)


def test_an_empty_period_leads_to_the_last_one_with_records(busy_month, signed_in):
    page = signed_in(busy_month.viewer).get("/sitreps/figures/?period=today").content.decode()
    assert "since=2024-11-01&amp;until=2024-11-28" in page

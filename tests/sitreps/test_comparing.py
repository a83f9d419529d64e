"""Comparing: what can be said of two numbers, and what must not be."""

from datetime import date

import pytest

from incidents.ledger import Range
from sitreps.actions import issue
from sitreps.comparing import difference
from tests.factories import area, make_incident, toll
from tests.sitreps.building import CLAIMS, build_claim, the_scope

BEFORE = date(2024, 11, 27)
DAY = "/sitreps/2024-11-28/compare/"

# fmt: off
SAYABLE = [
    # before             now                  sign     in words
    (Range(15, 15),      Range(18, 18),       "more",  "3 more"),
    (Range(18, 18),      Range(15, 15),       "fewer", "3 fewer"),
    (Range(4, 4),        Range(4, 4),         "same",  "the same"),
    (Range(4, 6),        Range(10, None),     "more",  "at least 4 more"),
    (Range(20, None),    Range(17, 17),       "fewer", "at least 3 fewer"),
    (Range(17, 17),      Range(20, None),     "more",  "at least 3 more"),
    (Range(None, 5),     Range(8, 9),         "more",  "at least 3 more"),
    (Range(30, 30, True), Range(20, 20),      "fewer", "about 10 fewer"),
    (Range(30, 30, True), Range(30, 30),      "open",  "the bounds overlap"),
    (Range(10, 15),      Range(12, 20),       "open",  "the bounds overlap"),
    (Range(20, None),    Range(33, 33),       "open",  "the bounds overlap"),
    (Range(),            Range(3, 3),         "open",  "unknown before"),
    (Range(3, 3),        Range(),             "open",  "unknown now"),
    (Range(0, 0),        Range(2, 2),         "more",  "2 more"),
]
# fmt: on


@pytest.mark.parametrize(("before", "now", "sign", "words"), SAYABLE)
def test_more_or_fewer_is_said_only_where_the_bounds_allow_it(before, now, sign, words):
    found = difference(before, now)
    assert (found.sign, found.words) == (sign, words)


@pytest.fixture
def two_days(first_day):
    make_incident(cast=first_day.cast, status="submitted", occurred_on=BEFORE, place="C4121",
                  numbers=toll(killed=2))  # fmt: skip
    return first_day


@pytest.fixture
def publisher(two_days, signed_in):
    return signed_in(two_days.cast.publisher)


def test_a_day_stands_beside_the_day_before(publisher):
    page = publisher.get(DAY)
    lines = {line["name"]: line for line in page.context["lines"]}
    killed = lines["Killed"]
    assert (killed["before"].words, killed["now"].words) == ("at least 2", "at least 20")
    assert killed["difference"].sign == "open"  # 2 may have been 30
    assert lines["Attacks"]["difference"].words == "the same"
    assert [place["name"] for place in page.context["places"]][:2] == ["Atarib", "Darat Izza"]
    assert "no attack on record" in page.content.decode()


def test_the_days_own_page_sets_the_totals_beside_the_day_before(publisher):
    lines = {
        line["name"]: line for line in publisher.get(DAY.removesuffix("compare/")).context["beside"]
    }
    assert set(lines) == {"Attacks", "Killed", "Injured", "Ordnance responses"}
    assert lines["Killed"]["before"].words == "at least 2"


def test_the_first_day_of_all_stands_alone(publisher):
    assert publisher.get("/sitreps/1900-01-01/").context["beside"] == []
    assert publisher.get("/sitreps/1900-01-01/compare/").status_code == 404


def test_an_unknown_figure_of_the_day_before_is_not_none(publisher):
    injured = {line["name"]: line for line in publisher.get(DAY).context["lines"]}["Injured"]
    assert injured["difference"].sign == "open"


def test_the_same_days_are_revised_and_never_fewer(publisher, two_days):
    issue(two_days.scope, by=two_days.cast.publisher)
    build_claim(two_days.cast, "lower")
    page = publisher.get(f"{DAY}?with=SR-2024-11-28")
    revised = {(each["figure"], each["where"]): each for each in page.context["revisions"]}
    killed = revised["killed", "whole report"]
    assert (killed["kind"], killed["why"]) == ("revised", CLAIMS["lower"]["reason"])
    assert "fewer</bdi>" not in page.content.decode()


def test_a_number_that_nobody_had_stated_is_new_and_one_taken_away_is_not_zero(publisher, two_days):
    issue(two_days.scope, by=two_days.cast.publisher)
    make_incident(cast=two_days.cast, status="submitted", place="C4121", numbers=toll(killed=0))
    revised = publisher.get(f"{DAY}?with=SR-2024-11-28").context["revisions"]
    assert "newly stated" in {each["kind"] for each in revised}


def test_another_days_report_is_compared_as_it_was_issued(publisher, two_days):
    scope = the_scope(two_days.cast.publisher.organisation, BEFORE, BEFORE)
    issue(scope, by=two_days.cast.publisher)
    later = toll(killed=9)
    make_incident(cast=two_days.cast, status="submitted", occurred_on=BEFORE, numbers=later)
    page = publisher.get(f"{DAY}?with=SR-2024-11-27")
    killed = next(line for line in page.context["lines"] if line["name"] == "Killed")
    assert killed["before"].words == "at least 2"


def test_the_page_lists_what_was_issued_of_these_days_with_what_each_corrects(publisher, two_days):
    issue(two_days.scope, by=two_days.cast.publisher)
    build_claim(two_days.cast, "lower")
    issue(two_days.scope, by=two_days.cast.publisher)
    numbers = [each.number for each in publisher.get(DAY).context["issued"]]
    assert numbers == ["SR-2024-11-28-2", "SR-2024-11-28"]


def test_a_period_stands_beside_as_many_days_before_it(publisher):
    page = publisher.get("/sitreps/2024-11-27/2024-11-28/compare/")
    assert [side["days"] for side in page.context["sides"]] == [
        "25–26 November 2024",
        "27–28 November 2024",
    ]


@pytest.mark.parametrize("asked", ["?with=SR-1999-01-01", "?with=28", "?area=SY99"])
def test_what_is_not_there_to_compare_with_is_a_404(publisher, asked):
    assert publisher.get(f"{DAY}{asked}").status_code == 404


def test_a_report_of_other_areas_is_not_compared(publisher, two_days):
    idleb = the_scope(two_days.cast.publisher.organisation, pcodes=("SY07",))
    report = issue(idleb, by=two_days.cast.publisher)
    assert publisher.get(f"{DAY}?with={report.number}").status_code == 404
    assert area("SY07") in report.areas.all()

"""The look-alikes of a sheet are found by town and day; they are those that comparing all finds."""

from datetime import date, time, timedelta
from types import SimpleNamespace

from hypothesis import given, settings
from hypothesis import strategies as st

from incidents.duplicates import SHOWN_AT, Account, compared
from incidents.ledger import UNKNOWN, Range
from incidents.sheet_duplicates import LookAlikes, Town, days_around, near
from places.coordinates import Point

FIRST = date(2024, 11, 27)
# Two subdistricts: towns within reach of each other, out of reach, without a point, of one name.
TOWNS = [
    SimpleNamespace(pk=pk, path=path, name_en=en, name_ar=ar, latitude=lat, longitude=lon)
    for pk, path, en, ar, lat, lon in (
        (1, "SY/A/B/C1/1/", "Atareb", "الأتارب", 36.138, 36.829),
        (2, "SY/A/B/C1/2/", "Abin", "أبين", 36.181, 36.793),
        (3, "SY/A/B/C1/", "Atareb", "الأتارب", None, None),
        (4, "SY/A/D/C2/4/", "Atarib", "أتارب", 36.200, 36.720),
        (5, "SY/A/D/C2/5/", "Sarmada", "سرمدا", 36.900, 36.700),
        (6, "SY/A/D/C3/6/", "Far", "بعيدة", None, None),
    )
]
RANGE = st.sampled_from([UNKNOWN, Range(0, 0), Range(2, 2), Range(2, None), Range(3, 5)])


def some(values):
    return st.sets(st.sampled_from(values), max_size=1).map(frozenset)


@st.composite
def accounts(draw):
    first = FIRST + timedelta(days=draw(st.integers(0, 4)))
    return Account(
        first=first,
        last=first + timedelta(days=draw(st.sampled_from([0, 0, 0, 2]))),
        place=draw(st.sampled_from(TOWNS)),
        sure_of_day=draw(st.sampled_from([True, True, False])),
        clock=draw(st.sampled_from([None, time(8, 0), time(8, 30), time(13, 0)])),
        point=draw(st.sampled_from([None, Point(36.138, 36.829), Point(36.19, 36.829)])),
        family=draw(st.sampled_from(["unknown", "air", "ground"])),
        killed=draw(RANGE),
        injured=draw(RANGE),
        parties=draw(some([1, 2])),
        sites=draw(some(["market", "school"])),
        marks=draw(some(["A-1", "https://example.org/1"])),
    )


def plainly(mine, others):
    """All that scores enough among those of the days and the towns around."""
    return [
        (number, compared(mine, other))
        for day in days_around(mine.first, mine.last)
        for number, other in enumerate(others)
        if other.first == day
        and near(Town.of(mine.place), Town.of(other.place))
        and compared(mine, other)[0] >= SHOWN_AT
    ]


@settings(max_examples=200, deadline=None)
@given(st.lists(accounts(), min_size=2, max_size=12))
def test_filing_by_town_and_day_finds_what_comparing_all_finds(sheet):
    filed = LookAlikes(None)
    for number, mine in enumerate(sheet):
        filed.settle(mine.place)
        found = [(other.whose, said) for _day, _turn, other, said in filed.likely(mine)]
        assert found == plainly(mine, sheet[:number])
        filed.remember(number, "", None, mine.family, filed.lean(mine))


@settings(max_examples=200, deadline=None)
@given(accounts(), accounts(), st.integers(-20, 100))
def test_a_comparison_is_given_up_only_below_what_was_asked_for(one, other, least):
    whole = compared(one, other)
    assert compared(one, other, least) in ([whole] if whole[0] >= least else [whole, None])

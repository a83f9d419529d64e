"""The arithmetic of reports: sums, nulls, what a claim leaves over, who is not specified."""

import pytest

from incidents.ledger import Group, Outcome, Range
from sitreps import figures as sums
from tests.sitreps.building import CLAIMS, numbers

K, I = Outcome.KILLED, Outcome.INJURED  # noqa: E741
TOTAL, CHILDREN, WOMEN, MEN = Group.TOTAL, Group.CHILDREN, Group.WOMEN, Group.MEN


def known(low, high=None):
    return Range(low, high)


def exactly(number):
    return Range(number, number)


def claimed(name):
    pairs = numbers(CLAIMS[name]["figures"]).items()
    return {(Outcome(o), Group(g)): Range(*bounds) for (o, g), bounds in pairs}


@pytest.mark.parametrize(
    ("many", "total"),
    [
        ([exactly(15), exactly(4)], exactly(19)),
        ([exactly(15), None], known(15)),
        ([known(10, 15), exactly(4)], known(14, 19)),
        ([known(20), exactly(4)], known(24)),
        ([Range(None, 5), exactly(4)], known(4, 9)),
        ([exactly(0), exactly(0)], exactly(0)),
        ([exactly(0), None], None),
        ([None, None], None),
    ],
)
def test_ranges_add_and_unknown_never_counts_as_none(many, total):
    sets = [{(K, TOTAL): value} if value else {} for value in many]
    assert sums.added(sets) == ({(K, TOTAL): total} if total else {})


def test_real_daily_totals_add_up_to_the_real_period_totals():
    """24 + 7 = 31, 95 + 18 = 113, and so on for children and women: Civil Defence, 29–30 Nov."""
    assert sums.added([claimed("to_29"), claimed("day_30")]) == claimed("to_30")


def test_the_period_less_the_day_leaves_what_came_before():
    """24 − 6 killed and 95 − 41 injured: the two days before the 29th together."""
    day = {(K, TOTAL): exactly(6), (I, TOTAL): exactly(41)}
    rest = sums.residual(claimed("to_29"), day).figures
    assert (rest[K, TOTAL], rest[I, TOTAL]) == (exactly(18), exactly(54))


def test_boys_and_girls_are_told_as_children():
    told = sums.told({(K, Group.BOYS): exactly(2), (K, Group.GIRLS): exactly(1)})
    assert told[K, CHILDREN] == exactly(3)
    assert told[K, TOTAL] == known(3)


def test_boys_alone_are_at_least_so_many_children():
    assert sums.told({(K, Group.BOYS): exactly(2)})[K, CHILDREN] == known(2)


def test_adults_are_told_only_where_neither_women_nor_men_are():
    adults = {(K, Group.ADULTS): exactly(5)}
    assert (K, Group.ADULTS) in sums.told(adults)
    assert (K, Group.ADULTS) not in sums.told({**adults, (K, WOMEN): exactly(2)})


def test_what_is_not_stated_is_not_specified_and_never_forced():
    figures = {(K, TOTAL): known(20), (K, CHILDREN): exactly(5), (K, WOMEN): exactly(2)}
    assert sums.unspecified(figures, K) == 13
    assert sums.unspecified({}, K) is None
    assert sums.unspecified({(K, TOTAL): exactly(3), (K, CHILDREN): known(4)}, K) == 0


# ---------------------------------------------------------------- claim − records


def test_the_remainder_of_the_first_day():
    placed = {
        (K, TOTAL): exactly(19),
        (K, CHILDREN): known(4),
        (K, WOMEN): known(2),
        (I, TOTAL): exactly(26),
        (I, CHILDREN): known(7),
    }
    rest = sums.residual(claimed("day"), placed)
    assert rest.figures == {
        (K, TOTAL): known(1),
        (K, CHILDREN): exactly(1),
        (K, WOMEN): exactly(0),
        (I, TOTAL): exactly(7),
    }
    assert rest.conditional
    assert rest.alarms == ()


@pytest.mark.parametrize("claim", [exactly(20), known(20), known(18, 20)])
def test_places_that_exceed_the_claim_raise_an_alarm(claim):
    rest = sums.residual({(K, TOTAL): claim}, {(K, TOTAL): exactly(22)})
    assert rest.alarms == ((K, TOTAL),)
    assert rest.is_empty


@pytest.mark.parametrize("placed", [exactly(20), known(20), known(18, 22)])
def test_places_that_may_equal_the_claim_raise_none(placed):
    assert sums.residual({(K, TOTAL): exactly(20)}, {(K, TOTAL): placed}).alarms == ()


def test_ranges_leave_a_range():
    rest = sums.residual({(K, TOTAL): exactly(20)}, {(K, TOTAL): known(10, 15)})
    assert rest.figures[K, TOTAL] == known(5, 10)


def test_parts_that_do_not_fit_into_the_remainder_are_left_unsaid():
    claim = {(K, TOTAL): exactly(20), (K, CHILDREN): exactly(5), (K, MEN): exactly(9)}
    rest = sums.residual(claim, {(K, TOTAL): exactly(18), (K, CHILDREN): known(1)})
    assert rest.figures == {(K, TOTAL): exactly(2)}


def test_without_a_claim_nothing_is_left_over():
    assert sums.residual({}, {(K, TOTAL): exactly(3)}).is_empty


def test_the_records_add_to_a_claim_only_what_it_is_silent_on():
    found = sums.headline({(I, TOTAL): exactly(33)}, {(I, CHILDREN): exactly(7)})
    assert found == {(I, TOTAL): exactly(33), (I, CHILDREN): known(7)}


def test_figures_come_back_from_json_as_they_went():
    figures = {(K, TOTAL): known(20), (I, TOTAL): Range(30, 30, about=True)}
    assert sums.unpacked(sums.packed(figures)) == figures

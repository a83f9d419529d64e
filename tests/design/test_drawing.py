"""Where marks stand: exact as dots, ranges as bars, revisions as trails; mirrored for Arabic."""

import pytest

from casework.drawing import Axis, TollRow, draw


@pytest.mark.parametrize(
    ("most", "step", "top"),
    [
        (0, 1, 1),
        (4, 1, 5),
        (15, 5, 20),
        (24, 5, 25),
        (25, 10, 30),
        (99, 20, 100),
        (1200, 500, 1500),
    ],
)
def test_the_axis_has_few_round_ticks_and_room_for_the_highest(most, step, top):
    axis = Axis.reaching(most)
    assert (axis.step, axis.top) == (step, top)
    assert len(axis.ticks()) <= 6


def place(share):
    return float(share.rstrip("%"))


def test_an_exact_number_is_a_dot_and_a_range_a_bar():
    _, [(_, exact), (_, between), (_, unknown)] = draw(
        [TollRow("a", 20, 20), TollRow("b", 10, 20), TollRow("c")]
    )
    assert (exact.dot != "", exact.bar) == (True, None)
    assert between.dot == ""
    assert place(between.bar["x"]) + place(between.bar["width"]) == pytest.approx(place(exact.dot))
    assert (unknown.dot, unknown.bar) == ("", None)


def test_at_least_starts_with_a_dot_and_stays_open():
    axis, [(_, marks)] = draw([TollRow("a", 12)])
    assert marks.bar["open"]
    assert place(marks.bar["x"]) == pytest.approx(place(marks.dot))
    assert place(marks.bar["x"]) + place(marks.bar["width"]) == pytest.approx(axis.at(axis.top))


def test_up_to_starts_at_nothing_and_has_no_dot():
    axis, [(_, marks)] = draw([TollRow("a", None, 12)])
    assert marks.dot == ""
    assert place(marks.bar["x"]) == pytest.approx(axis.at(0))


def test_a_trail_leads_from_the_revised_figure_past_the_rows_between():
    _, lines = draw([TollRow("a", 8, 8), TollRow("b"), TollRow("c", 13, 13, revises=0)])
    assert [len(marks.trails) for _, marks in lines] == [1, 1, 2]
    assert lines[2][1].trails[1]["x2"] == lines[2][1].dot


def test_an_unknown_figure_has_no_trail():
    _, lines = draw([TollRow("a"), TollRow("b", 13, 13, revises=0)])
    assert [marks.trails for _, marks in lines] == [[], []]


def test_the_mirrored_chart_is_the_same_from_the_other_side():
    rows = [TollRow("a", 8, 8), TollRow("b", 10, 15)]
    _, plain = draw(rows)
    _, mirrored = draw(rows, mirrored=True)
    assert place(plain[0][1].dot) + place(mirrored[0][1].dot) == pytest.approx(100)
    bar, turned = plain[1][1].bar, mirrored[1][1].bar
    assert place(bar["width"]) == pytest.approx(place(turned["width"]))
    assert place(turned["x"]) == pytest.approx(
        100 - place(bar["x"]) - place(bar["width"]), abs=0.02
    )

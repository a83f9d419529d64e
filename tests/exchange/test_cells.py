"""Cells as people write them: each line of the tables is one cell and what it says."""

from datetime import date, time

import pytest
from django.core.exceptions import ValidationError

from exchange.cells import (
    People,
    read_decimal,
    read_people,
    read_whole,
    read_yes_no,
    to_text,
    write_people,
)
from exchange.dates import DAY_FIRST, MIXED, MONTH_FIRST, column_order, read_day, read_hour

PEOPLE = [
    ("15", (15, 15)), (15.0, (15, 15)), ("1.0", (1, 1)), ("٢٠٠٦", (2006, 2006)),
    ("2,006", (2006, 2006)), ("10–15", (10, 15)), ("١ - ٢", (1, 2)), ("10 to 15", (10, 15)),
    ("بين 10 و 15", (10, 15)), ("10 إلى 15", (10, 15)), ("at least 4", (4, None)),
    ("at least 1,000", (1000, None)), ("4 على الأقل", (4, None)), ("20+", (20, None)),
    ("more than 20", (21, None)), ("up to 5", (None, 5)), ("طفل", (1, 1)), ("امرأتان", (2, 2)),
    ("طفلان", (2, 2)), ("2 قتلى", (2, 2)), ("لا يوجد", (0, 0)), ("none", (0, 0)), ("0", (0, 0)),
    ("", (None, None)), ("-", (None, None)), ("؟", (None, None)), ("غير معروف", (None, None)),
]  # fmt: skip


@pytest.mark.parametrize(("cell", "bounds"), PEOPLE)
def test_a_number_of_people_is_read_as_it_was_told(cell, bounds):
    people = read_people(cell)
    assert (people.minimum, people.maximum) == bounds


@pytest.mark.parametrize(
    ("cell", "total", "parts"),
    [
        ("15 (4 أطفال وامرأتان)", 15, {"children": 4, "women": 2}),
        ("5 بينهم طفلان", 5, {"children": 2}),
        ("5 (2 children)", 5, {"children": 2}),
        ("5 including 2 women", 5, {"women": 2}),
        ("طفلان", 2, {"children": 2}),
    ],
)
def test_the_parts_in_a_total_s_cell_are_read_too(cell, total, parts):
    people = read_people(cell)
    assert people.minimum == total
    assert {group: part.minimum for group, part in people.parts.items()} == parts


@pytest.mark.parametrize("word", ["عدة", "عشرات", "dozens", "hundreds", "several", "مئات"])
def test_vague_words_are_refused_with_what_to_write_instead(word):
    with pytest.raises(ValidationError, match="at least 10") as refused:
        read_people(word)
    assert refused.value.code == "vague"


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("-1", "negative"),
        ("3.9", "fraction"),
        ("15-10", "order"),
        ("99999999999", "huge"),
        ("2 + 3", "invalid"),
        ("abc", "invalid"),
    ],
)
def test_what_is_no_number_of_people_is_refused(cell, code):
    with pytest.raises(ValidationError) as refused:
        read_people(cell)
    assert refused.value.code == code


@pytest.mark.parametrize(
    "people", [People(), People(0, 0), People(4, None), People(None, 4), People(3, 5)]
)
def test_a_written_number_is_read_back_the_same(people):
    assert read_people(write_people(people.minimum, people.maximum)) == people


DAYS = [
    ("2024-11-28", date(2024, 11, 28)), ("28/11/2024", date(2024, 11, 28)),
    ("٢٨/١١/٢٠٢٤", date(2024, 11, 28)), ("28.11.2024", date(2024, 11, 28)),
    ("28 تشرين الثاني 2024", date(2024, 11, 28)), ("28 نوفمبر 2024", date(2024, 11, 28)),
    ("١٢ كانون الأول ٢٠٢٤", date(2024, 12, 12)), ("28 Nov 2024", date(2024, 11, 28)),
    ("Nov. 28, 2024, 1:22 p.m.", date(2024, 11, 28)), ("11/28/24", date(2024, 11, 28)),
    (45623, date(2024, 11, 27)), ("45623", date(2024, 11, 27)),
]  # fmt: skip


@pytest.mark.parametrize(("cell", "day"), DAYS)
def test_a_day_is_read_in_any_writing(cell, day):
    assert read_day(cell).first == day


def test_a_range_of_days_keeps_both_ends():
    day = read_day("27-28/11/2024")
    assert (day.first, day.last) == (date(2024, 11, 27), date(2024, 11, 28))


def test_midnight_in_a_date_cell_is_no_time():
    day = read_day("11/28/24 12:00 AM")
    assert day.time is None
    assert day.placeholder


def test_a_time_with_its_zone_belongs_to_our_local_day():
    day = read_day("2024-11-28T23:22:00Z")
    assert (day.first, day.time) == (date(2024, 11, 29), time(2, 22))


@pytest.mark.parametrize("cell", ["31/11/2024", "29/2/2023"])
def test_a_day_that_does_not_exist_is_refused_with_the_month_s_length(cell):
    with pytest.raises(ValidationError, match="days"):
        read_day(cell)


@pytest.mark.parametrize(
    ("values", "order"),
    [
        (["28/11/2024", "03/04/2024"], DAY_FIRST),
        (["11/28/2024", "03/04/2024"], MONTH_FIRST),
        (["11/28/2024", "28/11/2024"], MIXED),
        (["03/04/2024"], DAY_FIRST),
    ],
)
def test_the_order_of_dates_is_settled_for_a_column(values, order):
    assert column_order(values) == order


def test_an_ambiguous_day_in_a_mixed_column_is_refused():
    with pytest.raises(ValidationError) as refused:
        read_day("03/04/2024", MIXED)
    assert refused.value.code == "ambiguous"


@pytest.mark.parametrize(
    ("cell", "clock", "part"),
    [
        ("13:22", time(13, 22), ""),
        ("8:56 ص", time(8, 56), ""),
        ("٢١:٣٠", time(21, 30), ""),
        (0.556944444, time(13, 22), ""),
        ("1:22 p.m.", time(13, 22), ""),
        ("8 مساءً", time(20, 0), ""),
        ("ظهراً", None, "midday"),
        ("بعد الظهر", None, "afternoon"),
    ],
)
def test_a_time_or_a_part_of_the_day(cell, clock, part):
    hour = read_hour(cell)
    assert (hour.time, hour.part) == (clock, part)


def test_yes_and_no_in_two_languages_and_nothing_else():
    assert [read_yes_no(cell) for cell in ("yes", "نعم", "no", "لا", "")] == [
        True,
        True,
        False,
        False,
        None,
    ]
    with pytest.raises(ValidationError):
        read_yes_no("perhaps")


def test_numbers_know_arabic_separators_and_refuse_fractions_where_whole():
    assert str(read_decimal("٣٣٫٥")) == "33.5"
    assert read_whole("3.0") == 3
    with pytest.raises(ValidationError):
        read_whole("3.9")


def test_text_loses_what_cannot_be_seen_and_keeps_the_rest():
    assert to_text("\u00a0الأتــارب\u200f") == "الأتــارب"
    assert to_text("'+963 11") == "+963 11"
    assert to_text("'quoted'") == "'quoted'"

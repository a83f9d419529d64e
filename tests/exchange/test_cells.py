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
from exchange.cells.dates import (
    DAY_FIRST,
    MIXED,
    MONTH_FIRST,
    UNSETTLED,
    column_order,
    left_as_text,
    read_day,
    turned_round,
)
from exchange.cells.hours import read_hour
from exchange.widgets import AngleCell
from incidents.sheet_columns import figure_columns

PEOPLE = [
    ("15", (15, 15)), (15.0, (15, 15)), ("1.0", (1, 1)), ("٢٠٠٦", (2006, 2006)),
    ("۲۰۰۶", (2006, 2006)), ("2,006", (2006, 2006)), ("٢٬٠٠٦", (2006, 2006)),
    ("2'006", (2006, 2006)), ("10–15", (10, 15)), ("10—15", (10, 15)), ("١ - ٢", (1, 2)),
    ("10 to 15", (10, 15)), ("10 to 15 people", (10, 15)), ("3 or 4", (3, 4)),
    ("10 ~ 15", (10, 15)), ("بين 10 و 15", (10, 15)), ("10 إلى 15", (10, 15)),
    ("من 10 إلى 15", (10, 15)), ("at least 4", (4, None)), ("at least 1,000", (1000, None)),
    ("4 على الأقل", (4, None)), ("ما لا يقل عن 20", (20, None)), ("20 فأكثر", (20, None)),
    ("20+", (20, None)), ("+20", (20, None)), ("≥20", (20, None)), ("5 or more", (5, None)),
    ("more than 20", (21, None)), ("> 20", (21, None)), ("up to 5", (None, 5)),
    ("حتى 15", (None, 15)), ("<5", (None, 4)), ("about 12", (12, 12)), ("~15", (15, 15)),
    ("حوالي 20", (20, 20)), ("at least twenty", (20, None)), ("ثلاثة", (3, 3)), ("طفل", (1, 1)),
    ("امرأتان", (2, 2)), ("طفلان", (2, 2)), ("خمسة أطفال", (5, 5)), ("2 قتلى", (2, 2)),
    ("لا يوجد", (0, 0)), ("none", (0, 0)), ("nobody", (0, 0)), ("0", (0, 0)), ("صفر", (0, 0)),
    ("", (None, None)), ("-", (None, None)), ("--", (None, None)), ("/", (None, None)),
    ("؟", (None, None)), ("…", (None, None)), ("غير معروف", (None, None)), ("TBC", (None, None)),
    ("n/a", (None, None)), ("not reported", (None, None)), ("لم يسجل", (None, None)),
    ("15 (at least)", (15, None)), ("20 (كحد أقصى)", (None, 20)), ("⩾10", (10, None)),
    ("=>10", (10, None)), ("twenty-five", (25, 25)), ("thirty one killed", (31, 31)),
    ("خمسة وعشرون", (25, 25)), ("خمسة و عشرين", (25, 25)), ("ثلاثة عشر", (13, 13)),
    ("أحد عشر", (11, 11)), ("اثنا عشر شهيداً", (12, 12)), ("عشرة إلى خمسة عشر", (10, 15)),
    ("مئة", (100, 100)), ("١٥ قتيلاً", (15, 15)), ("12.0", (12, 12)),
]  # fmt: skip


@pytest.mark.parametrize(("cell", "bounds"), PEOPLE)
def test_a_number_of_people_is_read_as_it_was_told(cell, bounds):
    people = read_people(cell)
    assert (people.minimum, people.maximum) == bounds


@pytest.mark.parametrize(
    ("cell", "is_about"),
    [
        *[("about 5", True), ("5?", True), ("5 ؟", True), ("5", False), ("?5", True)],
        *[("≈5", True), ("±5", True), ("5 (approx.)", True), ("5 (تقريبا)", True)],
    ],
)
def test_a_number_that_is_doubted_is_about_so_many(cell, is_about):
    people = read_people(cell)
    assert (people.minimum, people.maximum, people.about) == (5, 5, is_about)


@pytest.mark.parametrize(
    ("cell", "total", "parts"),
    [
        ("15 (4 أطفال وامرأتان)", 15, {"children": 4, "women": 2}),
        ("5 بينهم طفلان", 5, {"children": 2}),
        ("5 (2 children)", 5, {"children": 2}),
        ("5 including 2 women", 5, {"women": 2}),
        ("طفلان", 2, {"children": 2}),
        ("4: 2 women 2 children", 4, {"women": 2, "children": 2}),
        ("2 (women)", 2, {"women": 2}),
        ("2 women and 3 children", 5, {"women": 2, "children": 3}),
        ("3 أطفال و 2 نساء", 5, {"children": 3, "women": 2}),
        ("امرأة وطفلان", 3, {"women": 1, "children": 2}),
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
        ("🙂", "invalid"),
        ("2 006", "invalid"),
        ("1,5", "invalid"),
        ("3/4", "invalid"),
        ("5-", "invalid"),
        ("less than 0", "invalid"),
        ("3 killed, 5 injured", "invalid"),
        ("3 شهداء و5 جرحى", "invalid"),
        ("1.000", "thousands"),
        ("1.000.000", "thousands"),
        ("2.006", "thousands"),
        ("5×", "invalid"),
        ("- 5", "invalid"),
        ("+/- 5", "invalid"),
        ("50%", "no_count"),
        ("$500", "no_count"),
        ("500 ل.س", "no_count"),
        ("0944 123 456", "phone"),
        ("+963 944 123 456", "phone"),
        ("9" * 5000, "huge"),
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


@pytest.mark.parametrize(
    ("column", "cell"),
    [
        ("killed", "4 جرحى"),
        ("killed", "3 wounded"),
        ("injured", "3 killed"),
        ("injured", "طفل شهيد"),
        ("injured", "3 شهداء وجريح"),
        ("missing", "2 dead"),
    ],
)
def test_a_number_of_others_is_not_taken_for_those_whom_the_column_counts(column, cell):
    widget = figure_columns()[column].widget
    with pytest.raises(ValidationError) as refused:
        widget.clean(cell)
    assert refused.value.code == "others"


def test_the_words_of_its_own_column_may_stand_with_a_number():
    assert figure_columns()["killed"].widget.clean("4 شهداء").minimum == 4
    assert figure_columns()["injured"].widget.clean("4 wounded").minimum == 4


DAYS = [
    ("2024-11-28", date(2024, 11, 28)), ("28/11/2024", date(2024, 11, 28)),
    ("٢٨/١١/٢٠٢٤", date(2024, 11, 28)), ("28.11.2024", date(2024, 11, 28)),
    ("28 تشرين الثاني 2024", date(2024, 11, 28)), ("28 نوفمبر 2024", date(2024, 11, 28)),
    ("١٢ كانون الأول ٢٠٢٤", date(2024, 12, 12)), ("28 Nov 2024", date(2024, 11, 28)),
    ("Nov. 28, 2024, 1:22 p.m.", date(2024, 11, 28)), ("11/28/24", date(2024, 11, 28)),
    (45623, date(2024, 11, 27)), ("45623", date(2024, 11, 27)), ("28-Nov-24", date(2024, 11, 28)),
    ("28/تشرين الثاني/2024", date(2024, 11, 28)), ("28 ت2 2024", date(2024, 11, 28)),
    ("الخميس 28 تشرين الثاني 2024", date(2024, 11, 28)),
    ("Thursday, 28th of November 2024", date(2024, 11, 28)), ("2024/11/28", date(2024, 11, 28)),
    ("20241128", date(2024, 11, 28)), ("28 novembre 2024", date(2024, 11, 28)),
    ("1er août 2024", date(2024, 8, 1)), ("5 غشت 2024", date(2024, 8, 5)),
    ("12 أوت 2024", date(2024, 8, 12)), ("28 جانفي 2024", date(2024, 1, 28)),
    ("28 يوليه 2024", date(2024, 7, 28)), ("28 نوفمبر/تشرين الثاني 2024", date(2024, 11, 28)),
    ("28/11/2024م", date(2024, 11, 28)), ("28 Kasım 2024", date(2024, 11, 28)),
    ("28 / 11 / 2024", date(2024, 11, 28)), ("۲۸/۱۱/۲۰۲۴", date(2024, 11, 28)),
    ("28/11/99", date(1999, 11, 28)), ("28/11/24", date(2024, 11, 28)),
    ("الخميس 28/11/2024", date(2024, 11, 28)), ("Thursday, 28/11/2024", date(2024, 11, 28)),
]  # fmt: skip


@pytest.mark.parametrize(("cell", "day"), DAYS)
def test_a_day_is_read_in_any_writing(cell, day):
    assert read_day(cell).first == day


@pytest.mark.parametrize(
    ("cell", "first", "last"),
    [
        ("27-28/11/2024", date(2024, 11, 27), date(2024, 11, 28)),
        ("27 - 28 تشرين الثاني 2024", date(2024, 11, 27), date(2024, 11, 28)),
        ("من 27 إلى 28 تشرين الثاني 2024", date(2024, 11, 27), date(2024, 11, 28)),
        ("27 Nov - 2 Dec 2024", date(2024, 11, 27), date(2024, 12, 2)),
        ("27/11 - 2/12/2024", date(2024, 11, 27), date(2024, 12, 2)),
        ("27/11/2024 و 28/11/2024", date(2024, 11, 27), date(2024, 11, 28)),
        ("November 2024", date(2024, 11, 1), date(2024, 11, 30)),
    ],
)
def test_several_days_keep_both_ends(cell, first, last):
    day = read_day(cell)
    assert (day.first, day.last) == (first, last)


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("12/5/1446", "hijri"),
        ("26 جمادى الأولى 1446 هـ", "hijri"),
        ("12 Muharram 1446", "hijri"),
        ("28/11", "no_year"),
        ("28/11/2024 - 27/11/2024", "order"),
        ("2024-28-11", "invalid"),
        ("yesterday", "invalid"),
    ],
)
def test_what_is_no_day_is_refused_with_the_reason(cell, code):
    with pytest.raises(ValidationError) as refused:
        read_day(cell)
    assert refused.value.code == code


def test_a_day_may_say_its_part():
    assert read_day("28/11/2024 صباحاً").part == "morning"


def test_midnight_in_a_date_cell_is_no_time():
    day = read_day("11/28/24 12:00 AM")
    assert day.time is None
    assert day.placeholder


def test_a_time_with_its_zone_belongs_to_our_local_day():
    day = read_day("2024-11-28T23:22:00Z")
    assert (day.first, day.time) == (date(2024, 11, 29), time(2, 22))


def test_the_end_of_a_time_is_no_zone_that_moves_its_day():
    with pytest.raises(ValidationError, match="cannot be read"):
        read_day("2024-11-28 13:22-13:40")
    with pytest.raises(ValidationError, match="not a time"):
        read_hour("13:22-13:40")
    assert read_day("2024-11-28T13:22:00-03:00").time == time(19, 22)
    assert read_hour("13:22:00.000+03:00").time == time(13, 22)


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
        (["03/04/2024"], UNSETTLED),
        (["05/05/2024"], DAY_FIRST),
    ],
)
def test_the_order_of_dates_is_settled_for_a_column(values, order):
    assert column_order(values) == order


@pytest.mark.parametrize(
    ("values", "left"),
    [
        (["2024-03-01", "13/01/2024", "25/01/2024"], "13/01/2024"),
        (["2024-03-01T13:22:00", "01/13/2024"], "01/13/2024"),
        (["2024-03-01", "13/01/2024", "02/01/2024"], ""),  # this one would be no text any more
        (["2024-03-21", "13/01/2024"], ""),
        (["2024-03-01", "13/01/2024", "01/25/2024"], ""),
        (["2024-03-01", "2024-03-02"], ""),
    ],
)
def test_a_text_shows_that_a_spreadsheet_may_have_turned_the_other_days_round(values, left):
    assert left_as_text(values) == left


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("2024-03-01", date(2024, 1, 3)),
        ("2024-03-01T13:22:00", date(2024, 1, 3)),
        ("2024-03-03", None),
        ("2024-03-13", None),
        ("13/01/2024", None),
        (45000, None),
    ],
)
def test_a_day_is_turned_round_where_that_is_another_day(cell, day):
    assert turned_round(cell) == day


@pytest.mark.parametrize("order", [MIXED, UNSETTLED])
def test_a_day_of_two_readings_is_refused_with_both_where_its_column_settles_nothing(order):
    with pytest.raises(ValidationError, match="3 April or 4 March") as refused:
        read_day("03/04/2024", order)
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
        ("الساعة 8 صباحاً", time(8, 0), ""),
        ("8am", time(8, 0), ""),
        ("13h22", time(13, 22), ""),
        ("1322", time(13, 22), ""),
        ("0.556944", time(13, 22), ""),
        ("1899-12-31T13:22:00", time(13, 22), ""),
        ("3 عصراً", time(15, 0), ""),
        ("1 ظهراً", time(13, 0), ""),
        ("12 ليلاً", time(0, 0), ""),
        ("1 ليلاً", time(1, 0), ""),
        ("11 ليلاً", time(23, 0), ""),
        ("صباح اليوم", None, "morning"),
        ("مساء الخميس", None, "evening"),
        ("around noon", None, "midday"),
        ("late evening", None, "evening"),
        ("قبل الظهر", None, "morning"),
        ("بعد منتصف الليل", None, "after_midnight"),
        ("بعد صلاة الجمعة", None, "afternoon"),
        ("عند الفجر", None, "dawn"),
        ("ظهراً", None, "midday"),
        ("بعد الظهر", None, "afternoon"),
    ],
)
def test_a_time_or_a_part_of_the_day(cell, clock, part):
    hour = read_hour(cell)
    assert (hour.time, hour.part) == (clock, part)


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("10:30 ظهراً", "invalid"),  # neither half past ten in the morning nor at night
        ("13:22 صباحاً", "invalid"),
        ("18:00 am", "invalid"),
        ("2024-11-28 00:00:00", "only_a_day"),
        ("2024-11-28T00:00:00", "only_a_day"),
        ("13:22:00Z", "zone"),
        ("13:22:00.000+00:00", "zone"),
    ],
)
def test_a_time_that_contradicts_itself_or_is_none_of_ours_is_refused(cell, code):
    with pytest.raises(ValidationError) as refused:
        read_hour(cell)
    assert refused.value.code == code


@pytest.mark.parametrize("cell", ["1899-12-30T00:00:00", "1900-01-01 00:00:00", "00:00"])
def test_midnight_of_a_workbook_s_day_of_none_is_a_time(cell):
    assert read_hour(cell).time == time(0, 0)


YES_OR_NO = [
    ("yes", True), ("نعم", True), ("صحيح", True), ("TRUE", True), ("✓", True), ("1", True),
    (True, True), ("oui", True), ("no", False), ("لا", False), ("خطأ", False), ("false", False),
    ("✗", False), ("0", False), ("لا يوجد", False), ("", None), ("-", None), ("غير معروف", None),
]  # fmt: skip


@pytest.mark.parametrize(("cell", "meaning"), YES_OR_NO)
def test_yes_and_no_are_read_in_their_languages(cell, meaning):
    assert read_yes_no(cell) is meaning


@pytest.mark.parametrize("cell", ["perhaps", "x", "50%", "2", "yes?", "نعم؟"])
def test_nothing_else_is_silently_no(cell):
    with pytest.raises(ValidationError):
        read_yes_no(cell)


@pytest.mark.parametrize(
    ("cell", "hemispheres", "degrees"),
    [
        ("36.1379", "NS", "36.137900"),
        ("36,1379", "NS", "36.137900"),
        ("٣٦٫١٣٧٩", "NS", "36.137900"),
        ("36°08'16\"N", "NS", "36.137778"),
        ("N 36 8.27", "NS", "36.137833"),
        ("36.8284 شرق", "EW", "36.828400"),
    ],
)
def test_half_a_point_is_read_in_any_writing(cell, hemispheres, degrees):
    assert str(AngleCell(hemispheres).clean(cell)) == degrees


@pytest.mark.parametrize("cell", ["36..13", "36. 13", "36.13."])
def test_a_slip_at_the_decimal_point_makes_no_minutes(cell):
    with pytest.raises(ValidationError):
        AngleCell("NS").clean(cell)


def test_a_longitude_in_the_column_of_latitudes_is_told():
    with pytest.raises(ValidationError) as refused:
        AngleCell("NS").clean("36.8284 E")
    assert refused.value.code == "swapped"


def test_numbers_know_arabic_separators_and_refuse_fractions_where_whole():
    assert str(read_decimal("٣٣٫٥")) == "33.5"
    assert read_whole("3.0") == 3
    with pytest.raises(ValidationError):
        read_whole("3.9")


def test_text_loses_what_cannot_be_seen_and_keeps_the_rest():
    assert to_text("\u00a0الأتــارب\u200f") == "الأتــارب"
    assert to_text("'+963 11") == "+963 11"
    assert to_text("'quoted'") == "'quoted'"


@pytest.mark.parametrize(
    "cell", ["????", "????? ????", "(25) ??????", "?? ????", "???? mortar ??? ??"]
)
def test_letters_that_were_lost_in_the_saving_are_not_taken_for_unknown(cell):
    with pytest.raises(ValidationError) as refused:
        read_people(cell)
    assert refused.value.code == "lost_letters"


def test_a_question_mark_or_three_say_that_nobody_knows():
    assert not any(read_people(cell).is_known for cell in ("?", "??", "???", "؟"))
    assert to_text("What was it????") == "What was it????"

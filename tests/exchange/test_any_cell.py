"""Whatever stands in a cell is read or refused with a sentence; what is written is read again."""

import string

from django.core.exceptions import ValidationError
from hypothesis import given, settings
from hypothesis import strategies as st

from exchange import widgets
from exchange.cells import read_people, write_people
from exchange.cells.dates import read_day
from exchange.cells.hours import read_hour
from incidents.choices import Weapon
from incidents.sheet_parts import read_hits
from incidents.sheet_words import WEAPON_KEYWORDS, WEAPONS

READERS = (
    widgets.TextCell(),
    widgets.WholeCell(),
    widgets.DecimalCell(),
    widgets.AngleCell("NS"),
    widgets.YesNoCell(),
    widgets.DayCell(),
    widgets.DateCell(),
    widgets.MomentCell(),
    widgets.HourCell(),
    widgets.PeopleCell(),
    widgets.ChoiceCell(Weapon.choices, words=WEAPONS, keywords=WEAPON_KEYWORDS),
    widgets.ChoicesCell(Weapon.choices),
)
# Letters that the readers know, so that chance meets their grammar, and any other.
KNOWN = (
    string.digits
    + string.ascii_letters
    + "٠١٢٣٤٥٦٧٨٩۰۹ -–/.,:()+×%<>≥~'\"°"
    + "ابتثجحخدذرزسشصضطظعغفقكلمنهويءأإةى،؛"
)
WORDS = [
    *("28", "11", "2024", "/", "-", " ", "Nov", "تشرين الثاني", "at least", "و", "طفل", "3", "٤"),
    *("(", ")", "to", "إلى", "including", "م", "ص", ":", "30", "%", "+", ".", ",", "هـ", "من"),
]
CELLS = st.one_of(
    st.text(alphabet=KNOWN, max_size=40),
    st.text(max_size=40),
    st.integers(),
    st.floats(),
    st.booleans(),
    st.none(),
    st.lists(st.sampled_from(WORDS), max_size=8).map("".join),
)  # fmt: skip


@settings(max_examples=400, deadline=None)
@given(CELLS)
def test_no_cell_is_more_than_a_mistake_in_a_cell(cell):
    for reader in READERS:
        try:
            reader.clean(cell)
        except ValidationError:
            continue
    read_hits(cell if isinstance(cell, str) else "")


@settings(max_examples=400, deadline=None)
@given(CELLS)
def test_a_number_of_people_that_was_read_and_written_is_read_the_same(cell):
    try:
        people = read_people(cell)
    except ValidationError:
        return
    again = read_people(write_people(people.minimum, people.maximum, about=people.about))
    assert (again.minimum, again.maximum, again.about) == (
        people.minimum,
        people.maximum,
        people.about,
    )


@settings(max_examples=400, deadline=None)
@given(CELLS)
def test_a_day_and_an_hour_that_were_read_and_written_are_read_the_same(cell):
    for reader, widget in ((read_day, widgets.DayCell()), (read_hour, widgets.HourCell())):
        try:
            found = reader(cell)
        except ValidationError:
            continue
        value = found and (getattr(found, "first", None) or found.time)
        if value:
            again = reader(widget.render(value))
            assert (getattr(again, "first", None) or again.time) == value


@settings(max_examples=300, deadline=None)
@given(st.one_of(st.integers(-(10**9), 10**9), st.decimals(-1000, 1000, places=6)))
def test_numbers_that_are_written_are_read_again(number):
    reader = widgets.WholeCell() if isinstance(number, int) else widgets.DecimalCell()
    assert reader.clean(reader.render(number)) == number
    assert reader.clean(str(reader.render(number))) == number

"""No sheet loses a row: rows in the file = new + changed + unchanged + skipped + refused."""

import csv
import io
from collections import Counter

import pytest
import xlsxwriter
from django.core.exceptions import ValidationError
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from exchange import importing
from exchange.models import Import
from incidents.models import Incident
from ordnance.models import Ticket
from tests.factories import make_person

HEADERS = [
    *("external_id", "date", "place", "pcode", "weapon", "killed", "injured", "lat", "lon", "time"),
    *("party", "damage", "source", "notes", "ref", "version", "what is this"),
]
WORDS = st.sampled_from(
    ["", "-", "?", "15", "١٥", "10-15", "at least 4", "عدة", "28/11/2024", "31/11/2024",
     "12/11/24", "2024-11-28T10:00",
     "الأتارب", "Atarib", "SY070100", "ZZ99", "غارة جوية", "airstrike", "magic",
     "36.1", "99", "13:22", "فجرا", "#REF!", "#date", "Total", "المجموع", "=1+1", "'=1+1", "+963",
     "* a note of more than six words, said below all", "INC-2024-000001", "1", "true", "\ufffd",
     "a\tb", "a\nb", '"', "'", ";", "\u202e", "A-1", "A-2"]
)  # fmt: skip
CELLS = WORDS | st.text(max_size=12).filter(lambda text: "\r" not in text)
NUMBERS = st.integers(-(10**18), 10**18) | st.floats(allow_nan=False, allow_infinity=False)
FEW = settings(
    max_examples=12,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # shrinking takes minutes
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


def rows_of(cells):
    """Rows under a header that has what every sheet needs, of all lengths, some of them blank."""
    row = st.lists(cells, max_size=len(HEADERS) + 2)
    return st.lists(row | st.just([]), min_size=1, max_size=12)


def as_csv(rows):
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    return out.getvalue().encode("utf-8", "replace")


def as_xlsx(*sheets):
    """A workbook of these sheets, each a list of rows."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"strings_to_formulas": False, "strings_to_urls": False})
    for rows in sheets:
        page = book.add_worksheet()
        for number, row in enumerate(rows):
            for place, cell in enumerate(row):
                write = page.write_string if isinstance(cell, str) else page.write_number
                write(number, place, cell)
    book.close()
    return out.getvalue()


def is_filled(row):
    return any(not isinstance(cell, str) or cell.strip() for cell in row)


def last_filled(rows):
    """How many rows there are: blank ones at the end of a sheet are none."""
    return max((number for number, row in enumerate(rows, 1) if is_filled(row)), default=0)


def followed(by, content, name, kind="incidents"):
    """The sheet through stage, check and apply; what it wrote is taken back."""
    with transaction.atomic():
        sheet = importing.stage(kind=kind, content=content, name=name, by=by)
        sheet = importing.check(sheet)
        checked = dict(sheet.totals)
        model = {"incidents": Incident, "tickets": Ticket}[kind]
        before = model.objects.count()
        sheet = importing.apply(sheet, by=by)
        made = model.objects.count() - before
        transaction.set_rollback(True)
    return checked, sheet.totals, made


def assert_none_lost(rows, checked, applied, made, *, joined=False):
    """`joined`: several rows may make one record."""
    verdicts = ("new", "changed", "unchanged", "skipped", "refused")
    assert checked == applied
    assert applied["rows"] == sum(applied[name] for name in verdicts) == rows
    assert made <= applied["new"] if joined else made == applied["new"]


@pytest.fixture
def by(demo_places):
    return make_person(role="data_manager", username="manager")


@FEW
@given(rows=rows_of(CELLS))
def test_no_text_loses_a_row(by, rows):
    rows = [HEADERS, *rows]
    count = last_filled(rows) - 1
    if count:
        assert_none_lost(count, *followed(by, as_csv(rows), "sheet.csv"))


@FEW
@given(rows=rows_of(CELLS.filter(lambda text: text.isprintable()) | NUMBERS))
def test_no_workbook_loses_a_row(by, rows):
    rows = [HEADERS, *rows]
    count = last_filled(rows) - 1
    if count:
        assert_none_lost(count, *followed(by, as_xlsx(rows), "sheet.xlsx"))


VISITS = [
    ["date", "pcode", "_uuid", "_index"],
    ["2024-11-28 09:00", "SY07", "v-1", 1],
    ["2024-11-29 09:00", "SY07", "v-2", 2],
    ["31/11/2024", "ZZ99", "v-3", 3],
]
REPEATS = st.tuples(
    CELLS.filter(lambda text: text.isprintable()) | NUMBERS,
    st.sampled_from(["rocket", "magic", "", 7]),
    st.sampled_from([1, 2, 3, "1", " 2 ", 77, "x", ""]),
)


@FEW
@given(items=st.lists(REPEATS, max_size=10))
def test_no_repeat_sheet_loses_a_row(by, items):
    """A visit stands in as many rows as it has items, in one at least; items without one last."""
    header = ["items/quantity", "items/item_category", "_parent_index"]
    items = [list(item) for item in items if is_filled(item)]
    parents = Counter(str(key).strip() for _quantity, _category, key in items)
    lost = sum(n for key, n in parents.items() if key not in ("1", "2", "3"))
    count = sum(max(parents[key], 1) for key in ("1", "2", "3")) + lost
    content = as_xlsx(VISITS, [header, *items])
    assert_none_lost(count, *followed(by, content, "visits.xlsx", "tickets"), joined=True)


@FEW
@given(content=st.binary(max_size=200), name=st.sampled_from(["a.csv", "a.xlsx", "a.ods"]))
def test_whatever_bytes_come_they_are_rows_or_a_sentence(by, content, name):
    header = ",".join(HEADERS).encode() + b"\n"
    try:
        checked, applied, made = followed(by, header + content, name)
    except ValidationError as refused:
        said = refused.messages
    else:
        said = []
        assert_none_lost(applied["rows"], checked, applied, made)
    assert len(said) <= 1
    assert not Import.objects.exists()

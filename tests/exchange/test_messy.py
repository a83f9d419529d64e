"""The messy sheet: each of its rows ends as its file of expectations says."""

import json
from pathlib import Path

import pytest

from incidents.ledger import Group, Outcome
from incidents.models import Actor, Incident
from incidents.toll import toll

DATA = Path(__file__).with_name("data")
EXPECTED = json.loads((DATA / "messy_incidents.expected.json").read_text())
ROWS = {row["excel_row"]: row for row in EXPECTED["rows"]}
PARTS = {
    "killed": (Outcome.KILLED, Group.TOTAL),
    "injured": (Outcome.INJURED, Group.TOTAL),
    "killed_children": (Outcome.KILLED, Group.CHILDREN),
    "killed_women": (Outcome.KILLED, Group.WOMEN),
    "killed_men": (Outcome.KILLED, Group.MEN),
    "injured_children": (Outcome.INJURED, Group.CHILDREN),
    "injured_women": (Outcome.INJURED, Group.WOMEN),
}
WEAPONS = {"mlrs/rocket": "rocket", "cluster_munition_rocket": "cluster_munition"}
# What each expected warning or error is called here.
CODES = {
    8: {"likely_duplicate", "swapped"},
    9: {"subdistrict_mismatch"},
    11: {"date_range", "text_parsed"},
    18: {"likely_duplicate"},
    23: {"ambiguous_place"},
    24: {"possible_duplicate"},
    25: {"likely_duplicate", "breakdown_parsed"},
}
ERRORS = {
    19: {"killed"},
    20: {"occurred_on", "injured"},
    21: {"occurred_on", "killed", "injured"},
    22: {"coordinates", "killed", "injured"},
}


@pytest.fixture
def messy(demo_places, bring):
    content = (DATA / "messy_incidents.xlsx").read_bytes()
    return bring("incidents", content, name="messy_incidents.xlsx", apply=True)


def test_every_row_ends_as_expected(messy):
    verdicts = {"import": "new", "warn": "new", "error": "refused", "duplicate": "skipped"}
    rows = {row.number: row for row in messy.rows.all()}
    ended = {number: rows[number].verdict for number in ROWS}
    assert ended == {n: verdicts.get(row["action"], "skipped") for n, row in ROWS.items()}


def test_the_totals_add_up_and_are_kept(messy):
    assert messy.totals == {
        "rows": 24, "new": 15, "changed": 0, "unchanged": 0, "skipped": 5, "refused": 4,
    }  # fmt: skip


def test_every_warning_and_every_error_is_at_its_cell(messy):
    for row in messy.rows.all():
        warned = {f["code"] for f in row.findings if f["severity"] == "warning"}
        assert CODES.get(row.number, set()) <= warned, row.number
        if ROWS.get(row.number, {}).get("action") == "import":
            assert not warned, row.number
        wrong = {f["column"] for f in row.findings if f["severity"] == "error"}
        assert wrong == ERRORS.get(row.number, set()), row.number


def incidents_with(messy, name):
    """(row number, incident, what the file expects under a name) of every row that has it."""
    for number, ref in messy.rows.exclude(ref="").values_list("number", "ref"):
        if name in ROWS[number]:
            yield number, Incident.objects.with_toll().get(ref=ref), ROWS[number][name]


def test_the_figures_are_as_they_were_told(messy):
    for name, key in PARTS.items():
        for number, incident, expected in incidents_with(messy, name):
            told = toll(incident, *key)
            low, high = expected if isinstance(expected, list) else (expected, expected)
            assert (told.minimum, told.maximum) == (low, high), (number, name)


def hour(incident):
    return f"{incident.time:%H:%M}" if incident.time else None


FIELDS = {
    "date": lambda i: str(i.occurred_on),
    "date_start": lambda i: str(i.occurred_on),
    "date_end": lambda i: str(i.occurred_until),
    "time": hour,
    "time_of_day": lambda i: i.part_of_day,
    "place": lambda i: i.place.pcode,
    "weapon": lambda i: i.weapon,
    "facilities": lambda i: sorted(d.facility for d in i.damages.all()),
    "latlon_approx": lambda i: pytest.approx([float(i.latitude), float(i.longitude)], abs=0.002),
}


def test_when_where_and_what_are_as_they_were_told(messy):
    for name, field in FIELDS.items():
        for number, incident, expected in incidents_with(messy, name):
            wanted = WEAPONS.get(expected, expected) if isinstance(expected, str) else expected
            assert field(incident) == wanted, (number, name)


def test_a_munition_is_found_in_words_or_its_words_are_kept(messy):
    for _number, incident, expected in incidents_with(messy, "munition"):
        assert expected in (str(incident.munition), incident.narrative) or (
            expected in incident.narrative
        )


def test_rows_enter_as_submitted_but_for_likely_repeats_which_wait(messy):
    status = dict(Incident.objects.values_list("external_id", "status"))
    assert status["A-101"] == "submitted"
    assert status["A-105"] == "draft"
    first = Incident.objects.get(external_id="A-101")
    assert [e.verb for e in first.events.order_by("version")] == ["created", "submit"]
    assert {e.batch for e in first.events.all()} == {messy.batch}


def test_parties_are_named_from_their_words(messy):
    incident = Incident.objects.get(external_id="A-101")
    codes = set(incident.attributions.values_list("actor__code", flat=True))
    assert codes == {"russian-forces", "syrian-government"}
    assert Actor.objects.count() == 2


def test_a_text_that_looks_like_a_formula_stays_text(messy):
    assert Incident.objects.get(external_id="A-120").narrative.startswith("+963 must stay text")


def test_the_same_file_again_changes_nothing(messy, bring):
    content = (DATA / "messy_incidents.xlsx").read_bytes()
    before = Incident.objects.count()
    again = bring("incidents", content, name="messy_incidents.xlsx", apply=True)
    assert (again.totals["new"], again.totals["changed"]) == (0, 0)
    assert Incident.objects.count() == before


def test_the_header_row_is_found_too(demo_places, bring):
    content = (DATA / "messy_incidents.xlsx").read_bytes()
    assert bring("incidents", content, name="messy_incidents.xlsx").header_row == 3

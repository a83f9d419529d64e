"""Whatever was imported, whatever people did since: undoing leaves exactly what the rule says."""

from dataclasses import dataclass, field

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from casework import actions
from exchange import importing
from exchange.importing import undoing
from incidents.models import Damage, Incident
from tests.exchange.conftest import as_csv
from tests.factories import make_incident

HEADERS = ["id", "date", "place", "weapon", "killed", "site", "title", "damage"]
WEAPONS = ("mortar", "airstrike", "rocket")
WORDS = ("", "north", "south")
FIELDS = ("weapon", "site_name", "title")

rows = st.fixed_dictionaries(
    {
        "weapon": st.sampled_from(WEAPONS),
        "killed": st.sampled_from(("", "3", "7")),
        "site_name": st.sampled_from(WORDS),
        "title": st.sampled_from(WORDS),
        "damage": st.sampled_from(("", "market", "school")),
    }
)
# What a person does to a record after the import: change fields, add a record, or nothing.
deeds = st.one_of(
    st.none(),
    st.dictionaries(
        st.sampled_from(FIELDS[1:]), st.sampled_from(("later", "north", "old")), min_size=1
    ),
    st.just("adds"),
)
worlds = st.lists(st.tuples(st.booleans(), rows, deeds), min_size=1, max_size=4)


@dataclass
class Kept:
    """A record before the import, after it, and once people were done with it."""

    stored: bool
    row: dict
    deed: object
    states: list = field(default_factory=list)


def state(key):
    """All that counts of a record: its fields, and which of its records stand."""
    case = Incident.objects.filter(pk=key).first() if key else None
    if case is None:
        return None
    fields = {name: getattr(case, name) for name in (*FIELDS, "status", "external_id")}
    records = {
        model: frozenset(str(pk) for pk in getattr(case, model).values_list("pk", flat=True))
        for model in ("sources", "casualty_reports", "damages")
    }
    figures = frozenset(
        str(figure.pk) for report in case.casualty_reports.all() for figure in report.figures.all()
    )
    return fields | records | {"figures": figures}


def do(deed, case, person):
    case = Incident.objects.get(pk=case.pk)
    if deed == "adds":
        actions.add(case, Damage(incident=case, facility="home"), by=person)
    elif deed:
        for name, value in deed.items():
            setattr(case, name, value)
        actions.edit(case, by=person)


@pytest.mark.django_db
@settings(
    max_examples=12, deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip
@given(world=worlds)
def test_undoing_leaves_what_the_rule_says_and_its_undoing_what_was(cast, world):
    by, person = cast.data_manager, cast.coordinator
    start = Incident.objects.count()
    keys, before = {}, {}
    for n, (stored, _row, _deed) in enumerate(world):
        number = f"P{start}-{n}"
        if stored:
            case = make_incident(cast=cast, external_id=number, site_name="old", title="old",
                                 weapon="missile")  # fmt: skip
            keys[number] = case.pk
        before[number] = state(keys.get(number))
    sheet = [
        [f"P{start}-{n}", f"2024-0{n + 1}-11", "Atareb", row["weapon"], row["killed"],
         row["site_name"], row["title"], row["damage"]]
        for n, (_stored, row, _deed) in enumerate(world)
    ]  # fmt: skip
    staged = importing.stage(
        kind="incidents", content=as_csv([HEADERS, *sheet]), name="p.csv", by=by
    )
    applied = importing.apply(importing.check(staged), by=by)
    assert applied.totals["refused"] == 0
    keys = {number: Incident.objects.get(external_id=number).pk for number in before}
    imported = {number: state(key) for number, key in keys.items()}
    for number, (_stored, _row, deed) in zip(keys, world, strict=True):
        do(deed, Incident.objects.get(pk=keys[number]), person)
    present = {number: state(key) for number, key in keys.items()}

    undone = undoing.undo(applied, by=by)
    left = {(str(each.case), each.field) for each in undone.leftovers.all()}
    for number, (stored, _row, deed) in zip(keys, world, strict=True):
        after = state(keys[number])
        check(stored, deed, before[number], imported[number], present[number], after, {
            name for key, name in left if key == str(keys[number])
        })  # fmt: skip
    undoing.redo(undone, by=by)
    assert {number: state(key) for number, key in keys.items()} == present


def check(stored, deed, before, imported, present, after, left):
    """One record after the undoing, by the rule."""
    touched = present != imported
    if not stored:
        if touched:
            assert after == present
            assert left == {""}
        else:
            assert (after["status"], after["external_id"]) == ("withdrawn", "")
            assert left == set()
        return
    for name in FIELDS:
        if imported[name] == before[name]:
            assert after[name] == present[name]  # the sheet did not change it
        elif present[name] in (imported[name], before[name]):
            assert after[name] == before[name]
        else:
            assert after[name] == present[name]
            assert name in left
    for model in ("sources", "casualty_reports", "damages", "figures"):
        assert after[model] == before[model] | (present[model] - imported[model])

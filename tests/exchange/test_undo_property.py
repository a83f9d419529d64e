"""Whatever was imported, whatever people did since: undoing leaves exactly what the rule says."""

from collections.abc import Callable
from dataclasses import dataclass, field

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from casework import actions
from exchange import importing
from exchange.importing import undoing
from incidents.models import Damage, Incident
from ordnance.models import Item, Ticket
from tests.exchange.conftest import as_csv
from tests.factories import make_incident, make_ticket

WORDS = ("", "north", "south")


@dataclass(frozen=True)
class Kind:
    """A kind of sheet: what its rows may say, and what of a case counts.

    `fields` are told by the sheet, in columns of these headers; `deeds` may be changed by people;
    `adds` is a record that people add. `withdrawn` is the status of a case that was taken back.
    """

    name: str
    model: type
    columns: dict
    cells: dict
    fields: tuple
    records: tuple
    make: Callable
    adds: Callable
    withdrawn: str
    deeds: tuple

    def rows(self):
        return st.fixed_dictionaries({name: st.sampled_from(v) for name, v in self.cells.items()})

    def state(self, key):
        """All that counts of a case: its fields, and which of its records stand."""
        case = self.model.objects.filter(pk=key).first() if key else None
        if case is None:
            return None
        said = {name: getattr(case, name) for name in (*self.fields, "status", "external_id")}
        return said | {name: standing(case, name) for name in self.records}


def standing(case, path):
    """The keys of the records under a name, or under the records of another: “reports.figures”."""
    name, _dot, below = path.partition(".")
    records = getattr(case, name).all()
    if below:
        records = [each for record in records for each in getattr(record, below).all()]
    return frozenset(str(record.pk) for record in records)


INCIDENTS = Kind(
    name="incidents",
    model=Incident,
    columns={"date": "", "place": "Atareb", "weapon": "", "killed": "", "site": "site_name",
             "title": "", "damage": ""},
    cells={"weapon": ("mortar", "airstrike", "rocket"), "killed": ("", "3", "7"),
           "site_name": WORDS, "title": WORDS, "damage": ("", "market", "school")},
    fields=("weapon", "site_name", "title"),
    records=("sources", "casualty_reports", "casualty_reports.figures", "damages"),
    make=lambda cast, number: make_incident(
        cast=cast, external_id=number, site_name="old", title="old", weapon="missile"
    ),
    adds=lambda case: Damage(incident=case, facility="home"),
    withdrawn="withdrawn",
    deeds=("site_name", "title"),
)  # fmt: skip
TICKETS = Kind(
    name="tickets",
    model=Ticket,
    columns={"reported_at": "", "place": "Atareb", "site": "site_name", "title": "",
             "land_use": "", "item_category": "item", "quantity": "quantity"},
    cells={"site_name": WORDS, "title": WORDS, "land_use": ("", "home", "road"),
           "item": ("", "mortar", "rocket"), "quantity": ("", "2")},
    fields=("site_name", "title", "land_use"),
    records=("items", "sightings"),
    make=lambda cast, number: make_ticket(
        cast=cast, external_id=number, site_name="old", title="old", land_use="school"
    ),
    adds=lambda case: Item(ticket=case, category="grenade"),
    withdrawn="cancelled",
    deeds=("site_name", "title"),
)  # fmt: skip


def deeds(kind):
    """What a person does to a case after the import: change fields, add a record, or nothing."""
    changes = st.dictionaries(
        st.sampled_from(kind.deeds), st.sampled_from(("later", "north", "old")), min_size=1
    )
    return st.one_of(st.none(), changes, st.just("adds"))


def worlds(kind):
    """Lists of (whether the case was there before, what the row says, what a person did)."""
    return st.lists(st.tuples(st.booleans(), kind.rows(), deeds(kind)), min_size=1, max_size=4)


def do(kind, deed, key, person):
    case = kind.model.objects.get(pk=key)
    if deed == "adds":
        actions.add(case, kind.adds(case), by=person)
    elif deed:
        for name, value in deed.items():
            setattr(case, name, value)
        actions.edit(case, by=person)


def sheet_of(kind, numbers, world):
    """The header, and a row for each case of the world."""
    lines = [["id", *kind.columns]]
    for n, (number, (_stored, row, _deed)) in enumerate(zip(numbers, world, strict=True)):
        day = f"2024-0{n + 1}-11"
        cells = [
            day if header in ("date", "reported_at") else row.get(name or header, name)
            for header, name in kind.columns.items()
        ]
        lines.append([number, *cells])
    return as_csv(lines)


@pytest.mark.django_db
@pytest.mark.parametrize("kind", [INCIDENTS, TICKETS], ids=lambda kind: kind.name)
@settings(
    max_examples=12, deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip
@given(data=st.data())
def test_undoing_leaves_what_the_rule_says_and_its_undoing_what_was(cast, kind, data):
    world = data.draw(worlds(kind))
    by, person = cast.data_manager, cast.dispatcher if kind is TICKETS else cast.coordinator
    start = kind.model.objects.count()
    numbers = [f"P{start}-{n}" for n in range(len(world))]
    stored = {
        number: kind.make(cast, number).pk
        for number, (was_there, _row, _deed) in zip(numbers, world, strict=True)
        if was_there
    }
    before = {number: kind.state(stored.get(number)) for number in numbers}
    content = sheet_of(kind, numbers, world)
    staged = importing.stage(kind=kind.name, content=content, name="p.csv", by=by)
    applied = importing.apply(importing.check(staged), by=by)
    assert applied.totals["refused"] == 0, [row.findings for row in applied.rows.all()]

    keys = {number: kind.model.objects.get(external_id=number).pk for number in numbers}
    imported = {number: kind.state(key) for number, key in keys.items()}
    for key, (_stored, _row, deed) in zip(keys.values(), world, strict=True):
        do(kind, deed, key, person)
    present = {number: kind.state(key) for number, key in keys.items()}

    undone = undoing.undo(applied, by=by)
    left = {(str(each.case), each.field) for each in undone.leftovers.all()}
    for number, key in keys.items():
        told = Told(before[number], imported[number], present[number], kind.state(key))
        told.left = {name for case, name in left if case == str(key)}
        check(kind, told)
    undoing.redo(undone, by=by)
    assert {number: kind.state(key) for number, key in keys.items()} == present


@dataclass
class Told:
    """The states of a case: before the import, after it, when people were done, after undoing."""

    before: dict | None
    imported: dict
    present: dict
    after: dict
    left: set = field(default_factory=set)


def check(kind, told):
    """One case after the undoing, by the rule."""
    if told.before is not None:
        check_put_back(kind, told)
    elif told.present != told.imported:
        assert told.after == told.present
        assert told.left == {""}
    else:
        assert (told.after["status"], told.after["external_id"]) == (kind.withdrawn, "")
        assert told.left == set()


def check_put_back(kind, told):
    before, imported, present, after = told.before, told.imported, told.present, told.after
    for name in kind.fields:
        if imported[name] == before[name]:
            assert after[name] == present[name]  # the sheet did not change it
        elif present[name] in (imported[name], before[name]):
            assert after[name] == before[name]
        else:
            assert after[name] == present[name]
            assert name in told.left
    for name in kind.records:
        assert after[name] == before[name] | (present[name] - imported[name])

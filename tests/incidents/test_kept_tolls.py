"""The order “most killed first” is the ledger's own, whatever was done to an incident by whom."""

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from casework import actions, in_step, merging
from casework.actions_many import create_many, edit_many
from casework.deeds import BRING_BACK, TAKE_BACK
from casework.models import Batch
from casework.reverting import revert_many
from incidents.keeping_tolls import TOLLS, put_right
from incidents.ledger import Population
from incidents.listing import IncidentFilter
from incidents.models import Incident, KeptToll, Source
from incidents.workflow import WORKFLOW
from tests import factories
from tests.factories import at, make_incident, make_source, report_records, take, toll
from tests.incidents.kept_tolls import by_the_ledger, kept

TOLLS_TOLD = (
    toll(killed=15, injured=5, children=4),
    toll(injured=3),
    toll(killed=(None, 6)),
    toll(killed=0),
    {("killed", "boys"): 2, ("killed", "girls"): 1},
    {("missing", "total"): (4, None), ("killed", "total"): (None, None)},
)
WHY = "A test."


def fresh(incident):
    return Incident.objects.get(pk=incident.pk)


def add_report(incident, cast, numbers, *, kind=Source.Kind.OWN_TEAM, **fields):
    incident = fresh(incident)
    source = make_source(incident, kind=kind, name=f"{kind} again")
    report = report_records(incident, source, numbers, as_of=at(hour=22), **fields)
    return actions.add(incident, source, *report, by=cast.colleague)


def is_right():
    """Nothing is kept otherwise than the ledger says: neither before it is taken in nor after."""
    return put_right() == [] and kept() == by_the_ledger()


# ---------------------------------------------------------------- equal to the ledger


def test_what_is_kept_is_what_the_ledger_says(cast):
    made = [make_incident(cast=cast, numbers=numbers) for numbers in TOLLS_TOLD]
    add_report(made[0], cast, toll(killed=2), population=Population.MEDICAL)
    add_report(made[1], cast, toll(killed=50), population=Population.COMBATANT)
    add_report(made[2], cast, toll(injured=1), population=Population.MEDIA)
    assert kept() == by_the_ledger()
    assert kept()[made[0].ref] == (
        17,
        {f"killed-{g}" for g in ("total", "children")} | {"injured-total"},
    )
    assert kept()[made[5].ref] == (None, {"missing-total"})


def correct_the_source(incident, cast):
    source = incident.sources.first()
    source.kind = Source.Kind.SOCIAL  # others are believed before it now
    actions.edit(source, by=cast.coordinator)


def merge_and_part(incident, cast):
    other = make_incident(cast=cast, numbers=toll(killed=40))
    merging.merge(other, incident, by=cast.reviewer, reason=WHY)
    assert is_right()
    merging.unmerge(fresh(other), by=cast.reviewer, reason=WHY)


def amend(incident, cast):
    incident = factories.walk(incident, "verified", cast, factories.incident_inputs)
    add_report(incident, cast, toll(killed=33))
    assert is_right()
    take(fresh(incident), "amend", cast, factories.incident_inputs)
    assert is_right()
    take(fresh(incident), "accept", cast, factories.incident_inputs)


def bring_in(incident, batch):
    """A sheet makes an incident, adds figures to another, and edits that one."""
    new = Incident(place=incident.place, occurred_on=incident.occurred_on, weapon="mortar")
    source = make_source(new, kind=Source.Kind.SHEET, name="sheet")
    records = [source, *report_records(new, source, toll(killed=3))]
    create_many([(new, records)], by=batch.by, batch=batch, steps=("submit",))
    more = make_source(incident, kind=Source.Kind.SHEET, name="sheet")
    report = report_records(incident, more, toll(killed=70))
    actions.add(fresh(incident), more, *report, by=batch.by, batch=batch)
    changed = fresh(incident)
    changed.weapon = "rocket"
    edit_many([changed], by=batch.by, batch=batch)


def bring_in_and_undo(incident, cast):
    by = cast.data_manager
    batch = Batch.objects.create(kind=Batch.Kind.IMPORT, by=by, note="sheet.xlsx")
    bring_in(incident, batch)
    assert is_right()
    undone = revert_many(batch, by=by, reason=WHY).batch
    assert is_right()
    revert_many(undone, by=by, reason=WHY)


ACTS = (
    lambda incident, cast: add_report(incident, cast, toll(killed=9)),
    lambda incident, cast: add_report(incident, cast, toll(injured=9), kind=Source.Kind.SOCIAL),
    correct_the_source,
    merge_and_part,
    amend,
    bring_in_and_undo,
)


@pytest.mark.parametrize("act", ACTS)
def test_no_act_changes_a_toll_unnoticed(cast, act):
    incident = make_incident(cast=cast, numbers=toll(killed=15, children=4))
    add_report(incident, cast, toll(killed=16), kind=Source.Kind.MEDIA)
    assert is_right()
    act(fresh(incident), cast)
    assert is_right()


def test_no_verb_reads_or_writes_what_is_kept(cast):
    incident = make_incident(cast=cast, numbers=toll(killed=15))
    TOLLS.bring_in_step()
    with CaptureQueriesContext(connection) as asked:
        for act in ACTS[:2]:
            act(fresh(incident), cast)
        by = cast.data_manager
        batch = Batch.objects.create(kind=Batch.Kind.IMPORT, by=by)
        bring_in(fresh(incident), batch)
        revert_many(batch, by=by, reason=WHY)
    assert [query["sql"] for query in asked if "kepttoll" in query["sql"]] == []


OF_SHEETS = {TAKE_BACK, BRING_BACK}  # no person's case takes them: see `bring_in_and_undo`


@pytest.mark.parametrize("step", [row.name for row in WORKFLOW.rows if row.name not in OF_SHEETS])
def test_no_step_changes_a_toll_unnoticed(cast, step):
    status = WORKFLOW.steps[step].source[0]
    incident = add_report(make_incident(cast=cast, numbers=toll(killed=4)), cast, toll(killed=9))
    factories.walk(fresh(incident), status, cast, factories.incident_inputs)
    TOLLS.bring_in_step()
    take(fresh(incident), step, cast, factories.incident_inputs)
    assert is_right()


# ---------------------------------------------------------------- putting it right


def test_what_was_written_past_the_door_is_found_and_put_right(cast, capsys):
    right, wrong = make_incident(cast=cast), make_incident(cast=cast)
    TOLLS.bring_in_step()
    later = report_records(wrong, wrong.sources.first(), toll(killed=77), as_of=at(hour=23))
    for record in later:
        record.created_by = cast.coordinator
        record.save()
    assert put_right() == [wrong.ref]
    assert kept() == by_the_ledger()
    KeptToll.objects.filter(incident=right).update(killed=999)
    call_command("put_tolls_right")
    assert right.ref in capsys.readouterr().out
    call_command("put_tolls_right")
    assert capsys.readouterr().out == "All are kept as the figures say.\n"
    assert kept() == by_the_ledger()


# ---------------------------------------------------------------- what lists make of it


def found(person, **asked):
    form = IncidentFilter(asked, user=person)
    return [incident.ref for incident in form.narrow(Incident.objects.visible_to(person))]


def test_the_adopted_figure_decides_the_order_and_not_the_highest_ever_told(cast):
    first = make_incident(cast=cast, status="verified", numbers=toll(killed=9))
    second = make_incident(cast=cast, numbers=toll(killed=5))
    add_report(second, cast, toll(killed=80), kind=Source.Kind.SOCIAL)  # the less reliable word
    add_report(second, cast, toll(killed=90), population=Population.COMBATANT)
    assert found(cast.viewer, sort="deadliest") == [first.ref, second.ref]


@pytest.fixture
def nothing_at_once(monkeypatch):
    """More is new than whoever asks takes in: the worker has not been here yet."""
    monkeypatch.setattr(in_step, "AT_ONCE", 0)


def test_a_figure_is_found_before_its_toll_is_taken_in(cast, nothing_at_once):
    tells = make_incident(cast=cast, numbers=toll(killed=3, children=2))
    silent = make_incident(cast=cast, numbers=toll(killed=3))
    assert not KeptToll.objects.exists()
    assert found(cast.viewer, tells="killed-children") == [tells.ref]
    assert found(cast.viewer, silent="killed-children") == [silent.ref]
    TOLLS.bring_in_step()
    assert found(cast.viewer, tells="killed-children") == [tells.ref]
    assert found(cast.viewer, silent="killed-children") == [silent.ref]


def test_the_list_says_so_where_tolls_are_missing_and_leaves_no_incident_out(
    cast, signed_in, nothing_at_once
):
    kept_one, new_one = make_incident(cast=cast), make_incident(cast=cast, numbers=toll(killed=99))
    KeptToll.objects.create(incident=kept_one, version=kept_one.version, killed=15, tells=[])
    page = signed_in(cast.viewer).get("/incidents/?sort=deadliest")
    shown = [line["incident"].ref for line in page.context["lines"]]
    assert shown == [kept_one.ref, new_one.ref]
    assert "still being added up" in page.content.decode()
    TOLLS.bring_in_step()
    page = signed_in(cast.viewer).get("/incidents/?sort=deadliest")
    shown = [line["incident"].ref for line in page.context["lines"]]
    assert shown == [new_one.ref, kept_one.ref]
    assert "still being added up" not in page.content.decode()

"""Undoing a batch: what nobody changed since goes back, the rest is handed back for a decision."""

from datetime import time

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from casework import actions
from casework.actions_many import create_many, edit_many
from casework.models import Batch, Overwritten
from casework.reverting import OUTCOMES, foresee, revert_many
from incidents.ledger import CasualtyReport
from incidents.models import Attribution, Incident, Source
from incidents.toll import toll as toll_of
from ordnance.models import Disposal, Item, Ticket
from tests.factories import (
    DAY,
    area,
    at,
    incident_inputs,
    make_incident,
    make_person,
    make_source,
    make_ticket,
    report_records,
    take,
    toll,
)

WHY = "Undone: the wrong file."


@pytest.fixture
def by(cast):
    return cast.data_manager


@pytest.fixture
def batch(by):
    return Batch.objects.create(kind=Batch.Kind.IMPORT, by=by, note="sheet.xlsx")


def imported(batch, n=1, *, number="A-{}", by=None):
    """New incidents with a source and a report each, as a sheet makes them."""
    entries = []
    for i in range(n):
        case = Incident(place=area(), occurred_on=DAY, weapon="mortar",
                        external_id=number.format(i))  # fmt: skip
        source = make_source(case, kind=Source.Kind.SHEET, name="sheet")
        entries.append((case, [source, *report_records(case, source, toll(killed=3))]))
    return create_many(entries, by=by or batch.by, batch=batch, steps=("submit",))


def changed(batch, case, **values):
    """Edit a case as the sheet does."""
    case.refresh_from_db()
    for name, value in values.items():
        setattr(case, name, value)
    edit_many([case], by=batch.by, batch=batch)
    case.refresh_from_db()
    return case


def by_a_person(case, person, **values):
    case = type(case).objects.get(pk=case.pk)
    for name, value in values.items():
        setattr(case, name, value)
    return actions.edit(case, by=person)


def undo(batch, by=None, **options):
    return revert_many(batch, by=by or batch.by, reason=WHY, **options)


def fresh(case):
    return type(case)._base_manager.get(pk=case.pk)


def reasons(result):
    return sorted((left.reason, left.key[2]) for left in result.left)


def counted(result):
    assert result.cases == sum(result.counts.values())
    return {name: n for name, n in result.counts.items() if n}


# ---------------------------------------------------------------- new cases


def test_a_new_case_that_nobody_touched_is_withdrawn_and_gives_its_number_free(batch):
    [case] = imported(batch)
    assert counted(undo(batch)) == {"withdrawn": 1}
    case = fresh(case)
    assert (case.status, case.external_id) == ("withdrawn", "")
    event = case.events.first()
    assert (event.verb, event.from_status, event.reason) == ("take_back", "submitted", WHY)
    assert event.changes == {"external_id": ["A-0", ""]}
    assert event.batch.kind == Batch.Kind.UNDO
    assert event.batch.undoes == batch


def test_a_new_ticket_is_cancelled(batch):
    ticket = Ticket(place=area(), reported_at=at(hour=9))
    create_many([(ticket, [Item(ticket=ticket)])], by=batch.by, batch=batch)
    assert counted(undo(batch)) == {"withdrawn": 1}
    assert fresh(ticket).status == "cancelled"


def test_a_new_case_that_people_changed_is_left_with_who_and_when(batch, cast):
    [case] = imported(batch)
    by_a_person(case, cast.coordinator, site_name="near the market")
    result = undo(batch)
    assert counted(result) == {"left": 1}
    [left] = result.left
    assert (left.reason, left.key) == ("changed", ("incidents.incident", str(case.pk), ""))
    assert left.hand.by_id == cast.coordinator.pk
    assert fresh(case).status == "submitted"


def test_a_new_case_that_another_case_points_to_is_left(batch, cast):
    [case] = imported(batch)
    ticket = make_ticket(cast=cast, incident=fresh(case))
    result = undo(batch)
    assert reasons(result) == [("relied", "")]
    assert ticket.ref in str(result.left[0].why)


def test_a_person_may_decide_to_withdraw_a_changed_case_all_the_same(batch, cast):
    [case] = imported(batch)
    by_a_person(case, cast.coordinator, site_name="near the market")
    first = undo(batch)
    again = undo(batch, only={first.left[0].key})
    assert again.batch == first.batch
    assert fresh(case).status == "withdrawn"


def test_one_case_of_many_comes_back_by_a_step_with_its_number(batch):
    case, _other = imported(batch, 2)
    undo(batch)
    actions.move(fresh(case), "bring_back", by=batch.by, reason="This one was right.")
    case = fresh(case)
    assert (case.status, case.external_id) == ("submitted", "A-0")


def test_a_case_does_not_come_back_while_another_has_its_number(batch, by):
    [case] = imported(batch)
    undo(batch)
    imported(Batch.objects.create(kind=Batch.Kind.IMPORT, by=by))
    with pytest.raises(ValidationError, match="A-0 is used by INC-2024-000002 now"):
        actions.move(fresh(case), "bring_back", by=by, reason="It was right.")


# ---------------------------------------------------------------- fields


def test_fields_that_hold_the_imported_value_go_back_and_others_stay(batch, cast):
    case = make_incident(cast=cast, site_name="old", title="old")
    changed(batch, case, site_name="imported", title="imported", time=time(14, 30))
    by_a_person(case, cast.coordinator, title="a person's")
    result = undo(batch)
    assert counted(result) == {"partly": 1}
    case = fresh(case)
    assert (case.site_name, case.title, case.time) == ("old", "a person's", None)
    [left] = result.left
    assert left.values == ("old", "imported", "a person's")
    assert (left.key[2], left.hand.by_id) == ("title", cast.coordinator.pk)
    event = case.events.first()
    assert event.verb == "reverted"
    assert event.changes["site_name"] == ["imported", "old"]


def test_a_relation_a_number_and_a_moment_go_back_exactly(batch, cast):
    ticket = make_ticket(cast=cast, people_at_risk=3)
    before = fresh(ticket)
    changed(batch, ticket, place=area("C4121"), people_at_risk=30, reported_at=at(hour=7))
    assert counted(undo(batch)) == {"put_back": 1}
    after = fresh(ticket)
    for name in ("place_id", "people_at_risk", "reported_at"):
        assert getattr(after, name) == getattr(before, name)


def test_a_restricted_point_goes_back_though_no_history_holds_it(batch, cast):
    ticket = make_ticket(cast=cast, latitude="36.100000", longitude="36.800000",
                         geo_precision="exact")  # fmt: skip
    before = fresh(ticket)
    changed(batch, ticket, latitude=before.latitude + 1)
    result = undo(batch)
    assert fresh(ticket).latitude == before.latitude
    for event in ticket.events.all():
        assert event.changes.get("latitude", [None, None]) == [None, None]
    assert Overwritten.objects.filter(batch__in=[batch, result.batch]).count() == 2


def test_a_restricted_value_is_not_told_with_what_is_left(batch, cast):
    ticket = make_ticket(cast=cast, access_route="by the mill")
    changed(batch, ticket, access_route="by the river")
    by_a_person(ticket, cast.dispatcher, access_route="by the school")
    [left] = undo(batch).left
    assert (left.key[2], left.values) == ("access_route", (None, None, None))


def test_what_would_break_a_rule_stays_and_says_which(batch, cast):
    case = make_incident(cast=cast, occurred_until=DAY.replace(day=29))
    changed(batch, case, occurred_until=None)
    by_a_person(case, cast.coordinator, occurred_on=DAY.replace(day=30))
    result = undo(batch)
    assert reasons(result) == [("refused", "occurred_until")]
    assert "before the first" in str(result.left[0].why)
    assert fresh(case).occurred_until is None


def test_a_number_that_another_case_took_is_not_given_twice(batch, cast):
    case = make_incident(cast=cast, external_id="X-1")
    changed(batch, case, external_id="X-2")
    other = make_incident(cast=cast, external_id="X-1")
    result = undo(batch)
    assert reasons(result) == [("taken", "external_id")]
    assert other.ref in str(result.left[0].why)


def test_a_sealed_case_is_listed_and_not_touched(batch, cast):
    case = make_incident(cast=cast, status="submitted")
    changed(batch, case, site_name="imported")
    for step in ("claim", "verify"):
        case = take(case, step, cast, incident_inputs)
    result = undo(batch)
    assert counted(result) == {"left": 1}
    assert [(left.reason, left.key[2]) for left in result.left] == [("sealed", "site_name")]
    assert fresh(case).version == case.version


def test_a_decision_puts_back_what_people_changed_and_is_undone_with_the_undoing(batch, cast):
    case = make_incident(cast=cast, title="old")
    changed(batch, case, title="imported")
    by_a_person(case, cast.coordinator, title="a person's")
    first = undo(batch)
    undo(batch, only={first.left[0].key})
    assert fresh(case).title == "old"
    undo(first.batch)
    assert fresh(case).title == "a person's"


# ---------------------------------------------------------------- records


def added(batch, case, numbers, **fields):
    source = make_source(case, kind=Source.Kind.SHEET, name="sheet")
    records = [source, *report_records(case, source, numbers, **fields)]
    actions.add(fresh(case), *records, by=batch.by, batch=batch)
    return source, records[1]


def test_records_that_a_sheet_added_are_taken_back_and_count_no_more(batch, cast):
    case = make_incident(cast=cast)
    before = toll_of(case)
    source, report = added(batch, case, toll(killed=99), as_of=at(hour=23))
    assert counted(undo(batch)) == {"put_back": 1}
    case = Incident.objects.with_toll().get(pk=case.pk)
    assert toll_of(case) == before
    assert not case.sources.filter(pk=source.pk).exists()
    assert Source.ever.get(pk=source.pk).taken_back.kind == Batch.Kind.UNDO
    assert CasualtyReport.ever.get(pk=report.pk).figures(manager="ever").count() == 1
    assert case.events.first().changes["taken_back"][0]["kind"] == "incidents.source"
    assert case.figures_by_id is None


def test_an_adopted_report_is_listed_and_stays_with_its_figures_and_source(batch, cast):
    case = make_incident(cast=cast, status="submitted")
    source, report = added(batch, case, toll(killed=20))
    case = take(fresh(case), "claim", cast, incident_inputs)
    inputs = incident_inputs(case, "verify", cast) | {"adopted_report": report}
    actions.move(case, "verify", by=cast.reviewer, **inputs)
    result = undo(batch)
    assert counted(result) == {"left": 1}
    assert fresh(case).adopted_report == report
    assert Source.objects.filter(pk=source.pk).exists()


def test_a_source_that_a_colleague_relies_on_stays(batch, cast):
    case = make_incident(cast=cast)
    source, _report = added(batch, case, toll(killed=20))
    later = report_records(case, source, toll(killed=21))
    actions.add(fresh(case), *later, by=cast.coordinator)
    result = undo(batch)
    assert counted(result) == {"partly": 1}
    assert [left.key[0] for left in result.left] == ["incidents.source"]
    assert case.casualty_reports.count() == 2


def test_a_report_that_joined_a_sealed_incident_is_taken_back_from_it(batch, cast):
    case = make_incident(cast=cast, status="verified")
    added(batch, case, toll(killed=20))
    assert counted(undo(batch)) == {"put_back": 1}
    assert case.casualty_reports.count() == 1


def test_disposals_are_taken_back_and_the_balance_holds(batch, cast):
    ticket = make_ticket(cast=cast, status="on_site", found=5)
    item = ticket.items.get()
    item.quantity_found = 5
    actions.edit(item, by=batch.by, batch=batch)
    disposal = Disposal(item=item, method="burned", quantity=5, done_at=at())
    actions.add(fresh(ticket), disposal, by=batch.by, batch=batch)
    assert counted(undo(batch)) == {"put_back": 1}
    item = Item.objects.get(pk=item.pk)
    assert (item.quantity_found, item.balance.accounted) == (None, 0)


def test_a_number_found_that_disposals_rest_on_stays(batch, cast):
    ticket = make_ticket(cast=cast, status="on_site", found=5)
    item = ticket.items.get()
    item.quantity_found = 5
    actions.edit(item, by=batch.by, batch=batch)
    disposal = Disposal(item=item, method="burned", quantity=4, done_at=at())
    actions.add(fresh(ticket), disposal, by=cast.team_leader)
    result = undo(batch)
    assert reasons(result) == [("refused", "")]
    assert "First say how many were found" in str(result.left[0].why)
    assert Item.objects.get(pk=item.pk).quantity_found == 5


def test_the_ledger_itself_lets_nothing_but_the_taking_back_change(batch, cast):
    case = make_incident(cast=cast)
    reports = CasualtyReport.ever.filter(incident=case)
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        reports.update(wording="other")
    assert reports.update(taken_back=batch) == 1


# ---------------------------------------------------------------- undoing the undoing


def test_undoing_the_undoing_brings_all_back_as_it_was(batch, cast):
    made = imported(batch, 2)
    case = make_incident(cast=cast, title="old")
    changed(batch, case, title="imported")
    _source, report = added(batch, case, toll(killed=99))
    first = undo(batch)
    again = undo(first.batch)
    assert counted(again) == {"brought_back": 2, "put_back": 1}
    assert [(fresh(each).status, fresh(each).external_id) for each in made] == [
        ("submitted", "A-0"), ("submitted", "A-1"),
    ]  # fmt: skip
    assert fresh(case).title == "imported"
    assert case.casualty_reports.filter(pk=report.pk).exists()
    assert report.figures.count() == 1
    third = undo(again.batch)
    assert counted(third) == {"withdrawn": 2, "put_back": 1}
    assert fresh(case).title == "old"


def test_a_case_is_not_brought_back_beside_its_second_import(batch, by):
    imported(batch)
    first = undo(batch)
    imported(Batch.objects.create(kind=Batch.Kind.IMPORT, by=by))
    result = undo(first.batch)
    assert reasons(result) == [("taken", "")]
    assert Incident.objects.filter(status="withdrawn").count() == 1


def test_what_a_later_import_did_and_undid_does_not_count(batch, by):
    [case] = imported(batch)
    second = Batch.objects.create(kind=Batch.Kind.IMPORT, by=by)
    changed(second, case, site_name="second")
    assert counted(foresee(batch, by=by)) == {"left": 1}
    undo(second)
    assert counted(undo(batch)) == {"withdrawn": 1}


# ---------------------------------------------------------------- who, when, how often


def test_foreseeing_tells_the_same_and_writes_nothing(batch, cast):
    imported(batch, 2)
    case = make_incident(cast=cast, title="old")
    changed(batch, case, title="imported")
    seen = foresee(batch, by=batch.by)
    assert not Batch.objects.filter(kind=Batch.Kind.UNDO).exists()
    assert fresh(case).title == "imported"
    assert counted(seen) == counted(undo(batch)) == {"withdrawn": 2, "put_back": 1}


def test_a_batch_is_undone_once(batch):
    imported(batch)
    undo(batch)
    with pytest.raises(ValidationError, match="undone already"):
        undo(batch)


def test_only_imports_and_undoings_are_undone(by):
    step = Batch.objects.create(kind=Batch.Kind.BULK_STEP, by=by)
    with pytest.raises(ValidationError, match="Only imports"):
        undo(step)


@pytest.mark.parametrize("role", ["coordinator", "reviewer", "publisher", "viewer"])
def test_who_may_not_take_cases_back_undoes_nothing(batch, cast, role):
    [case] = imported(batch)
    with pytest.raises(PermissionDenied):
        undo(batch, by=cast.people[role])
    assert fresh(case).status == "submitted"
    assert not Batch.objects.filter(undoes=batch).exists()


def test_cases_out_of_sight_are_counted_and_stay(batch, areas):
    imported(batch, 2)
    confined = make_person(role="data_manager", areas=[area("SY07")])
    assert counted(undo(batch, by=confined)) == {"out_of_sight": 2}


def test_every_case_ends_under_one_outcome(batch, cast):
    imported(batch, 3)
    by_a_person(Incident.objects.first(), cast.coordinator, site_name="mine")
    result = undo(batch)
    assert set(result.counts) <= set(OUTCOMES)
    assert result.cases == 3


def test_undoing_many_asks_the_database_no_more_than_undoing_few(by, django_assert_max_num_queries):
    few, many = (Batch.objects.create(kind=Batch.Kind.IMPORT, by=by) for _ in range(2))
    imported(few, 2, number="F-{}")
    imported(many, 60, number="M-{}")
    with django_assert_max_num_queries(45) as asked:
        undo(few)
    most = len(asked)
    with django_assert_max_num_queries(most):
        undo(many)
    assert Attribution.objects.count() == 0

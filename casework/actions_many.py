"""The verbs for many cases at once: the same rules and the same history, without a query a row."""

from functools import cache
from itertools import groupby

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import ForeignKey

from casework import constraints
from casework.actions import advance, begin, demand, refuse_sealed
from casework.changes import description, difference
from casework.changing import change_in
from casework.copying import copy_in
from casework.errors import StaleCase
from casework.making import made
from casework.numbering import next_refs
from casework.overwritten import remember


class Faults(ValidationError):
    """What is wrong with some of many cases: `found` holds (case, record, ValidationError)."""

    def __init__(self, found):
        super().__init__([error for _case, _record, error in found])
        self.found = found


# ---------------------------------------------------------------- the rules, without queries


def faults(case, records, *, by):
    """[(record, ValidationError)]: all that `create` would refuse of a new case and its records.

    What the related rows of a foreign key are was settled by whoever set them; they are not
    looked up again. The case and the records are filled in as `create` does.
    """
    found = []
    fill_in(case, records, by, found)
    join([case, *records], records)
    found += [(each, error) for each in (case, *records) if (error := fault_for(each, by))]
    if not found:
        found += whole_faults(records)
    return found


def fault_for(record, by, stored=None):
    """All that is wrong with a record, or with this person's writing it; None if nothing is."""
    if fault := constraints.fault_of(record):
        return fault
    try:
        record.clean_by(by, stored)
    except ValidationError as error:
        return error
    return None


def fill_in(case, records, by, found):
    try:
        begin(case, by)
    except ValidationError as error:
        found.append((case, error))
    signed(records, by)


def signed(records, by):
    for record in records:
        record.__dict__["created_by_id"] = by.pk
        record._state.fields_cache["created_by"] = by


def faults_of_additions(records, *, by):
    """[(record, ValidationError)]: what `add` would refuse of new records of a stored case."""
    signed(records, by)
    join(records, records)
    found = [(each, error) for each in records if (error := fault_for(each, by))]
    return found or whole_faults(records)


def join(parents, records):
    """Let unsaved records be read from their parents, as saved ones are after a prefetch."""
    caches = {}
    for parent in parents:
        empty = nothing_below(type(parent))
        if empty:
            caches[parent.pk] = parent._prefetched_objects_cache = dict(empty)
    for record in records:
        values = record.__dict__
        for attname, accessor in ways_up(type(record)):
            cache = caches.get(values[attname])
            if cache is None or accessor not in cache:
                continue
            held = cache[accessor]
            if held._result_cache:
                held._result_cache.append(record)
            else:
                cache[accessor] = loaded(type(record), [record])


@cache
def ways_up(model):
    """(attribute of the key, accessor at the other end) of the relations of a kind of record."""
    ways = (
        (field.attname, field.remote_field.get_accessor_name())
        for field in model._meta.concrete_fields
        if isinstance(field, ForeignKey)
    )
    return tuple((attname, accessor) for attname, accessor in ways if accessor and accessor != "+")


@cache
def kinds_below(model):
    """(accessor, model) of the kinds of record that point to this one."""
    return tuple(
        (relation.get_accessor_name(), relation.related_model)
        for relation in model._meta.related_objects
        if relation.one_to_many and relation.get_accessor_name()
    )


@cache
def nothing_below(model):
    return {accessor: loaded(kind, ()) for accessor, kind in kinds_below(model)}


def loaded(model, records):
    """A query set that holds these records and asks no database."""
    kind, whole = unasked(model)
    rows = kind.__new__(kind)
    rows.__dict__.update(whole, _result_cache=list(records), _prefetch_done=True)
    return rows


@cache
def unasked(model):
    """The class and the state of a query set of all; whatever is asked of one copies its query."""
    rows = model._default_manager.all()
    return type(rows), rows.__dict__


def whole_faults(records):
    found = []
    for record in records:
        try:
            record.clean_whole()
        except ValidationError as error:
            found.append((record, error))
    return found


# ---------------------------------------------------------------- create_many


@transaction.atomic
def create_many(entries, *, by, batch=None, steps=(), guards=None):
    """Save new cases of one kind with their records: `entries` are (case, records) pairs.

    Then each case takes `steps` in order, as far as `guards` lets it: {step: f(case, records) →
    the reason why not, or ""}, the set-based twin of the step's own guard. Raises PermissionDenied
    once for all, Faults with all that is wrong with any of them. Returns the cases.
    """
    entries = list(entries)
    if not entries:
        return []
    demand_all(entries, steps, by)
    found = [(case, *fault) for case, records in entries for fault in faults(case, records, by=by)]
    if found:
        raise Faults(found)
    number([case for case, _records in entries])
    events = [
        event
        for case, records in entries
        for event in started(case, records, by=by, batch=batch, steps=steps, guards=guards or {})
    ]
    write(entries, events)
    return [case for case, _records in entries]


def demand_all(entries, steps, by):
    """Each permission once: for the kind of case, for each kind of record, for each step."""
    case = entries[0][0]
    demand(by, "add", case)
    for kind in {type(record) for _case, records in entries for record in records}:
        demand(by, "add", kind)
    for name in steps:
        permission = case.workflow.steps[name].permission
        if not by.has_perm(permission):
            raise PermissionDenied(permission)


def number(cases):
    """Give out refs year by year, in the order of the cases."""
    in_years = sorted(cases, key=lambda case: case.ref_year())
    for year, group in groupby(in_years, key=lambda case: case.ref_year()):
        together = list(group)
        refs = next_refs(together[0].ref_prefix, year, len(together))
        for case, ref in zip(together, refs, strict=True):
            case.ref = ref


def started(case, records, *, by, batch, steps, guards):
    """The events of a new case: its making and the steps it takes; sets the status it reaches."""
    added = {"added": [description(record) for record in records]} if records else {}
    events = [event_of(case, by, "created", before="", changes=added, batch=batch)]
    for name in steps:
        step, guard = case.workflow.steps[name], guards.get(name)
        if case.status not in step.source or (guard and guard(case, records)):
            break
        before, case.status = case.status, step.target
        advance(case, by)
        events.append(event_of(case, by, name, before=before, batch=batch))
    return events


def event_of(case, by, verb, *, before, changes=None, reason="", batch=None):
    return made(
        event_model(type(case)),
        case=case,
        by=by,
        verb=verb,
        from_status=before,
        to_status=case.status,
        version=case.version,
        reason=reason,
        changes=changes or {},
        batch=batch,
    )


@cache
def event_model(kind):
    return kind._meta.get_field("events").related_model


def write(entries, events):
    """One COPY for each kind, parents before children: triggers and constraints hold as ever."""
    by_kind = {}
    for case, records in entries:
        for row in (case, *records):
            by_kind.setdefault(type(row), []).append(row)
    for kind, rows in [*by_kind.items(), (type(events[0]), events)]:
        copy_in(kind, rows)


# ---------------------------------------------------------------- edit_many


@transaction.atomic
def edit_many(cases, *, by, reason="", batch=None):
    """Save the changed fields of many cases of one kind; the version of each is the one seen.

    Locks them in one query. Raises StaleCase, PermissionDenied, Faults, or ValidationError for a
    sealed one; a case without differences writes nothing. Returns those that changed.
    """
    cases = list(cases)
    if not cases:
        return []
    demand(by, "change", cases[0])
    stored = locked_many(cases, by)
    for case in cases:
        case.settle()
    changes = {case.pk: difference(stored[case.pk], case) for case in cases}
    changed = [case for case in cases if changes[case.pk]]
    type(cases[0]).fetch_for_rules([(stored[case.pk], case) for case in changed])
    found = [
        (case, case, error) for case in changed if (error := fault_for(case, by, stored[case.pk]))
    ]
    if found:
        raise Faults(found)
    names = {name for case in changed for name in changes[case.pk]}
    for case in changed:
        case.status = stored[case.pk].status
        advance(case, by)
    names.update(type(cases[0]).renew(changed))
    save_fields(changed, names)
    remember(batch, [(stored[case.pk], case) for case in changed])
    events = [
        event_of(
            c, by, "edited", before=c.status, changes=changes[c.pk], reason=reason, batch=batch
        )
        for c in changed
    ]
    if events:
        copy_in(type(events[0]), events)
    return changed


def save_fields(changed, names):
    if changed:
        change_in(
            type(changed[0]), changed, [*sorted(names), "version", "updated_by", "updated_at"]
        )


def locked_many(cases, by):
    """{key: the stored case}, locked; refuses what is unseen, sealed or stale."""
    rows = type(cases[0]).objects.visible_to(by).select_for_update(of=("self",))
    stored = rows.in_bulk([case.pk for case in cases])
    for case in cases:
        fresh = stored.get(case.pk)
        if fresh is None:
            raise PermissionDenied(case.ref)
        refuse_sealed(fresh)
        if fresh.version != case.version:
            raise StaleCase(fresh, case.version)
    return stored

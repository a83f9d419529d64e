"""The verbs: every write to a case or its records goes through one of them.

Each verb is one transaction: it locks the case, checks state, version, permission, guard and
needed fields, cleans, saves, and writes one event. Imports use the set-based twins.
"""

from copy import copy

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from casework import constraints
from casework.changes import description, difference
from casework.errors import AlreadyReceived, StaleCase, StepRefused
from casework.models import Case
from casework.numbering import next_refs
from casework.overwritten import remember
from casework.workflow import PREVIOUS

# ---------------------------------------------------------------- create


def create(case, *, by, batch=None, children=()):
    """Save a new case with its records. `case` and `children` are unsaved instances.

    Raises AlreadyReceived when a case with this submission key exists, PermissionDenied,
    ValidationError.
    """
    demand(by, "add", case)
    received_before(case)
    try:
        with transaction.atomic():
            begin(case, by)
            clean(case, by)
            [case.ref] = next_refs(case.ref_prefix, case.ref_year())
            case.save(force_insert=True)
            added = save_records(children, by)
            record_event(case, by, "created", before="", changes=added, batch=batch)
    except IntegrityError:
        received_before(case)  # sent twice at the same moment: the first one won
        raise
    return case


def begin(case, by):
    """Fill in what every new case carries; nobody logs a case for another organisation."""
    case.settle()
    case.organisation_id = case.organisation_id or by.organisation_id
    case.status = case.workflow.initial
    case.created_by = case.updated_by = by
    if case.organisation_id is None or case.organisation_id != by.organisation_id:
        raise PermissionDenied(_("You can log cases for your own organisation only."))


def received_before(case):
    first = type(case)._base_manager.filter(submission_key=case.submission_key).first()
    if first:
        raise AlreadyReceived(first)


# ---------------------------------------------------------------- edit, add


@transaction.atomic
def edit(record, *, by, seen=None, reason="", batch=None):
    """Save the changed fields of a case or of one of its records.

    `seen` is the version that the person was shown; by default the one the instance was read with.
    Saves nothing and writes no event when nothing differs.
    """
    demand(by, "change", record)
    case = locked(record, by, seen)
    refuse_sealed(case)
    if isinstance(record, Case):
        record.settle()
    stored = case if isinstance(record, Case) else type(record)._base_manager.get(pk=record.pk)
    changes = difference(stored, record)
    if not changes:
        return record
    clean(record, by, stored)
    before = copy(stored)
    if stored is not case:
        changes = {"edited": [{**description(record), "changes": changes}]}
        record.save()
        advance(case, by)
    else:
        record.status, case = stored.status, record
        advance(record, by, version=stored.version)
    case.renew([case])
    case.save()
    remember(batch, [(before, record)])
    record_event(case, by, "edited", changes=changes, reason=reason, batch=batch)
    return record


@transaction.atomic
def add(case, *records, by, seen=None, reason="", batch=None):
    """Add records to a case: a source, a casualty report with its figures, an item.

    `seen` is the version that the person was shown; by default the one the instance was read with.
    """
    case = locked(case, by, seen)
    for record in records:
        demand(by, "add", record)
        if case.seal and not record.joins_sealed:
            raise ValidationError(case.seal, code="refused")
    advance(case, by)
    added = save_records(records, by)
    case.record_added(records, by=by)
    case.renew([case])
    check_and_save(case)
    record_event(case, by, "added", changes=added, reason=reason, batch=batch)
    return case


def save_records(records, by):
    """Clean and save new records in the given order, parents first; return what to log."""
    for record in records:
        record.created_by = by
        clean(record, by)
        record.save(force_insert=True)
    for record in records:
        record.clean_whole()
    return {"added": [description(record) for record in records]} if records else {}


# ---------------------------------------------------------------- move


@transaction.atomic
def move(case, step, *, by, seen=None, reason="", batch=None, at=None, **given):
    """Take a step of the workflow. `given` holds the step's needed and accepted inputs.

    `at` is when it was taken, where that is written down later; null means now. History says when
    it was written.
    In order: still open from here (StepRefused), the version that was shown (StaleCase), permission
    (PermissionDenied), the guard's reason (ValidationError, code "refused"), needed inputs
    (ValidationError by name). Then the fields and the status are set, all is checked and saved.
    """
    step = case.workflow.steps[step]
    case = locked(case, by, seen, step=step)
    if not by.has_perm(step.permission):
        raise PermissionDenied(step.permission)
    if refusal := step.guard(case, by):
        raise ValidationError(str(refusal), code="refused")
    given = {"reason": reason, **given}
    demand_needed(step, given)
    stored, before = copy(case), case.status
    set_given(case, step, given)
    case.status = previous_status(case) if step.target == PREVIOUS else step.target
    set_stamp(case, step, by, at or timezone.now())
    step.effect(case, by, given)
    case.clean_by(by, stored)
    advance(case, by)
    check_and_save(case, stored)
    record_event(
        case,
        by,
        step.name,
        before=before,
        changes=difference(stored, case),
        reason=reason,
        batch=batch,
    )
    return case


def demand_needed(step, given):
    missing = [name for name in step.needs if given.get(name) in (None, "", [], ())]
    if missing:
        raise ValidationError({name: _("This step needs an answer here.") for name in missing})
    unknown = set(given) - set(step.needs) - set(step.takes) - {"reason"}
    if unknown:
        raise TypeError(f"step {step.name!r} takes no {', '.join(sorted(unknown))}")


def set_given(case, step, given):
    """Set the inputs that are fields of the case; the rest is for the step's effect."""
    names = {f.name for f in case._meta.concrete_fields}
    for name in names & ({*step.needs, *step.takes} & given.keys()):
        setattr(case, name, given[name])


def set_stamp(case, step, by, at):
    if step.stamp:
        setattr(case, f"{step.stamp}_by", by)
        setattr(case, f"{step.stamp}_at", at)


def previous_status(case):
    """The status the case had before a step of its own led it into the present one.

    A step that led back here, such as showing a hidden case again, is not where it came from.
    """
    ways = [step.name for step in case.workflow.rows if step.target == case.status]
    entry = case.events.filter(to_status=case.status, verb__in=ways).first()
    if entry is None or not entry.from_status:
        raise ValidationError(_("The history does not say what status to go back to."))
    return entry.from_status


# ---------------------------------------------------------------- what the verbs share


def demand(by, action, record):
    """PermissionDenied unless the person's roles hold the model's own permission."""
    meta = record._meta
    name = f"{meta.app_label}.{action}_{meta.model_name}"
    if not by.has_perm(name):
        raise PermissionDenied(name)


def locked(record, by, seen=None, *, step=None):
    """The record's case, locked and fresh; refuse what is unseen, not open here, or stale."""
    case = record if isinstance(record, Case) else record.case
    rows = type(case).objects.visible_to(by).select_for_update(of=("self",))
    fresh = rows.filter(pk=case.pk).first()
    if fresh is None:
        raise PermissionDenied(_("This case is outside what you may see."))
    if step is not None and fresh.status not in step.source:
        raise StepRefused(
            _("“%(step)s” is not open: %(ref)s is now “%(status)s”.")
            % {"step": step.button, "ref": fresh.ref, "status": fresh.get_status_display()}
        )
    if fresh.version != (case.version if seen is None else seen):
        raise StaleCase(fresh, case.version if seen is None else seen)
    return fresh


def refuse_sealed(case):
    if case.seal:
        raise ValidationError(case.seal, code="refused")


def advance(case, by, *, version=None):
    case.version = (case.version if version is None else version) + 1
    case.updated_by, case.updated_at = by, timezone.now()


def clean(record, by, stored=None):
    """Every rule of a record, and who may write what of it. `stored` is its state before."""
    check_rules(record, stored)
    record.clean_by(by, stored)


def check_rules(record, stored=None):
    if fault := constraints.fault_of(record):
        raise fault
    constraints.check_unique(record, stored)


def check_and_save(record, stored=None):
    check_rules(record, stored)
    record.save()


def record_event(case, by, verb, *, before=None, changes=None, reason="", batch=None):
    return case.events.create(
        by=by,
        verb=verb,
        from_status=case.status if before is None else before,
        to_status=case.status,
        version=case.version,
        reason=reason,
        changes=changes or {},
        batch=batch,
    )

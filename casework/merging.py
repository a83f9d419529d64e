"""The verbs `merge` and `unmerge`: two cases turn out to be one, or turn out not to.

The absorbed case keeps its number and redirects to the survivor; its records move across. The
event on the absorbed case lists what moved, so that unmerging can take exactly that back.
"""

from datetime import timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from casework.actions import (
    advance,
    check_and_save,
    demand_needed,
    locked,
    previous_status,
    record_event,
)
from casework.models import Record

UNDO_WITHIN = timedelta(days=30)


@transaction.atomic
def merge(absorbed, survivor, *, by, seen=None, reason="", batch=None, step="merge"):
    """Make `absorbed` a redirect to `survivor` and move its records there; returns the survivor."""
    step = absorbed.workflow.steps[step]
    absorbed, survivor = locked_pair(absorbed, survivor, by, seen, step)
    demand_mergeable(absorbed, survivor, step, by)
    demand_needed(step, {"reason": reason, absorbed.merge_field: survivor})
    moved, before = move_records(absorbed, survivor), absorbed.status
    setattr(absorbed, absorbed.merge_field, survivor)
    absorbed.status = step.target
    absorbed.renew([absorbed, survivor])
    for case in (absorbed, survivor):
        advance(case, by)
        check_and_save(case)
    record_event(
        absorbed, by, step.name, before=before, reason=reason, batch=batch,
        changes={"into": survivor.ref, "moved": moved},
    )  # fmt: skip
    record_event(
        survivor, by, "absorbed", reason=reason, batch=batch,
        changes={"from": absorbed.ref, "moved": moved},
    )  # fmt: skip
    return survivor


def locked_pair(absorbed, survivor, by, seen, step):
    """Both cases, fresh; locked in the order of their keys, so that merges never wait in a ring."""
    terms = {absorbed.pk: {"seen": seen, "step": step}, survivor.pk: {}}
    fresh = {
        case.pk: locked(case, by, **terms[case.pk])
        for case in sorted((absorbed, survivor), key=lambda case: case.pk)
    }
    return fresh[absorbed.pk], fresh[survivor.pk]


def demand_mergeable(absorbed, survivor, step, by):
    if not by.has_perm(step.permission):
        raise PermissionDenied(step.permission)
    if refusal := step.guard(absorbed, by):
        raise ValidationError(str(refusal), code="refused")
    if absorbed.pk == survivor.pk:
        raise ValidationError(_("A case cannot be merged with itself."))
    if survivor.status in survivor.merge_refuses:
        raise ValidationError(
            _("%(ref)s is “%(status)s” and cannot take in another case.")
            % {"ref": survivor.ref, "status": survivor.get_status_display()}
        )


def record_links(model):
    """The foreign keys by which records hang directly on a case of this model."""
    return [
        relation.field
        for relation in model._meta.related_objects
        if issubclass(relation.related_model, Record)
        and relation.field.name == relation.related_model.case_path
    ]


def move_records(absorbed, survivor, only=None):
    """Re-parent the records; `only` is an earlier result of this. Returns {model label: keys}.

    What may not be added to a sealed case does not come into one by a merge either: nobody has
    checked it, and a published case would show it at once. It stays with the absorbed one.
    """
    moved = {}
    for link in record_links(type(absorbed)):
        if only is None and survivor.seal and not link.model.joins_sealed:
            continue
        rows = link.model._base_manager.filter(**{link.name: absorbed})
        label = link.model._meta.label_lower
        if only is not None:
            rows = rows.filter(pk__in=only.get(label, []))
        keys = [str(key) for key in rows.values_list("pk", flat=True)]
        if keys:
            rows.update(**{link.name: survivor})
            moved[label] = keys
    return moved


def refuse_carried_on(survivor):
    """What came to a case that was merged since lies in a third one: that merge is undone first."""
    if getattr(survivor, survivor.merge_field + "_id") is not None:
        raise ValidationError(
            _("%(ref)s was merged into another record since: undo that merge first.")
            % {"ref": survivor.ref}
        )


@transaction.atomic
def unmerge(absorbed, *, by, seen=None, reason="", batch=None, step="unmerge"):
    """Give an absorbed case its own life back, with the records that came from it."""
    step = absorbed.workflow.steps[step]
    absorbed = locked(absorbed, by, seen, step=step)
    if not by.has_perm(step.permission):
        raise PermissionDenied(step.permission)
    demand_needed(step, {"reason": reason})
    merging = absorbed.events.filter(to_status=absorbed.status, changes__has_key="into").first()
    if timezone.now() - merging.at > UNDO_WITHIN:
        raise ValidationError(
            _("The merge is more than %(days)d days old and can no longer be undone.")
            % {"days": UNDO_WITHIN.days}
        )
    survivor = locked(getattr(absorbed, absorbed.merge_field), by)
    refuse_carried_on(survivor)
    moved = move_records(survivor, absorbed, only=merging.changes["moved"])
    before, absorbed.status = absorbed.status, previous_status(absorbed)
    setattr(absorbed, absorbed.merge_field, None)
    absorbed.renew([absorbed, survivor])
    for case in (absorbed, survivor):
        advance(case, by)
        check_and_save(case)
        record_event(
            case, by, step.name, reason=reason, batch=batch,
            before=before if case is absorbed else None,
            changes={"from": survivor.ref, "moved": moved},
        )  # fmt: skip
    return absorbed

"""An import is undone, and its undoing undone: only what nobody changed since; the rest is asked.

Undoing frees the numbers that the taken-back cases had in another system, and a row that said
nothing new because an undone import had said it is heard again.
"""

from contextlib import contextmanager

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, transaction

from casework import reverting
from casework.reverting import OUTCOMES, revert_many
from casework.sentences import Sentences
from casework.sentences import say as _
from exchange.importing.judging import quiet
from exchange.importing.known import wait_for_others
from exchange.importing.outcome import NotApplied
from exchange.leftovers import Leftover
from exchange.models import Import, ImportRow
from exchange.registry import resource_class

AT_ONCE = 1000  # references that one statement names
MOST_FORESEEN = 2000  # cases; more are not weighed one by one while somebody waits for a page
DONE = Import.State.APPLIED
UNDONE = Import.State.UNDONE
OTHER = {DONE: UNDONE, UNDONE: DONE}


def foresee(sheet, *, by):
    """What undoing would do now, or undoing the undoing where it is undone: casework's Reverted."""
    demand(sheet, by)
    return reverting.foresee(sheet.last_batch, by=by)


def outlined(sheet, *, by):
    """(cases written, how many of them anything was done to since) of a sheet too long to foresee;
    None of one that is not."""
    demand(sheet, by)
    wrote = reverting.written(sheet.last_batch)
    return (wrote, reverting.moved_on(sheet.last_batch)) if wrote > MOST_FORESEEN else None


def undo(sheet, *, by, told=quiet):
    """Take back what the import wrote, as far as nobody changed it since. Raises NotApplied."""
    return turn(sheet, DONE, by, _("The import of “%(name)s” was undone."), told)


def redo(sheet, *, by, told=quiet):
    """Bring back what the undoing took back, under the same rule. Raises NotApplied."""
    return turn(sheet, UNDONE, by, _("The undoing of the import of “%(name)s” was undone."), told)


def demand(sheet, by):
    if not resource_class(sheet.kind)(by).may_import():
        raise PermissionDenied(_("You may not bring in sheets of this kind."))
    if not sheet.is_written or sheet.batch is None:
        raise NotApplied(_("Nothing was written, so there is nothing to undo."))


def turn(sheet, state, by, reason, told):
    with all_or_nothing():
        sheet = Import.objects.select_for_update().get(pk=sheet.pk)
        demand(sheet, by)
        wait_for_others(sheet)
        if sheet.state != state:
            raise NotApplied(_("Somebody was faster: look at the sheet again."))
        batch = sheet.last_batch
        result = revert_many(batch, by=by, reason=reason % {"name": sheet.name}, told=told)
        settle(sheet, result)
    return sheet


@contextmanager
def all_or_nothing():
    """One transaction; what refuses it becomes the sentence why nothing was written."""
    try:
        with transaction.atomic():
            yield
    except ValidationError as error:
        raise NotApplied(Sentences.of(error)) from error
    except DatabaseError as error:
        sentence = _("Nothing was undone: %(why)s")
        raise NotApplied(sentence % {"why": str(error).splitlines()[0]}) from error


def settle(sheet, result):
    """The sheet says what it is now, how many cases ended how, and what is left to decide."""
    Leftover.objects.bulk_create(
        (Leftover.of(left, sheet, result.batch) for left in result.left), batch_size=1000
    )
    hear_again(sheet, result.refs)
    sheet.state, sheet.undoing = OTHER[sheet.state], result.batch
    counts = {name: result.counts[name] for name in OUTCOMES}
    sheet.report = sheet.report | {"undoing": counts}
    sheet.save(update_fields=["state", "undoing", "report"])


def hear_again(sheet, refs):
    """Rows of other sheets that were as these cases stood no longer vouch for them."""
    rows = ImportRow.objects.filter(
        sheet__organisation_id=sheet.organisation_id, sheet__kind=sheet.kind
    )
    rows = rows.exclude(sheet=sheet).exclude(fingerprint="")
    for start in range(0, len(refs), AT_ONCE):
        rows.filter(ref__in=refs[start : start + AT_ONCE]).update(fingerprint="")


# ---------------------------------------------------------------- decisions


def keep(leftovers, *, by):
    """What is left stays as people have it; returns how many were decided."""
    waiting = list(leftovers.waiting())
    for leftover in waiting:
        leftover.answered(Leftover.Answer.KEEP, by)
    Leftover.objects.bulk_update(waiting, ["answer", "answered_by", "answered_at"], batch_size=1000)
    return len(waiting)


def put_back(leftover, *, by):
    """Undo what was left though people changed it; raises NotApplied with why it cannot be."""
    sheet = leftover.sheet
    demand(sheet, by)
    if leftover.answer or leftover.undoing_id != sheet.undoing_id:
        raise NotApplied(_("This was decided already."))
    reason = _("Decided at the undoing of the import of “%(name)s”.") % {"name": sheet.name}
    with all_or_nothing():
        result = revert_many(
            leftover.undoing.undoes, by=by, reason=reason, only=frozenset({leftover.key})
        )
        if result.left:
            raise NotApplied(result.left[0].why or _("It cannot be put back: open the case."))
        hear_again(sheet, result.refs)
        leftover.answered(Leftover.Answer.PUT_BACK, by)
        leftover.save(update_fields=["answer", "answered_by", "answered_at"])

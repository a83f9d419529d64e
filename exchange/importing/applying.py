"""What the check showed is written in one transaction, or nothing is."""

from collections import Counter

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, transaction
from django.utils.translation import gettext as _

from casework.actions_many import Faults
from casework.errors import StaleCase
from casework.models import Batch
from exchange.importing.checking import judged, save_verdicts
from exchange.importing.outcome import TALLY, NotApplied, reconciled
from exchange.models import Import
from exchange.registry import resource_class


def apply(sheet, *, by):
    """Write every row that was not refused, in one transaction, or nothing. Raises NotApplied."""
    if not resource_class(sheet.kind)(by).may_import():
        raise PermissionDenied(_("You may not bring in sheets of this kind."))
    try:
        with transaction.atomic():
            return write_all(Import.objects.select_for_update().get(pk=sheet.pk), by)
    except NotApplied:
        raise
    except Faults as error:
        raise NotApplied(
            _("Something changed since the check, and nothing was written. Check again: %(why)s")
            % {"why": " ".join(error.messages)}
        ) from error
    except (ValidationError, StaleCase, PermissionDenied, DatabaseError) as error:
        raise NotApplied(
            _("Nothing was written. Check again: %(why)s") % {"why": first_line(error)}
        ) from error


def first_line(error):
    return str(error).splitlines()[0] if str(error) else type(error).__name__


def write_all(sheet, by):
    if sheet.state != Import.State.CHECKED:
        raise NotApplied(_("This sheet was applied already, or not checked yet."))
    sheet.by = by
    sheet.batch = Batch.objects.create(kind=Batch.Kind.IMPORT, by=by, note=sheet.name[:300])
    tally = Counter()
    for rows, staged in judged(sheet, applying=True):
        changed = [r.number for r, s in zip(rows, staged, strict=True) if r.verdict != s.verdict]
        if changed:
            raise NotApplied(
                _("Row %(n)d would now end otherwise than it was shown. Check again.")
                % {"n": changed[0]}
            )
        tally.update(row.verdict for row in rows)
        save_verdicts(rows, staged)
    if {"rows": sum(tally.values())} | {v: tally[v] for v in TALLY} != sheet.totals:
        raise NotApplied(_("The rows do not add up, so nothing was written."))
    sheet.totals = reconciled(sheet, tally)
    sheet.state = Import.State.APPLIED
    sheet.save(update_fields=["state", "totals", "batch", "by"])
    return sheet

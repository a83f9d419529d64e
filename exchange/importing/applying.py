"""What the check showed is written in one transaction, or nothing is."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, transaction
from psycopg import Error as DriverError  # what COPY raises as it is
from psycopg.errors import UniqueViolation

from casework.actions_many import Faults
from casework.errors import StaleCase
from casework.models import Batch
from casework.sentences import Sentences
from casework.sentences import say as _
from exchange.importing.checking import save_verdicts
from exchange.importing.judging import judged, quiet, resource_for
from exchange.importing.known import MARKED, turned, wait_for_others
from exchange.importing.outcome import NotApplied, reconciled
from exchange.importing.writing_plans import forget, work_on, write_planned
from exchange.models import Import
from exchange.registry import resource_class
from exchange.rows import Verdict


def apply(sheet, *, by, told=quiet):
    """Write every row that was not refused, in one transaction, or nothing. Raises NotApplied.

    `told(rows done, rows in all)` is called for each chunk; what it raises leaves nothing written.
    """
    if not resource_class(sheet.kind)(by).may_import():
        raise PermissionDenied(_("You may not bring in sheets of this kind."))
    try:
        with transaction.atomic():
            return write_all(Import.objects.select_for_update().get(pk=sheet.pk), by, told)
    except NotApplied:
        raise
    except Faults as error:
        raise NotApplied(
            _("Something changed since the check, and nothing was written. Check again: %(why)s")
            % {"why": Sentences.of(error)}
        ) from error
    except UniqueViolation as error:
        sentence = _("Nothing was written: somebody wrote one of these records now. Check again.")
        raise NotApplied(sentence) from error
    except (ValidationError, StaleCase, PermissionDenied, DatabaseError, DriverError) as error:
        raise NotApplied(
            _("Nothing was written. Check again: %(why)s") % {"why": first_line(error)}
        ) from error


class Progress:
    """Tells of the rows that are done with, by whatever way they were written."""

    def __init__(self, told, of):
        self.told, self.of, self.done = told, of, 0

    def __call__(self, rows):
        self.done += rows
        self.told(self.done, self.of)


def first_line(error):
    return str(error).splitlines()[0] if str(error) else type(error).__name__


def write_all(sheet, by, told):
    if sheet.state != Import.State.CHECKED:
        raise NotApplied(_("This sheet was applied already, or not checked yet."))
    wait_for_others(sheet)
    sheet.by = by
    sheet.batch = Batch.objects.create(kind=Batch.Kind.IMPORT, by=by, note=sheet.name[:300])
    if number := turned(sheet):
        raise otherwise(number)
    kind, progress = resource_class(sheet.kind), Progress(told, to_write(sheet).count())
    work = work_on(sheet, kind)
    write_anew(sheet, work, progress)
    write_planned(sheet, kind, work.plans, by, progress)
    forget(sheet)
    if reconciled(sheet) != sheet.totals:
        raise NotApplied(_("The rows do not add up, so nothing was written."))
    sheet.state = Import.State.APPLIED
    sheet.save(update_fields=["state", "batch", "by"])
    return sheet


def write_anew(sheet, work, progress):
    """Judge once more what rests on something that changed since the check, and write it."""
    anew = to_write(sheet).filter(work.anew)
    if not anew.exists():
        return
    beside = to_write(sheet).filter(number__in=work.beside)
    resource = resource_for(sheet, applying=True)
    for pairs in judged(sheet, resource, anew | beside if work.beside else anew):
        mine = [pair for pair in pairs if pair[1].number not in work.beside]
        for staged, row in mine:
            if row.verdict != staged.verdict:
                raise otherwise(row.number)
        resource.write([row for _staged, row in mine], sheet.batch)
        save_verdicts(mine)
        progress(len(mine))


def to_write(sheet):
    """The rows that say something new; what was shown as left out, or as applied, stays so."""
    return sheet.rows.exclude(MARKED).exclude(verdict__in=(Verdict.REFUSED, Verdict.SKIPPED))


def otherwise(number):
    if number < 0:
        return NotApplied(
            _("An import that this one was compared with counts no more. Check again.")
        )
    return NotApplied(
        _("Row %(n)d would now end otherwise than it was shown. Check again.") % {"n": number}
    )

"""The long work on sheets: read one, check it, apply it, undo it, redo it; take records out.

And what is done by itself: files of exports, what sheets brought that nobody read, and what forms
left on their way, are deleted when their time has come.
"""

from django.utils.translation import gettext_lazy as _

from casework import sending
from casework.sentences import Sentences
from exchange import importing
from exchange.exporting import making
from exchange.importing import forgetting, undoing
from exchange.jobs import EVERY_HOUR, EVERY_TEN_MINUTES, EXPORTS, IMPORTS, INTERACTIVE, task, upkeep
from exchange.mapping import remembered_columns
from exchange.mending import picking
from exchange.models import Export, Import

FEW = 2000  # rows; so few are done within moments and need not wait behind a large sheet
SMALL = 300_000  # bytes of a file whose rows nobody has counted yet
NOT_READ = (Import.State.RECEIVED, Import.State.FAILED, Import.State.CANCELLED)


def queue_of(sheet):
    if "rows" in sheet.totals or not sheet.file:
        small = sheet.totals.get("rows", 0) <= FEW
    else:
        small = sheet.file.size <= SMALL
    return INTERACTIVE if small else IMPORTS


def stay(sheet, why, *, cancelled):
    """The sheet stays as it was; why it went no further is told on its page."""
    sheet.failure = why
    sheet.save(update_fields=["failure"])


def stay_unread(sheet, why, *, cancelled):
    """A sheet that was read before keeps the rows it has."""
    if sheet.state in NOT_READ:
        sheet.state = Import.State.CANCELLED if cancelled else Import.State.FAILED
        sheet.save(update_fields=["state"])
    stay(sheet, why, cancelled=cancelled)


def forget_failure(sheet):
    if sheet.failure:
        sheet.failure = Sentences()
        sheet.save(update_fields=["failure"])


@task("read", model=Import, words=_("Reading"), queue=queue_of, stopped=stay_unread)
def read(sheet, *, by, told, **asked):
    """`asked` may name another header row, another of the workbook's sheets, another separator."""
    forget_failure(sheet)
    importing.restage(sheet, told=told, **asked)
    return "check"


@task("map", model=Import, words=_("Reading the columns"), queue=queue_of, stopped=stay)
def map_columns(sheet, *, by, told, columns, remembered_as=""):
    """Read the rows by what a person said of the columns; a name keeps it for the next sheet."""
    forget_failure(sheet)
    changed = importing.remap(sheet, columns)
    if remembered_as:
        remembered_columns.remember(changed, by=by, name=remembered_as)
    return "check"


@task("map_like", model=Import, words=_("Reading the columns"), queue=queue_of, stopped=stay)
def map_like(sheet, *, by, told, remembered):
    """Read the rows by the columns that are remembered under a key."""
    forget_failure(sheet)
    importing.remap_as(sheet, remembered_columns.all_for(sheet).get(pk=remembered))
    return "check"


@task("check", model=Import, words=_("Checking"), queue=queue_of, stopped=stay)
def check(sheet, *, by, told):
    forget_failure(sheet)
    importing.check(sheet, told=told)


@task("apply", model=Import, words=_("Writing"), queue=queue_of, stopped=stay)
def apply(sheet, *, by, told, **only):
    """All of it; or `only` the rows that picking.picked is asked for by it."""
    if sheet.is_written:  # asked for twice
        return
    forget_failure(sheet)
    if only:
        picking.apply_only(sheet, by=by, told=told, **only)
    else:
        importing.apply(sheet, by=by, told=told)


@task("undo", model=Import, words=_("Undoing"), queue=queue_of, stopped=stay)
def undo(sheet, *, by, told):
    forget_failure(sheet)
    undoing.undo(sheet, by=by, told=told)


@task("redo", model=Import, words=_("Bringing back"), queue=queue_of, stopped=stay)
def redo(sheet, *, by, told):
    forget_failure(sheet)
    undoing.redo(sheet, by=by, told=told)


@task("export", model=Export, words=_("Writing"), queue=EXPORTS, stopped=making.stop)
def export(export, *, by, told):
    making.make(export, told)


@upkeep("on_their_way", cron=EVERY_HOUR)
def delete_old_drafts():
    sending.forget_overdue()


@upkeep("sheets", cron=EVERY_HOUR)
def forget_old_sheets():
    forgetting.forget_due()


@upkeep("exports", cron=EVERY_TEN_MINUTES)
def delete_old_exports():
    making.expire()
    making.give_up_dropped()

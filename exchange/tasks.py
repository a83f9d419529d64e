"""The long work on sheets: check one, apply one, undo one, undo the undoing."""

from django.utils.translation import gettext_lazy as _

from exchange import importing
from exchange.importing import undoing
from exchange.jobs import IMPORTS, INTERACTIVE, task
from exchange.models import Import

FEW = 2000  # rows; so few are done within moments and need not wait behind a large sheet


def queue_of(sheet):
    return INTERACTIVE if sheet.totals.get("rows", FEW + 1) <= FEW else IMPORTS


def stay(sheet, sentence, *, cancelled):
    """The sheet stays as it was; why it went no further is told on its page."""
    sheet.failure = sentence
    sheet.save(update_fields=["failure"])


@task("check", model=Import, words=_("Checking"), queue=queue_of, stopped=stay)
def check(sheet, *, by, told):
    forget_failure(sheet)
    importing.check(sheet, told=told)


@task("apply", model=Import, words=_("Writing"), queue=queue_of, stopped=stay)
def apply(sheet, *, by, told):
    forget_failure(sheet)
    importing.apply(sheet, by=by, told=told)


@task("undo", model=Import, words=_("Undoing"), queue=queue_of, stopped=stay)
def undo(sheet, *, by, told):
    forget_failure(sheet)
    undoing.undo(sheet, by=by, told=told)


@task("redo", model=Import, words=_("Bringing back"), queue=queue_of, stopped=stay)
def redo(sheet, *, by, told):
    forget_failure(sheet)
    undoing.redo(sheet, by=by, told=told)


def forget_failure(sheet):
    if sheet.failure:
        sheet.failure = ""
        sheet.save(update_fields=["failure"])

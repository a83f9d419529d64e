"""Only some rows of a sheet are applied: the others are left out in the same act, or nothing is.

A person picks rows by their numbers, or all that the check screen shows. A record stands and falls
whole: with one of its rows all of them are picked.
"""

import re

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.http import QueryDict

from casework.sentences import say as _
from exchange import importing, mending
from exchange.importing.judging import quiet, rows_of
from exchange.importing.outcome import tallied
from exchange.mending.narrowing import Choice
from exchange.models import Mending
from exchange.registry import resource_class
from exchange.resources import SheetResource
from exchange.rows import LEFT_OUT, Verdict
from places.spelling import to_western_digits

WHAT = "not_picked"
WOULD_DO = (Verdict.NEW, Verdict.CHANGED, Verdict.REFUSED)
SPAN = re.compile(r"(\d{1,7})(?:\s*[-–—]\s*(\d{1,7}))?")
MOST_SPANS = 500


def spans_of(text):
    """[(first, last)] of “3, 7–20”; raises ValidationError for what names no rows."""
    pieces = [each for each in re.split(r"[,،;\s]+(?![-–—])", tidy(text)) if each]
    found = [SPAN.fullmatch(each) for each in pieces]
    if not found or None in found or len(found) > MOST_SPANS:
        raise ValidationError(_("Name the rows by their numbers, such as 3, 7-20."), code="rows")
    return [(int(each[1]), int(each[2] or each[1])) for each in found]


def tidy(text):
    return re.sub(r"\s*([-–—])\s*", r"\1", to_western_digits(text)).strip()


def picked(sheet, *, rows="", shown=""):
    """The rows that were picked: by numbers, or else by the query of what the grid shows.

    Raises ValidationError.
    """
    chosen = Choice.read(QueryDict(shown)).narrow(sheet.rows.all())
    if rows:
        spans = spans_of(rows)
        numbers = Q()
        for first, last in spans:
            numbers |= Q(number__range=(first, last))
        chosen = sheet.rows.filter(numbers)
    return whole_records(sheet, chosen)


def whole_records(sheet, rows):
    """These rows and the others of their records."""
    resource = resource_class(sheet.kind)
    if resource.belong_together is SheetResource.belong_together:
        return rows
    wanted, record, held, before = set(rows.values_list("number", flat=True)), [], set(), None
    for _staged, row in rows_of(sheet, sheet.rows.all()):
        if before is not None and not resource.belong_together(before, row):
            record = []
        record.append(row.number)
        if wanted.intersection(record):
            held.update(record)
        before = row
    return sheet.rows.filter(number__in=held)


def foreseen(sheet, rows):
    """({verdict: rows picked}, how many others would be left out)."""
    others = sheet.rows.filter(verdict__in=WOULD_DO)
    return tallied(rows), others.exclude(pk__in=rows.values("pk")).count()


@transaction.atomic
def apply_only(sheet, *, by, told=quiet, **asked):
    """Leave all others out and apply the rest; raises NotApplied, ValidationError.

    Rows that were only skipped because of one that goes out now are heard anew, and go out too.
    """
    numbers = set(picked(sheet, **asked).values_list("number", flat=True))
    doing = sheet.rows.filter(verdict__in=WOULD_DO)
    while others := set(doing.values_list("number", flat=True)) - numbers:
        said = {number: {"answers": {LEFT_OUT: True}} for number in others}
        mending.change(sheet, said, by, Mending.Act.LEAVE_OUT, WHAT, at_work=True)
    sheet.refresh_from_db()
    refuse_refused(sheet)
    return importing.apply(sheet, by=by, told=told)


def refuse_refused(sheet):
    """Nothing is left out in silence: a person mends the refused rows or says that they go."""
    if sheet.totals.get("refused"):
        raise importing.NotApplied(
            _("Rows are refused still (%(n)d). Mend them, or leave them out, then apply.")
            % {"n": sheet.totals["refused"]}
        )

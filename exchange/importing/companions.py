"""Which rows are judged again when a few have changed: those, and what their verdicts hang on."""

from datetime import timedelta
from typing import NamedTuple

from django.db.models import Q

from exchange.importing.judging import rows_of
from exchange.rows import Verdict
from places.spelling import fold

A_DAY = timedelta(days=1)


class Glance(NamedTuple):
    """What is known of a row without judging it. Rows of one record share their `record`."""

    number: int
    record: int
    identity: str
    day: object
    is_new: bool
    names_another: bool  # whether its verdict rests on another row of the file


def companions(sheet, resource, numbers):
    """(numbers to judge again, numbers that these are compared with).

    To judge: the rows, the rest of their records, and all that are or were taken for one of them.
    What a row says of a likeness to one of these is judged anew when the sheet is applied.
    """
    rows = list(glances(sheet, resource))
    again = set(numbers) | {row.number for row in rows if row.names_another}
    identities = {row.identity for row in rows if row.number in again} - {""}
    again |= {row.number for row in rows if row.identity in identities}
    records = {row.record for row in rows if row.number in again}
    again = {row.number for row in rows if row.record in records}
    days = {row.day for row in rows if row.number in again} - {None}
    near = {day + n * A_DAY for day in days for n in (-1, 0, 1)}
    beside = {row.number for row in rows if row.is_new and row.day in near}
    return again, beside - again


def speaking(sheet, resource, words):
    """The numbers of the rows that hold one of these words, {column: folded words}."""
    rows = rows_of(sheet, sheet.rows.all(), only=words) if words else ()
    return {
        row.number
        for _staged, row in rows
        if any(words[name] & heard(resource, name, row.text(name)) for name in words)
    }


def heard(resource, name, text):
    """What a cell says, folded: as a whole, and word by word where its column lists several."""
    words = resource.word_list(name)
    return {fold(text), *(fold(part) for part in (words.parts(text) if words else ()))}


def glances(sheet, resource):
    record, before = 0, None
    naming = Q(findings__contains=[{"code": "duplicate"}])
    naming |= Q(findings__contains=[{"code": "repeated"}])
    named = set(sheet.rows.filter(naming).values_list("number", flat=True))
    for staged, row in rows_of(sheet, sheet.rows.all()):
        if before is None or not resource.belong_together(before, row):
            record += 1
        before = row
        yield Glance(
            row.number,
            record,
            resource.identity(row),
            resource.day_of(row),
            staged.verdict == Verdict.NEW,
            row.number in named,
        )

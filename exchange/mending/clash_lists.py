"""All clashes of a sheet, for a person who answers them: one by one, or all of a column at once."""

from collections import Counter

from django.db.models import Q

from casework.sentences import say as _
from exchange.clashes import ANSWER, ANSWERED, ANSWERED_AT, CODE, DATABASE, SHEET, in_words, waiting
from exchange.importing.outcome import NotApplied
from exchange.models import NEEDS_A_LOOK

SIDES = (SHEET, DATABASE)
CODES = (CODE, ANSWERED)


def rows_with_clashes(sheet):
    """The rows that have one, decided or not."""
    codes = (Q(findings__contains=[{"code": code}]) for code in CODES)
    return sheet.rows.filter(next(codes) | next(codes)).order_by("number")


def all_told(row, titles, worded):
    """The clashes of a staged row, those that wait first, then what a person decided."""
    decided = [found for found in row.findings if found["code"] == ANSWERED]
    return [in_words(found, titles, worded) for found in [*waiting(row), *decided]]


def rows_waiting(sheet, column=""):
    """The rows in which a clash waits for an answer, of a column or of any."""
    named = {"code": CODE} | ({"column": column} if column else {})
    return sheet.rows.filter(NEEDS_A_LOOK, findings__contains=[named])


def waiting_by_column(sheet):
    """{column: how many clashes of it wait}."""
    rows = rows_waiting(sheet).only("sheet", "findings")
    return Counter(found["column"] for row in rows for found in waiting(row))


def chosen(row, sides):
    """The row's answers with these {column: side}; good for the version of the record shown."""
    found = next((each for each in row.findings if each["code"] in CODES), None)
    if found is None:
        raise NotApplied(_("Nothing of this row waits for an answer."))
    version = found["version"]
    before = row.answers.get(ANSWER, {}) if row.answers.get(ANSWERED_AT) == version else {}
    return {ANSWER: before | sides, ANSWERED_AT: version}


def side_of_all(sheet, side, column=""):
    """{row number: its answers}: one side for all that wait, of a column or of every one."""
    said = {}
    for row in rows_waiting(sheet, column):
        names = {found["column"] for found in waiting(row)}
        said[row.number] = chosen(row, dict.fromkeys({column} if column else names, side))
    return said

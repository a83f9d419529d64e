"""The rows of a sheet come by in chunks and get their verdicts: a sheet of any length takes the
room of one chunk."""

import gc
from contextlib import contextmanager
from itertools import islice
from typing import NamedTuple

from exchange.answers import remembered_words
from exchange.doubts import Doubts
from exchange.mapping.joining import Joiner
from exchange.registry import resource_class
from exchange.rows import Row

AT_ONCE = 1000  # staged rows fetched together


def quiet(done, of):
    """What `check` and `apply` tell of their progress when nobody asks: nothing."""


class Staged(NamedTuple):
    """What judging reads of an `ImportRow`: a whole one takes longer to make than to judge."""

    pk: int
    number: int
    raw: list
    edits: dict
    answers: dict
    verdict: str

    def cell(self, position):
        return self.edits.get(str(position), self.raw[position])


def resource_for(sheet, *, applying=False):
    """The sheet's resource once it has seen all cells: a column settles the order of its dates."""
    resource = resource_class(sheet.kind)(sheet.by, source_name=sheet.name)
    resource.applying = applying
    resource.doubts = Doubts.of(sheet, resource)
    resource.know_headers(sheet.headers, sheet.mapping)
    remembered_words.load(resource, sheet)
    seen = rows_of(sheet, sheet.rows.all(), only=resource.surveyed())
    resource.survey(row for _staged, row in seen)
    return resource


def rows_of(sheet, rows, *, only=None):
    """(Staged, row) in the order of the file, as they come from the database; `only` names the
    columns whose cells are wanted."""
    joiner = Joiner.of(sheet, only=only)
    found = rows.order_by("number").values_list(*Staged._fields)
    for each in map(Staged._make, found.iterator(chunk_size=AT_ONCE)):
        yield each, as_row(joiner, each)


def as_row(joiner, staged):
    """`staged` is a Staged, or an ImportRow."""
    cells = joiner.cells(staged.cell if staged.edits else staged.raw.__getitem__)
    return Row(staged.number, cells, raw=staged.raw, answers=staged.answers)


def brought_together(sheet, staged, apart):
    """(Staged, row) in the order of the file, but for records whose rows stand apart in it: these
    come where the first of them stands. `apart` is {reference: numbers of its rows}."""
    rows, met = rows_of(sheet, staged), set()
    while window := list(islice(rows, AT_ONCE)):
        names = {row.text("ref") for _staged, row in window} & apart.keys() - met
        met |= names
        wanted = staged.filter(number__in=[number for name in names for number in apart[name]])
        records = {name: [] for name in names}
        for pair in rows_of(sheet, wanted) if names else ():
            records[pair[1].text("ref")].append(pair)
        for pair in window:
            name = pair[1].text("ref")
            if name not in apart:
                yield pair
            yield from records.pop(name, ())


def chunks(sheet, resource, staged):
    """Lists of (staged record, row), never parting the rows of one record."""
    together, apart = [], resource.apart
    for pair in brought_together(sheet, staged, apart) if apart else rows_of(sheet, staged):
        full = resource.chunk is not None and len(together) >= resource.chunk
        if full and not resource.belong_together(together[-1][1], pair[1]):
            yield together
            together = []
        together.append(pair)
    if together:
        yield together


def judged(sheet, resource, staged, told=quiet):
    """The chunks, each row with its verdict; `told` hears of the rows that are done with."""
    done, of = 0, staged.count()
    with chunks_collected():
        for pairs in chunks(sheet, resource, staged):
            resource.judge([row for _staged, row in pairs])
            yield pairs
            done += len(pairs)
            for _staged, row in pairs:
                row.plan = None
            gc.collect(0)
            told(done, of)


@contextmanager
def chunks_collected():
    """No collection of garbage but between chunks.

    A chunk's cases and records point at each other and live until it is written; searching them for
    garbage time and again cost a third of an import, and found nothing.
    """
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()

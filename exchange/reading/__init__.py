"""Files to rows: XLSX, XLS, ODS, CSV and TSV as rows of raw cells with their row numbers.

The file is read in a process of its own (`confined`, which runs `exchange.parsing`): no workbook
can hurt more than its own reading. Whatever is wrong with it ends in one sentence, raised as
ValidationError.
"""

import io
import json
from contextlib import contextmanager
from dataclasses import dataclass, field

from django.conf import settings

from exchange.parsing.believed import BOOK_NAMES, MOST_COLUMNS, MOST_ROWS, TEXT_NAMES
from exchange.parsing.plain import is_blank
from exchange.reading.confined import reader, suffix_of
from exchange.reading.sentences import unreadable

__all__ = [
    "BOOK_NAMES",
    "MOST_COLUMNS",
    "MOST_ROWS",
    "TEXT_NAMES",
    "Head",
    "Sheet",
    "is_blank",
    "opened",
    "read",
    "refuse_upload",
    "unreadable",
]


@dataclass
class Head:
    """The first rows of a sheet, by which it is chosen among the others.

    Of a text they are its rows by one `separator`, chosen among others likewise.
    """

    name: str
    rows: list
    merged: list
    wide: int
    separator: str = ""

    @property
    def where(self):
        """What to ask for to read this one."""
        return {"sheet": self.name, "separator": self.separator}


@dataclass
class Sheet:
    """A sheet as it was: `rows[n]` is its row n + 1, equally long but for what comes after `head`.

    `merged` are (first row, first column, last row, last column), counted from 0. `hidden` are the
    numbers of the rows that an XLSX hides, by hand or by a filter. `encoding` is that of a text
    file, as is `separator`; `of` is about how many rows there are. `lines` are the rows as JSON.
    """

    head: list
    name: str = ""
    names: tuple = ()
    merged: list = field(default_factory=list)
    hidden: list = field(default_factory=list)
    encoding: str = ""
    separator: str = ""
    of: int = 0
    lines: object = ()
    rows: object = ()


def refuse_upload(name, size):
    """Raise ValidationError for what need not be read to be refused: its name, its size."""
    if suffix_of(name) not in TEXT_NAMES | BOOK_NAMES:
        raise unreadable("name", name=name)
    if not size:
        raise unreadable("empty")
    if size > settings.EXCHANGE_MAX_UPLOAD_MB * 1024 * 1024:
        raise unreadable("upload", most=settings.EXCHANGE_MAX_UPLOAD_MB)


@contextmanager
def opened(file, name, *, sheet="", separator="", choose=None):
    """The Sheet of a binary file, with its rows still to come; they end with the block.

    `choose(heads)` is asked which of several sheets or separators is meant, and answers with its
    `where`, which may name `joins` too. Without it the sheet that is named is read, else
    the first with anything in it; a text by the separator that is named, else the likeliest.
    """
    suffix, asked = suffix_of(name), {"sheet": sheet, "separator": separator}
    if choose:
        with reader(file, suffix=suffix, choose=True, separator=separator) as process:
            kind, said = process.first()
            if kind == "sheet" and sheet in ("", said["name"]):
                yield streamed(said, process)
                return
        if kind == "heads":
            asked = choose([Head(**head) for head in said])
    with reader(file, suffix=suffix, **asked) as process:
        _kind, said = process.first()
        yield streamed(said, process)


def streamed(said, process):
    lines = process.lines()
    said["names"], said["merged"] = tuple(said["names"]), [tuple(each) for each in said["merged"]]
    return Sheet(**said, lines=lines, rows=map(json.loads, lines))


def read(content, filename, sheet="", choose=None):
    """The sheet that is named or chosen, else the first one with anything in it, held whole."""
    refuse_upload(filename, len(content))
    with opened(io.BytesIO(content), filename, sheet=sheet, choose=choose) as found:
        rows = list(found.rows)
    wide = max(map(len, rows))
    found.rows, found.lines = [row + [""] * (wide - len(row)) for row in rows], ()
    return found

"""New records as the lines that PostgreSQL's COPY reads: the quickest way in, past no constraint.

A line holds the columns of one row, parted by tabs. The columns that are known only when it is
written, see `LATE`, come first, so that a line may be made long before that.
"""

import json
from datetime import date, datetime, time
from decimal import Decimal
from functools import cache
from operator import attrgetter
from typing import NamedTuple
from uuid import UUID

from django.db import connection
from django.db.models import JSONField

from casework.models import Case, Event, Record

NULL = "\\N"
# What nobody knows of a row before it is written: its number, the moment, the act it belongs to.
LATE = (
    (Case, ("ref", "created_at", "updated_at")),
    (Event, ("at", "batch_id")),
    (Record, ("created_at",)),
)


class Copying(NamedTuple):
    """How a kind of row is copied: the statement, and what gives its late and its other columns."""

    statement: str
    late: object
    line: object


def copy_in(kind, rows):
    """Insert unsaved rows of one kind; keys that the database gives stay unknown to them."""
    how = copying(kind, rows[0].pk is not None)
    lines = "".join(f"{how.late(row)}\t{how.line(row)}\n" for row in rows)
    copy_lines(how.statement, lines)
    for row in rows:
        row._state.adding = False


def copy_lines(statement, lines):
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        copy.write(lines)


@cache
def copying(kind, has_key):
    fields = [f for f in kind._meta.concrete_fields if has_key or not f.primary_key]
    late = next(names for base, names in LATE if issubclass(kind, base))
    ordered = [f for name in late for f in fields if f.attname == name]
    others = [f for f in fields if f not in ordered]
    quote = connection.ops.quote_name
    columns = ", ".join(quote(field.column) for field in [*ordered, *others])
    statement = f"COPY {quote(kind._meta.db_table)} ({columns}) FROM STDIN"
    return Copying(statement, line_of(ordered), line_of(others))


def line_of(fields):
    """A function of a row: these columns of it, parted by tabs."""
    if len(fields) < 2:  # an attrgetter of one name gives no tuple
        return lambda row: "\t".join(as_text(getattr(row, f.attname)) for f in fields)
    read = attrgetter(*(field.attname for field in fields))
    in_json = [(n, json_of(f)) for n, f in enumerate(fields) if isinstance(f, JSONField)]
    if not in_json:
        return lambda row: line(read(row))

    def line_with_json(row):
        values = list(read(row))
        for n, encode in in_json:
            values[n] = None if values[n] is None else encode(values[n])
        return line(values)

    return line_with_json


def line(values):
    """Values as COPY reads them, parted by tabs."""
    return "\t".join([NULL if value is None else TEXTS[type(value)](value) for value in values])


def json_of(field):
    """JSON goes as the text that the field's own encoder makes of it; keys are asked for first."""
    encoder = field.encoder or json.JSONEncoder

    class Quick(encoder):
        def default(self, o):
            return str(o) if type(o) is UUID else super().default(o)

    return Quick(ensure_ascii=False, separators=(",", ":")).encode


# ---------------------------------------------------------------- values


def as_text(value):
    """A value as COPY reads it."""
    return NULL if value is None else TEXTS[type(value)](value)


def text(value):
    if value.isprintable() and "\\" not in value:  # nearly every one
        return value
    value = value.replace("\\", "\\\\").replace("\t", "\\t")
    return value.replace("\n", "\\n").replace("\r", "\\r")


def array(values):
    quoted = (f'"{each}"' for each in map(element, values))
    return text("{" + ",".join(quoted) + "}")


def element(value):
    return str(value).replace("\\", "\\\\").replace('"', '\\"')


def other(value):
    """A file's name: what its text is."""
    return text(str(value))


class Texts(dict):
    """{type: how a value of it is written}; a choice of an enumeration is a text itself."""

    def __missing__(self, kind):
        self[kind] = text if issubclass(kind, str) else other
        return self[kind]


TEXTS = Texts(
    {
        str: text,
        int: str,
        float: repr,
        bool: lambda value: "t" if value else "f",
        Decimal: str,
        UUID: lambda value: f"{value.int:032x}",
        date: date.isoformat,
        datetime: datetime.isoformat,
        time: time.isoformat,
        list: array,
    }
)

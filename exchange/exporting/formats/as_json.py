"""JSON: a list of records by the columns' codes, or one record a line. Blank is null, not ""."""

import json
from decimal import Decimal


def write(file, table):
    for position, record in enumerate(records(table)):
        file.write(b",\n" if position else b"[\n")
        file.write(record)
    file.write(b"\n]\n" if table.written else b"[]\n")


def write_lines(file, table):
    for record in records(table):
        file.write(record + b"\n")


def records(table):
    """Each row as the bytes of an object."""
    for row in table.counted():
        yield dumped(dict(zip(table.names, map(plain, row), strict=True)))


def plain(value):
    """A cell as JSON has it: numbers are numbers, and nobody knows is null."""
    if value == "":
        return None
    return as_number(value) if isinstance(value, Decimal) else value


def as_number(value):
    return int(value) if value == value.to_integral_value() else float(value)


def dumped(thing):
    return json.dumps(thing, ensure_ascii=False, default=str).encode("utf-8", "replace")

"""Many rows of one kind changed by one statement, each to values of its own.

`bulk_update` builds an expression for every value, which takes ten times as long as the change.
"""

import json

from django.db import connection


def change_in(kind, rows, names):
    """Write these fields of rows that are stored; asks and returns nothing."""
    if not rows:
        return
    fields = [kind._meta.get_field(name) for name in names]
    said = [{f.column: getattr(row, f.attname) for f in (kind._meta.pk, *fields)} for row in rows]
    with connection.cursor() as cursor:
        cursor.execute(statement(kind, fields), [json.dumps(said, default=in_words)])


def statement(kind, fields):
    quote, key = connection.ops.quote_name, kind._meta.pk
    values = ", ".join(f"{quote(f.column)} = said.{quote(f.column)}" for f in fields)
    columns = ", ".join(f"{quote(f.column)} {f.db_type(connection)}" for f in (key, *fields))
    return (
        f"UPDATE {quote(kind._meta.db_table)} AS kept SET {values} "  # noqa: S608
        f"FROM jsonb_to_recordset(%s::jsonb) AS said({columns}) "
        f"WHERE kept.{quote(key.column)} = said.{quote(key.column)}"
    )


def in_words(value):
    """What JSON has no word for; a moment keeps its microseconds, which Django's encoder cuts."""
    return value.isoformat() if hasattr(value, "isoformat") else str(value)

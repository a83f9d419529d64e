"""Permanent numbers for cases: INC-2024-000123."""

from django.db import connection

from casework.models import RefCounter


def next_refs(prefix, year, count=1):
    """Take `count` numbers in one statement; the counter's row stays locked until commit.

    A rolled-back transaction gives its numbers back, so the sequence has no holes.
    """
    table = RefCounter._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} AS c (prefix, year, last) VALUES (%s, %s, %s) "  # noqa: S608
            "ON CONFLICT (prefix, year) DO UPDATE SET last = c.last + excluded.last "
            "RETURNING last",
            [prefix, year, count],
        )
        last = cursor.fetchone()[0]
    return [f"{prefix}-{year}-{number:06d}" for number in range(last - count + 1, last + 1)]

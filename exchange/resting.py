"""What a judgement rests on beside the row itself, in words that change whenever it does."""

import hashlib
import json
from functools import cache
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.db.models import BigIntegerField, Count, Sum
from django.db.models.expressions import RawSQL
from django.utils import timezone
from django.utils.translation import get_language

from exchange.answers.orders import known_orders
from exchange.answers.vocabulary import Word

OF_SHEET = ("kind", "name", "headers", "mapping", "given")
OF_WORD = ("column", "folded", "within", "sense", "means")


def digest(sheet, kind):
    """What every row of the sheet rests on: its columns, the orders that were answered, the person,
    the day, the lists that cells are read by, and the rules themselves. `kind` is the sheet's
    resource, as a class: nothing may have been read yet of what is asked here."""
    by = sheet.by
    said = [
        [getattr(sheet, name) for name in OF_SHEET],
        sheet.report.get("columns", {}).get("words"),
        known_orders(sheet),
        [by.pk, by.organisation_id, sorted(by.get_all_permissions()), sorted(by.scope_paths)],
        [timezone.localdate(), get_language(), settings.AFTERMATH_COUNTRY_BOX, settings.TIME_ZONE],
        [state(model._base_manager.all()) for model in kind.rests_on],
        program(),
    ]
    return hashlib.sha256(json.dumps(said, sort_keys=True, default=str).encode()).hexdigest()


def words(sheet):
    """What people answered that the words of such sheets mean; only rows that hold one rest on it.

    Each is a list: its column, the word folded, the p-code within which it holds, what it means.
    """
    return sorted(map(list, Word.objects.of_sheet(sheet).values_list(*OF_WORD)))


def state(rows):
    """How many rows there are, and the sum of the marks of their versions.

    Any change counts, also one that nobody meant; a table that nobody touched is told without
    reading what it holds.
    """
    found = rows.aggregate(many=Count("pk"), marks=Sum(mark(rows)))
    return f"{found['many']} {found['marks']}"


def states(rows, name):
    """{value: `state` of the rows that have it}, as texts."""
    counted = rows.order_by().values(name).annotate(many=Count("pk"), marks=Sum(mark(rows)))
    return {
        str(value): f"{many} {marks}"
        for value, many, marks in counted.values_list(name, "many", "marks")
    }


def mark(rows):
    """A number for the present version of a row: by who wrote it, and where PostgreSQL put it.

    Each change writes a new version, elsewhere, by a later transaction.
    """
    table = rows.model._meta.db_table
    version = f'hashtextextended("{table}".xmin::text || "{table}".ctid::text, 0)'
    return RawSQL(version, (), BigIntegerField())  # noqa: S611


@cache
def program():
    """Our own code: after an upgrade other rules may hold."""
    ours = (Path(config.path) for config in apps.get_app_configs())
    rooms = [room for room in ours if room.parent == settings.BASE_DIR]
    found = hashlib.sha256()
    for path in sorted(path for room in rooms for path in room.rglob("*.py")):
        found.update(path.read_bytes())
    return found.hexdigest()

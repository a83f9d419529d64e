"""What changed between two states of a record, as the history keeps it."""

from datetime import UTC, datetime
from functools import cache, partial
from operator import attrgetter

from django.db.models import DateTimeField, FileField

BOOKKEEPING = {
    *("id", "version", "status", "created_at", "created_by", "updated_at", "updated_by"),
    "taken_back",
}


def plain(field, record):
    """A field's value as JSON can hold it; a relation as its key, a file as its name.

    A moment keeps its microseconds, which JSON's encoder cuts: what is undone goes back exactly.
    """
    value = field.value_from_object(record)
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    return str(value) if value is not None and field.get_internal_type() == "FileField" else value


def logged_fields(record):
    return [f for f in record._meta.concrete_fields if f.name not in BOOKKEEPING]


@cache
def reading(model):
    """(name, what reads it, whether the history may hold its values) of the logged fields."""
    policy = model.field_policy
    return tuple((f.name, reader(f), policy.is_logged(f.name)) for f in logged_fields(model))


def reader(field):
    """`plain` of a field as a function of a record."""
    if isinstance(field, (DateTimeField, FileField)):
        return partial(plain, field)
    return attrgetter(field.attname)


def difference(stored, record):
    """{field: [old, new]} of what differs; [None, None] where history may not hold the values."""
    return {
        name: [read(stored), read(record)] if logged else [None, None]
        for name, read, logged in reading(type(record))
        if read(stored) != read(record)
    }


def description(record):
    """A new record as the history keeps it: its kind, its key and its known, loggable values."""
    values = {
        name: value
        for name, read, logged in reading(type(record))
        if logged and (value := read(record)) not in (None, "")
    }
    return {"kind": record._meta.label_lower, "id": record.pk, "values": values}

"""What changed between two states of a record, as the history keeps it."""

from datetime import UTC, datetime

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


def difference(stored, record):
    """{field: [old, new]} of what differs; [None, None] where history may not hold the values."""
    policy = record.field_policy
    return {
        f.name: [plain(f, stored), plain(f, record)] if policy.is_logged(f.name) else [None, None]
        for f in logged_fields(record)
        if plain(f, stored) != plain(f, record)
    }


def description(record):
    """A new record as the history keeps it: its kind, its key and its known, loggable values."""
    values = {
        f.name: plain(f, record)
        for f in logged_fields(record)
        if record.field_policy.is_logged(f.name) and plain(f, record) not in (None, "")
    }
    return {"kind": record._meta.label_lower, "id": record.pk, "values": values}

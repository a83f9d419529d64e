"""What a batch overwrites of restricted fields is kept apart from history, to be put back by it."""

from casework.changes import logged_fields, plain
from casework.models import Overwritten
from casework.sensitivity import Sensitivity


def remember(batch, pairs):
    """Keep the old and new values that history may not hold of (stored, changed) records.

    Fields of class `never` are kept nowhere: they must be gone for good once they are erased.
    """
    if batch is not None:
        rows = [row for stored, record in pairs for row in rows_of(batch, stored, record)]
        Overwritten.objects.bulk_create(rows, batch_size=1000)


def rows_of(batch, stored, record):
    classes = record.field_policy.classes
    for field in logged_fields(record):
        if classes[field.name] is not Sensitivity.RESTRICTED:
            continue
        old, new = plain(field, stored), plain(field, record)
        if old != new:
            yield Overwritten(batch=batch, record=record.pk, field=field.name, old=old, new=new)


def kept(batch, keys):
    """{(record's key, field): [old, new]} over all that the batch did to these records."""
    found = {}
    rows = Overwritten.objects.filter(batch=batch, record__in=keys).order_by("pk")
    for record, field, old, new in rows.values_list("record", "field", "old", "new"):
        first = found.get((str(record), field), [old])[0]
        found[str(record), field] = [first, new]
    return found

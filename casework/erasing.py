"""The verb `erase`: what may be kept only for a while is blanked, on sealed cases too."""

from django.db import transaction

from casework.actions import advance, demand, locked, record_event
from casework.changes import description
from casework.sensitivity import Sensitivity


@transaction.atomic
def erase(case, records, *, by, reason, batch=None):
    """Blank every field of class `never` of these records of one case; returns the case.

    The history says which fields were deleted, and never what they held.
    """
    case = locked(case, by)
    erased = []
    for record in records:
        demand(by, "erase", record)
        if names := blank(record):
            record.save(update_fields=names)
            gone = {name: [None, None] for name in names}
            erased.append({**description(record), "changes": gone})
    if erased:
        advance(case, by)
        case.save(update_fields=["version", "updated_by", "updated_at"])
        record_event(case, by, "erased", changes={"edited": erased}, reason=reason, batch=batch)
    return case


def blank(record):
    """Blank the fields of class `never`, unsaved; the names of those that held something."""
    held = []
    for field in record._meta.concrete_fields:
        empty = field.get_default()
        never = record.field_policy.classes[field.name] is Sensitivity.NEVER
        if never and getattr(record, field.attname) != empty:
            setattr(record, field.attname, empty)
            held.append(field.name)
    return held

"""What points to what: the keys that name records, and the relations between them."""

import re
from copy import copy
from functools import lru_cache

from places.spelling import to_western_digits

# A reference as people copy it: in small letters, Arabic digits, with other dashes, without zeros.
WRITTEN = re.compile(r"([A-Z]{3})\s*[-–—−_ ]\s*(\d{4})\s*[-–—−_ ]\s*(\d{1,9})", re.ASCII)


@lru_cache(4096)
def as_reference(text):
    """The reference that the text writes in its own way, as we write it; any other text as it is.

    The number is the same with more zeros or fewer, so no other case is meant.
    """
    found = WRITTEN.fullmatch(to_western_digits(text).strip().upper())
    return f"{found[1]}-{found[2]}-{int(found[3]):06d}" if found else text


def key_of(record, name=""):
    """(kind, key, field): how the undoing of a batch names a record or a field of it."""
    return record._meta.label_lower, str(record.pk), name


def copied(record):
    """A twin to change, that reads its relations anew where they change."""
    twin = copy(record)
    twin._state = copy(record._state)
    twin._state.fields_cache = dict(record._state.fields_cache)
    return twin


def pointing(model, sources):
    """The foreign keys by which rows of these base classes point to the model."""
    return [
        relation.field
        for relation in model._meta.get_fields(include_hidden=True)
        if relation.auto_created and not relation.concrete and relation.is_relation
        if issubclass(relation.related_model, sources) and hasattr(relation.field, "attname")
    ]


def whole_of(record):
    """(model, key) of the record that this one is part of; None for one right under its case."""
    names = record.case_path.split(".")
    if len(names) == 1:
        return None
    link = record._meta.get_field(names[0])
    return link.related_model, getattr(record, link.attname)

"""Unsaved records made quickly: what the model's own constructor makes, without its detours.

`made(Figure, report=report, minimum=3)` equals `Figure(report=report, minimum=3)` in every field; a
sheet makes ten records for each of its rows. A test makes both of every kind of record.
"""

from datetime import UTC, datetime
from functools import cache, partial

from django.db import DEFAULT_DB_ALIAS
from django.db.models import FileField, ForeignKey, Model
from django.db.models.base import ModelState
from django.db.models.fields import NOT_PROVIDED
from django.utils import timezone


def made(model, **values):
    """An unsaved instance; values by the names of fields, relations as instances."""
    return maker(model)(values)


@cache
def maker(model):
    if not is_plain(model):
        return lambda values: model(**values)
    fields = model._meta.concrete_fields
    fresh = tuple((f.attname, quicker(f.default)) for f in fields if is_made_anew(f))
    settled = {f.attname: f.get_default() for f in fields if not is_made_anew(f)}
    relations = {f.name: (f.attname, key_of(f)) for f in fields if isinstance(f, ForeignKey)}

    def make(values):
        record = model.__new__(model)
        kept = record.__dict__
        kept["_state"] = state = ModelState()
        kept.update(settled)
        known = state.fields_cache
        for name, value in values.items():
            if name not in relations:
                kept[name] = value
                continue
            attname, key = relations[name]
            known[name] = value
            kept[attname] = None if value is None else getattr(value, key)
            state.db = state.db or DEFAULT_DB_ALIAS
        for attname, default in fresh:
            if attname not in kept:
                kept[attname] = default()
        return record

    return make


def part(records):
    """Let records that nobody needs any more forget each other: they go at once, and no collection
    of garbage has to find them."""
    for record in records:
        record._state.fields_cache.clear()
        record.__dict__.pop("_prefetched_objects_cache", None)


def quicker(default):
    """Django's clock asks the settings each time whether times are aware: ours always are."""
    return partial(datetime.now, UTC) if default is timezone.now else default


def is_made_anew(field):
    """Whether the field's default is a function: a key, a time, a list."""
    return field.has_default() and callable(field.default)


def key_of(relation):
    return relation.target_field.attname


def is_plain(model):
    """Whether nothing but Django's own constructor takes part in making an instance: a file's field
    may look at the instance once more, and a default of the database is none that we know."""
    fields = model._meta.concrete_fields
    return model.__init__ is Model.__init__ and not any(
        isinstance(f, FileField) or f.db_default is not NOT_PROVIDED for f in fields
    )

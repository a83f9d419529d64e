"""Values that a model field surely takes as they are, told without running its validators.

The field stays the only judge: what is told here is read off it, says yes to a part of what
`Field.clean` returns unchanged, and leaves all else to `Field.clean`. A test asks both.
"""

from datetime import date, datetime, time
from decimal import Decimal
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.core import validators as rules
from django.db import models
from django.utils import timezone

TEXTS = (models.CharField, models.TextField)
WHOLES = (
    models.IntegerField,
    models.PositiveIntegerField,
    models.PositiveSmallIntegerField,
    models.PositiveBigIntegerField,
)


def acceptor(field):
    """A function of a value: True only where the field's `clean` would return the value itself."""
    if isinstance(field, models.ForeignKey):
        return takes_relation(field)
    surely = surely_taken(field)
    if not field.blank:
        return surely
    return lambda value: value is None or value in ("", []) or surely(value)


def takes_relation(field):
    """Who it points to was settled by whoever set it, and the database refuses a broken one."""
    if field.blank:
        return lambda value: True
    return lambda value: value is not None


def takes_anything(field):
    """Whether nothing is asked of the field: a relation that may be blank."""
    return isinstance(field, models.ForeignKey) and field.blank


def any_of(field):
    """The type of which the field takes any value, None where it asks more."""
    plain = type(field) in ANY_OF and not field.validators and not field.choices
    return ANY_OF[type(field)] if plain else None


def surely_taken(field):
    """The same for values that are not blank."""
    if field.choices:
        return among({code for code, _label in field.flatchoices}, field)
    for kinds, make in MAKERS:
        if type(field) in kinds:
            return make(field)
    return nothing


def nothing(value):
    return False


def among(codes, field):
    if type(field) not in TEXTS or not only(field, LENGTHS):
        return nothing
    return lambda value: isinstance(value, str) and value in codes and value != ""


LENGTHS = (rules.MaxLengthValidator, rules.ProhibitNullCharactersValidator)
BOUNDS = (rules.MinValueValidator, rules.MaxValueValidator)


def only(field, kinds):
    """Whether the field's validators are all of these kinds, so that we know what they ask."""
    return all(type(each) in kinds for each in field.validators)


def text(field):
    if not only(field, LENGTHS):
        return nothing
    most = limit(field, rules.MaxLengthValidator, min, float("inf"))
    return lambda value: type(value) is str and 0 < len(value) <= most and "\0" not in value


def whole(field):
    if not only(field, BOUNDS):
        return nothing
    low, high = bounds(field)
    return lambda value: type(value) is int and low <= value <= high


def decimal(field):
    """Few enough digits on either side of the point, and between the bounds."""
    if not only(field, (*BOUNDS, rules.DecimalValidator)):
        return nothing
    low, high = bounds(field)
    places, above = field.decimal_places, 10 ** (field.max_digits - field.decimal_places)

    def taken(value):
        if type(value) is not Decimal or not value.is_finite() or not low <= value <= high:
            return False
        return -places <= value.as_tuple().exponent <= 0 and abs(value) < above

    return taken


def bounds(field):
    low = limit(field, rules.MinValueValidator, max, -(2**63))
    return low, limit(field, rules.MaxValueValidator, min, 2**63)


def limit(field, kind, closest, otherwise):
    """The closest limit of the validators of a kind."""
    said = [each.limit_value for each in field.validators if type(each) is kind]
    found = [value() if callable(value) else value for value in said]
    return closest(found) if found else otherwise


ANY_OF = {
    models.BooleanField: bool,
    models.DateField: date,
    models.TimeField: time,
    models.UUIDField: UUID,
}


def exactly(field):
    kind = any_of(field)
    return nothing if kind is None else lambda value: type(value) is kind


def aware(field):
    if field.validators:
        return nothing
    return lambda value: type(value) is datetime and timezone.is_aware(value)


def list_of_codes(field):
    codes = {code for code, _label in field.base_field.flatchoices}
    if not codes or field.validators or field.size:
        return nothing
    takes = among(codes, field.base_field)
    return lambda value: type(value) is list and value != [] and all(map(takes, value))


MAKERS = (
    (TEXTS, text),
    (WHOLES, whole),
    ((models.DecimalField,), decimal),
    ((models.DateTimeField,), aware),
    (tuple(ANY_OF), exactly),
    ((ArrayField,), list_of_codes),
)

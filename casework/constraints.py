"""All the rules of one record, with no query but for uniqueness: what every verb asks of it.

Django's own `full_clean` asks the database once for each relation and each constraint. Relations
were settled by whoever set them, and the database refuses a broken one; check constraints are
asked in memory; so one record costs no query, and ten thousand rows of a sheet cost none either.
What a kind of record asks is read off its model once.
"""

from datetime import date
from functools import cache
from operator import attrgetter, itemgetter
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.db.models import CheckConstraint, DateField, F, Model, Q, UniqueConstraint
from django.utils.translation import gettext as _

from casework.accepting import acceptor, any_of, takes_anything

YEARS = range(1900, 2200)
UNTAKEN = object()

COMPARISONS = {
    "exact": lambda have, want: have == want,
    "gt": lambda have, want: have > want,
    "gte": lambda have, want: have >= want,
    "lt": lambda have, want: have < want,
    "lte": lambda have, want: have <= want,
    "in": lambda have, want: have in want,
    "range": lambda have, want: want[0] <= have <= want[1],
}


class Rules(NamedTuple):
    """What a kind of record asks. `read` takes the fields' values out of its state; for each,
    `fields` has its usual value, the type of which it takes any, what else it surely takes, and its
    name. `days` are the names of those that are days or times, with their places among the values;
    then the constraints with their questions, and whether the kind has a `clean` of its own."""

    read: object
    fields: tuple
    names: frozenset
    days: tuple
    checks: tuple
    unique: tuple
    has_clean: bool


@cache
def rules_of(model):
    fields = [f for f in model._meta.fields if f.name != "ref" and not f.generated]
    fields = [f for f in fields if not takes_anything(f)]
    constraints = model._meta.constraints
    return Rules(
        read=itemgetter(*(f.attname for f in fields)),
        fields=tuple((usual(f), any_of(f), acceptor(f), f.name) for f in fields),
        names=frozenset(f.name for f in model._meta.fields),
        days=tuple((n, f.name) for n, f in enumerate(fields) if isinstance(f, DateField)),
        checks=tuple(
            (each, question(each.condition, model))
            for each in constraints
            if isinstance(each, CheckConstraint)
        ),
        unique=tuple(
            (each, question(each.condition or Q(), model))
            for each in constraints
            if isinstance(each, UniqueConstraint)
        ),
        has_clean=model.clean is not Model.clean,
    )


def usual(field):
    """The default that most records hold, if it is taken: it is told by its identity."""
    default = None if field.has_default() and callable(field.default) else field.get_default()
    return default if acceptor(field)(default) else UNTAKEN


def fault_of(record):
    """Everything that is wrong with the record but for uniqueness, as one ValidationError."""
    rules, errors = rules_of(type(record)), {}
    try:
        values = rules.read(record.__dict__)
    except KeyError:  # it was read without some of its fields
        record.refresh_from_db(fields=record.get_deferred_fields())
        values = rules.read(record.__dict__)
    doubtful = [
        name
        for value, (usually, kind, takes, name) in zip(values, rules.fields, strict=True)
        if value is not usually and type(value) is not kind and not takes(value)
    ]
    if doubtful:
        exclude = rules.names.difference(doubtful)
        errors = collected(lambda: record.clean_fields(exclude=exclude), errors)
        errors = collected(lambda: years(record), errors)
    elif any(values[n] is not None and values[n].year not in YEARS for n, _name in rules.days):
        errors = collected(lambda: years(record), errors)
    if rules.has_clean:
        errors = collected(record.clean, errors)
    if rules.checks and not errors:
        errors = collected(lambda: check(record), errors)
    return ValidationError(errors) if errors else None


def years(record):
    """A slip of the year can leave what a time zone turns into a time that nothing reads back: the
    ledger keeps its rows for good, and every page that lists one would fail."""
    days = {name: getattr(record, name) for _place, name in rules_of(type(record)).days}
    if strange := strange_years(days):
        raise ValidationError(strange)


def strange_years(values):
    """{name: sentence} for the days and times among these that nobody can have meant."""
    return {
        name: _("Check the year.")
        for name, value in values.items()
        if isinstance(value, date) and value.year not in YEARS
    }


def collected(rule, errors):
    try:
        rule()
    except ValidationError as error:
        return error.update_error_dict(errors)
    return errors


def check_unique(record, stored=None):
    """Raise ValidationError where another row has what must be unique and is new here."""
    for constraint, asked in rules_of(type(record)).unique:
        if stored is not None and not any(differs(n, record, stored) for n in constraint.fields):
            continue
        if asked(record):
            constraint.validate(type(record), record)


def differs(name, record, stored):
    attname = record._meta.get_field(name).attname
    return getattr(record, attname) != getattr(stored, attname)


def check(record):
    """Raise ValidationError with the sentence of every check constraint that the record breaks."""
    broken = [each for each, asked in rules_of(type(record)).checks if asked(record) is False]
    if broken:
        raise ValidationError([sentence(constraint) for constraint in broken])


def sentence(constraint):
    return ValidationError(
        constraint.get_violation_error_message(), code=constraint.violation_error_code or "check"
    )


# ---------------------------------------------------------------- conditions as functions


def question(condition, model):
    """A function of a record: True, False, or None where a null makes it neither, as SQL says."""
    if not isinstance(condition, Q):
        return comparison(*condition, model)
    asked = [question(child, model) for child in condition.children]
    decisive = condition.connector == Q.OR  # one True decides an “or”, one False an “and”

    def answer(record):
        unsure = False
        for each in asked:
            said = each(record)
            if said is decisive:
                return said
            unsure = unsure or said is None
        return None if unsure else not decisive

    return opposite(answer) if condition.negated else answer


def opposite(asked):
    def answer(record):
        said = asked(record)
        return None if said is None else not said

    return answer


def comparison(lookup, want, model):
    name, _sep, how = lookup.partition("__")
    have = attribute(name, model)
    if how == "isnull":
        return lambda record: (have(record) is None) is want
    compare = COMPARISONS[how or "exact"]
    other = attribute(want.name, model) if isinstance(want, F) else lambda record: want

    def answer(record):
        one, two = have(record), other(record)
        return None if one is None or two is None else bool(compare(one, two))

    return answer


def attribute(name, model):
    return attrgetter(model._meta.get_field(name).attname)

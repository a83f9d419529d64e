"""All the rules of one record, with no query but for uniqueness: what every verb asks of it.

Django's own `full_clean` asks the database once for each relation and each constraint. Relations
were settled by whoever set them, and the database refuses a broken one; check constraints are
asked in memory; so one record costs no query, and ten thousand rows of a sheet cost none either.
"""

from datetime import date

from django.core.exceptions import ValidationError
from django.db.models import CheckConstraint, F, ForeignKey, Q, UniqueConstraint
from django.utils.translation import gettext as _

YEARS = range(1900, 2200)

COMPARISONS = {
    "exact": lambda have, want: have == want,
    "gt": lambda have, want: have > want,
    "gte": lambda have, want: have >= want,
    "lt": lambda have, want: have < want,
    "lte": lambda have, want: have <= want,
    "in": lambda have, want: have in want,
    "range": lambda have, want: want[0] <= have <= want[1],
}


def fault_of(record):
    """Everything that is wrong with the record but for uniqueness, as one ValidationError."""
    settled = [
        f.name
        for f in record._meta.concrete_fields
        if isinstance(f, ForeignKey) and getattr(record, f.attname) is not None
    ]
    errors = {}
    cleaned = (lambda: record.clean_fields(exclude=["ref", *settled]), lambda: years(record))
    for rule in (*cleaned, record.clean):
        errors = collected(rule, errors)
    if not errors:
        errors = collected(lambda: check(record), errors)
    return ValidationError(errors) if errors else None


def years(record):
    """A slip of the year can leave what a time zone turns into a time that nothing reads back: the
    ledger keeps its rows for good, and every page that lists one would fail."""
    values = {f.name: getattr(record, f.attname) for f in record._meta.concrete_fields}
    if strange := strange_years(values):
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
    for constraint in record._meta.constraints:
        if not isinstance(constraint, UniqueConstraint):
            continue
        if stored is not None and not any(differs(n, record, stored) for n in constraint.fields):
            continue
        if constraint.condition is None or satisfied(constraint.condition, record):
            constraint.validate(type(record), record)


def differs(name, record, stored):
    return value_of(name, record) != value_of(name, stored)


def check(record):
    """Raise ValidationError with the sentence of every check constraint that the record breaks."""
    broken = [each for each in checks(record) if satisfied(each.condition, record) is False]
    if broken:
        raise ValidationError([sentence(constraint) for constraint in broken])


def checks(record):
    return [each for each in record._meta.constraints if isinstance(each, CheckConstraint)]


def sentence(constraint):
    return ValidationError(
        constraint.get_violation_error_message(), code=constraint.violation_error_code or "check"
    )


def satisfied(condition, record):
    """True, False, or None where a null makes it neither: what SQL would say."""
    if not isinstance(condition, Q):
        return compared(*condition, record)
    answers = [satisfied(child, record) for child in condition.children]
    decisive = condition.connector == Q.OR  # one True decides an “or”, one False an “and”
    answer = not decisive if None not in answers else None
    answer = decisive if decisive in answers else answer
    return not answer if condition.negated and answer is not None else answer


def compared(lookup, want, record):
    name, _, how = lookup.partition("__")
    have = value_of(name, record)
    if how == "isnull":
        return (have is None) == want
    want = value_of(want.name, record) if isinstance(want, F) else want
    if have is None or want is None:
        return None
    return COMPARISONS[how or "exact"](have, want)


def value_of(name, record):
    return getattr(record, record._meta.get_field(name).attname)

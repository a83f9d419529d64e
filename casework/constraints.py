"""A model's check constraints asked in memory, so that ten thousand rows need no query each."""

from django.core.exceptions import ValidationError
from django.db.models import CheckConstraint, F, Q

COMPARISONS = {
    "exact": lambda have, want: have == want,
    "gt": lambda have, want: have > want,
    "gte": lambda have, want: have >= want,
    "lt": lambda have, want: have < want,
    "lte": lambda have, want: have <= want,
    "in": lambda have, want: have in want,
    "range": lambda have, want: want[0] <= have <= want[1],
}


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

"""Values of fields as the history holds them, read back and compared."""

from datetime import datetime, timedelta

# Older events hold moments to the millisecond.
ALMOST = timedelta(milliseconds=1)


def found_in(record, name):
    """Whether the record's model still has the field; histories outlive fields."""
    return any(field.name == name for field in record._meta.concrete_fields)


def typed(field, value):
    """What the model's attribute holds for a value of the history."""
    if value is None:
        return None
    return (field.target_field if field.is_relation else field).to_python(value)


def same(one, other):
    if isinstance(one, datetime) and isinstance(other, datetime):
        return abs(one - other) < ALMOST
    return one == other

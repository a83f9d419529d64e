"""What a row says of a stored record's fields that its person may not read: they stay as they are.

No form asks such a person for them either. Whether a guess agrees with what is stored would tell
it: a sheet of a thousand guesses, of which one says nothing new, is as good as the point itself.
"""

from casework.sentences import say as _
from exchange.columns import may_leave

CODE = "unread"


def is_unread(resource, name):
    """Whether some field behind the column is none that this person may take out."""
    return not may_leave(resource.fields[name].reads, resource.by)


def as_far_as_read(resource, row, stored, said):
    """`said` is {field: value} of the row; those that its person may not read are left out, with a
    note that is the same whatever the record holds."""
    readable = resource.model.field_policy.readable(resource.by)
    sentence = _("You may not read this of %(ref)s: it stays as it is there.")
    for name, value in said.items():
        if name not in readable and value not in (None, ""):
            row.note(resource.column_of(name), sentence % {"ref": stored.ref}, CODE)
    return {name: value for name, value in said.items() if name in readable}

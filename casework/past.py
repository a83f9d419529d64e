"""A case as it was at an earlier version, from its history: the common ancestor of two changes."""

from casework.actions_many import kinds_below, loaded
from casework.deeds import key_of, merge
from casework.models import Record
from casework.references import copied
from casework.values import found_in, typed

GONE = "taken_back"
COMING_AND_GOING = ("added", "brought_back", GONE)


class Past:
    """What the history tells of a case before some of its events.

    `case` is a twin of the stored case as it was, with the records that were read with it;
    `unknown` names the fields that changed since to what history may not hold.
    """

    def __init__(self, stored, events):
        self.fields, self.records = {}, {}
        self.first = {}  # (kind, key) → whether the record first comes or first goes
        for event in sorted(events, key=lambda event: event.pk):
            self.take_in(event.changes)
        policy = stored.field_policy
        self.unknown = {name for name in self.fields if not policy.is_logged(name)}
        self.case = self.rewound(stored, self.fields)

    def take_in(self, changes):
        """One act's changes; those of merging say what came from another case."""
        for name, change in changes.items():
            if name in COMING_AND_GOING:
                self.note(name, [key_of(each) for each in change])
            elif name == "moved":
                self.note(name, [(kind, key) for kind, keys in change.items() for key in keys])
            elif name == "edited":
                for each in change:
                    merge(self.records.setdefault(key_of(each), {}), each["changes"])
            elif isinstance(change, list):
                merge(self.fields, {name: change})

    def note(self, what, keys):
        for key in keys:
            self.first.setdefault(key, what)

    def rewound(self, stored, fields):
        """The record before these changes, and so with the records below that were read with it."""
        twin = copied(stored)
        for name, (old, _new) in fields.items():
            if found_in(stored, name) and stored.field_policy.is_logged(name):
                field = stored._meta.get_field(name)
                setattr(twin, field.attname, typed(field, old))
        below = getattr(stored, "_prefetched_objects_cache", {})
        twin._prefetched_objects_cache = {
            name: self.children(stored, name, rows) for name, rows in below.items()
        }
        return twin

    def children(self, parent, name, rows):
        """The records of one kind under a record, as they were."""
        label = rows.model._meta.label_lower
        stood = [row for row in rows if self.first.get((label, str(row.pk)), GONE) == GONE]
        here = {str(row.pk) for row in stood}
        gone = [
            key
            for (kind, key), what in self.first.items()
            if kind == label and what == GONE and key not in here
        ]
        records = [self.rewound(row, self.records.get((label, str(row.pk)), {})) for row in stood]
        return loaded(rows.model, [*records, *self.read_again(parent, name, rows.model, gone)])

    def read_again(self, parent, name, model, keys):
        """Records that stood then and were taken back since, with the parts that went with them."""
        links = [field for field in model._meta.concrete_fields if field.is_relation]
        link = next((f for f in links if f.remote_field.get_accessor_name() == name), None)
        if not keys or link is None:
            return []
        rows = list(model.ever.filter(pk__in=keys, **{link.name: parent}))
        for row in rows:
            row._prefetched_objects_cache = {
                accessor: loaded(part, list(part.ever.filter(**{field_to(part, model): row})))
                for accessor, part in kinds_below(model)
                if issubclass(part, Record)
            }
        return rows


def field_to(part, model):
    """The name of the key by which a part hangs on its whole."""
    return next(
        f.name for f in part._meta.concrete_fields if f.is_relation and f.related_model is model
    )

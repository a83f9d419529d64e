"""What a batch did, read from the history: one deed for each case that it wrote."""

from dataclasses import dataclass, field

from django.apps import apps
from django.db.models import Exists, OuterRef

from casework.models import Case

TAKE_BACK, BRING_BACK = "take_back", "bring_back"  # the steps by which a whole case is undone
OPPOSITE = {TAKE_BACK: BRING_BACK, BRING_BACK: TAKE_BACK}


@dataclass
class Deed:
    """All that a batch did to one case, its acts taken together.

    `began` is the status that the case had then, `last` its version after the last act.
    `moved` is (step, status before, status after) for a case that was taken or brought back whole.
    `fields` is {name: [old, new]}, `records` {(kind, key): {name: [old, new]}} of those it edited;
    `added`, `taken_back` and `brought_back` are (kind, key) of records.
    """

    began: str = ""
    last: int = 0
    made: bool = False
    moved: tuple = ()
    fields: dict = field(default_factory=dict)
    records: dict = field(default_factory=dict)
    added: list = field(default_factory=list)
    taken_back: list = field(default_factory=list)
    brought_back: list = field(default_factory=list)

    @property
    def way(self):
        """The step that undoes what was done to the case as a whole; "" where only parts were."""
        if self.made:
            return TAKE_BACK
        return OPPOSITE[self.moved[0]] if self.moved else ""

    def named(self):
        """The records that the deed names."""
        return {*self.records, *self.added, *self.taken_back, *self.brought_back}

    def take_in(self, changes):
        """Add one act's changes: the first old value and the last new one of each field count."""
        for name, change in changes.items():
            if name in ("added", "taken_back", "brought_back"):
                getattr(self, name).extend((each["kind"], str(each["id"])) for each in change)
            elif name == "edited":
                for each in change:
                    merge(self.records.setdefault(key_of(each), {}), each["changes"])
            else:
                merge(self.fields, {name: change})


def key_of(told):
    return told["kind"], str(told["id"])


def merge(fields, changes):
    for name, (old, new) in changes.items():
        fields[name] = [fields[name][0] if name in fields else old, new]


def kinds():
    """The kinds of case, in the order of the apps."""
    return [model for model in apps.get_models() if issubclass(model, Case)]


def events_of(kind):
    return kind._meta.get_field("events").related_model._base_manager


def cases_written(kind, batch):
    """The keys of the cases of one kind that a batch wrote, each once, in order; a query set."""
    rows = events_of(kind).filter(batch=batch)
    return rows.order_by("case_id").values_list("case_id", flat=True).distinct()


def cases_moved_on(kind, batch):
    """The keys of those of these cases on which anything was done since; a query set."""
    events = events_of(kind)
    later = events.filter(case_id=OuterRef("case_id"), pk__gt=OuterRef("pk")).exclude(batch=batch)
    return events.filter(Exists(later), batch=batch).order_by().values("case_id").distinct()


def deeds(kind, batch, cases):
    """{case key: Deed} of what a batch did to these cases of one kind."""
    rows = events_of(kind).filter(batch=batch, case_id__in=cases).order_by("case_id", "pk")
    found = {}
    for case, verb, before, after, version in rows.values_list(
        "case_id", "verb", "from_status", "to_status", "version"
    ):
        deed = found.setdefault(case, Deed(began=before))
        deed.last = version
        deed.made |= verb == "created"
        if verb in OPPOSITE:
            deed.moved = (verb, before, after)
    edits = rows.exclude(verb="created").exclude(changes={})
    for case, changes in edits.values_list("case_id", "changes").iterator(chunk_size=2000):
        found[case].take_in(changes)
    return found

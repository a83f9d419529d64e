"""What the history of a case says, in words: who did what, what changed, and why."""

from collections import Counter, defaultdict

from django.apps import apps
from django.db.models import DateField, DateTimeField
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from casework.models import Case
from casework.querysets import CaseQuerySet
from casework.sensitivity import SEES_HIDDEN

# What a person did, after their name. Steps are not here: their button says it.
ACTS = {
    "created": _("logged this"),
    "edited": _("edited"),
    "added": _("added"),
    "absorbed": _("took in another record"),
    "unmerged": _("undid the merge"),
    "erased": _("deleted contacts"),
    "reverted": _("undid an import"),
}

# New records, those that the undoing of an import took out of the lists, and those it put back.
ADDED = {
    "added": "{kind}",
    "taken_back": _("{kind} (taken back)"),
    "brought_back": _("{kind} (brought back)"),
}

# What a merge writes beside the fields: where the records went, or where they came from.
MERGES = {"into": _("into"), "from": _("from")}

MERGED_UNSEEN = _("another record")
WITHHELD = {"old": None, "new": None, "withheld": True}

# More new records of one kind than this, in one act, are counted and not named.
MOST_NAMED = 6


def tell(events, case, reader=None):
    """One entry an event, in the given order; reads each kind of related row once for all.

    A case that the reader may not see is not named: that it exists is hidden too.
    """
    stamps = {f"{s.stamp}_{end}" for s in case.workflow.rows if s.stamp for end in ("by", "at")}
    entries = [
        {
            "event": event,
            "act": act_of(event, case),
            "moved": event.from_status != event.to_status,
            "reason": reason_of(event, reader),
            "changes": list(lines_of(told_of(event, stamps), type(case))),
        }
        for event in events
    ]
    lines = [line for entry in entries for line in entry["changes"]]
    if reader is not None:
        withhold(lines, type(case), reader)
    name_relations(lines)
    name_added(lines)
    return entries


def reason_of(event, reader):
    """Why a case was hidden is for those who see hidden ones, also when it is shown again: the
    reason may name whom it protects."""
    concealed = CaseQuerySet.hidden_status in (event.from_status, event.to_status)
    if concealed and reader is not None and not reader.has_perm(SEES_HIDDEN):
        return ""
    return event.reason


def told_of(event, stamps):
    """The changes without a step's own stamps: the event itself says who and when."""
    return {name: change for name, change in (event.changes or {}).items() if name not in stamps}


def act_of(event, case):
    if event.verb in ACTS:
        return ACTS[event.verb]
    step = case.workflow.steps.get(event.verb) if case.workflow else None
    return step.button if step else event.verb.replace("_", " ")


def lines_of(changes, model):
    """A line for each changed field, new record, and changed field of a record."""
    for name, change in changes.items():
        if name in ADDED:
            yield from records_of(change, ADDED[name])
        elif name == "edited":
            for record in change:
                lines = lines_of(record.get("changes", {}), apps.get_model(record["kind"]))
                yield from ({**line, "edited": record} for line in lines)
        elif name in MERGES:
            yield {"label": f"{MERGES[name]} {change}", "added": True, "merged": change}
        elif name == "moved":
            yield from kinds_of([label for label, keys in change.items() for _key in keys])
        else:
            yield {**field_line(model, name, *change), "name": name}


def records_of(made, what):
    """A line for each new record, named by `name_added`; many of a kind are one line."""
    many = Counter(record["kind"] for record in made)
    told = [record for record in made if apps.get_model(record["kind"]).told_alone]
    for record in told:
        if many[record["kind"]] <= MOST_NAMED:
            [line] = kinds_of([record["kind"]], what)
            yield line | {"record": (record["kind"], record["id"])}
    yield from kinds_of([each["kind"] for each in told if many[each["kind"]] > MOST_NAMED], what)


def kinds_of(labels, what="{kind}"):
    """One line for each kind of record, with how many there were of it."""
    for label, count in Counter(labels).items():
        words = apps.get_model(label)._meta
        name = words.verbose_name if count == 1 else f"{words.verbose_name_plural}: {count}"
        yield {"label": str(what).format(kind=name), "added": True}


def field_line(model, name, old, new):
    """The field's label and both values; with neither, history may not hold them."""
    field = next((f for f in model._meta.concrete_fields if f.name == name), None)
    words = dict(
        getattr(field, "flatchoices", None) or model.__dict__.get("told_as", {}).get(name, ())
    )
    return {
        "label": getattr(field, "verbose_name", name.replace("_", " ")),
        "old": readable(field, words.get(old, old)),
        "new": readable(field, words.get(new, new)),
        "withheld": old is None and new is None,
        "relation": getattr(field, "related_model", None),
    }


def readable(field, value):
    """A moment or a day as a person says it, in the zone of the page; anything else as it is."""
    if not isinstance(value, str):
        return value
    if isinstance(field, DateTimeField) and (moment := parse_datetime(value)):
        return date_format(timezone.localtime(moment), "j M Y H:i")
    if isinstance(field, DateField) and (day := parse_date(value)):
        return date_format(day, "j M Y")
    return value


def name_added(lines):
    """Say of each new record which one it is; reads each kind once for all lines."""
    wanted = defaultdict(set)
    for line in lines:
        if "record" in line:
            kind, key = line["record"]
            wanted[kind].add(key)
    for kind, keys in wanted.items():
        found = {str(row.pk): row.in_history() for row in apps.get_model(kind).for_history(keys)}
        for line in lines:
            if line.get("record", ("",))[0] == kind:
                line["named"] = found.get(str(line["record"][1]), "")


def withhold(lines, model, reader):
    """Take out of the lines the cases that this person may not see."""
    for line in lines:
        if ref := line.get("merged"):
            if not model.objects.visible_to(reader).filter(ref=ref).exists():
                line["label"] = MERGED_UNSEEN
        elif is_case(line.get("relation")):
            keys = {str(line[end]) for end in ("old", "new") if line[end]}
            seen = line["relation"].objects.visible_to(reader).filter(pk__in=keys)
            if seen.count() < len(keys):
                line |= WITHHELD
    withhold_protected([line for line in lines if "edited" in line], reader)


def withhold_protected(lines, reader):
    """Take out what few may read of a record that is protected now, whenever it was written."""
    for kind in {line["edited"]["kind"] for line in lines}:
        model = apps.get_model(kind)
        if not model.withheld_if_protected or model.field_policy.opens_restricted(reader):
            continue
        keys = {line["edited"]["id"] for line in lines if line["edited"]["kind"] == kind}
        protected = {str(row.pk) for row in model.ever.filter(pk__in=keys, protected=True)}
        for line in lines:
            if line["edited"]["id"] in protected and line["name"] in model.withheld_if_protected:
                line |= WITHHELD


def is_case(model):
    return model is not None and issubclass(model, Case)


def name_relations(lines):
    """Put names where the history holds keys."""
    wanted = defaultdict(set)
    for line in lines:
        if line.get("relation"):
            wanted[line["relation"]] |= {str(line[end]) for end in ("old", "new") if line[end]}
    for model, keys in wanted.items():
        found = {str(row.pk): str(row) for row in model._base_manager.filter(pk__in=keys)}
        for line in lines:
            if line.get("relation") is model:
                for end in ("old", "new"):
                    line[end] = found.get(str(line[end]), line[end])

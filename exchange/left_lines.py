"""What the undoing of an import left, as a person reads it: which case, what of it, and why."""

from dataclasses import dataclass

from django.apps import apps
from django.db.models import ForeignKey
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from casework.deeds import kinds
from casework.models import Record
from casework.querysets import refs_in_sight
from casework.story import field_line, name_relations, withhold

REASONS = {
    "changed": _("Changed since then"),
    "sealed": _("Sealed since"),
    "relied": _("Something rests on it"),
    "refused": _("Would break a rule"),
    "taken": _("Its number is in use"),
    "not_kept": _("Its value before is kept nowhere"),
}
OUT_OF_SIGHT = _("A record out of sight speaks against it.")
# What a person may still put back: for the others the case itself has to be opened first.
OPEN = ("changed", "refused", "taken", "relied")


@dataclass
class Line:
    """One thing that was left. `before`, `imported` and `present` are None for a whole record.

    `why` is the sentence that speaks against it; it names no case that the reader may not see.
    """

    leftover: object
    case: object = None  # None where the reader may not see it, and so nothing of it
    what: str = ""
    before: object = None
    imported: object = None
    present: object = None
    withheld: bool = False
    why: str = ""

    @property
    def reason(self):
        return REASONS.get(self.leftover.reason, "")

    @property
    def is_whole(self):
        return not self.leftover.field

    @property
    def can_go_back(self):
        return self.leftover.reason in OPEN


def lines_of(leftovers, reader):
    """The lines of these, in their order; each kind of row is read once for all."""
    leftovers = list(leftovers)
    cases, records = rows_named(leftovers, reader)
    lines, unseen = [], unseen_in(leftovers, reader)
    for each in leftovers:
        line = Line(each, cases.get((each.case_kind, str(each.case))))
        line.why = OUT_OF_SIGHT if unseen & refs_in(each.why) else str(each.why)
        if line.case is None:
            line.what, line.withheld = _("A record out of your sight"), True
        elif each.field:
            tell_field(line, reader)
        else:
            tell_whole(line, records)
        lines.append(line)
    return lines


def unseen_in(leftovers, reader):
    """The references in the sentences of these that may not be named to the reader by now."""
    refs = set().union(*(refs_in(each.why) for each in leftovers))
    return refs.difference(*(refs_in_sight(kind, refs, reader) for kind in kinds()))


def refs_in(why):
    return {facts["ref"] for _source, facts, *_more in sentences_of(why) if "ref" in facts}


def sentences_of(why):
    return [each for each in why if not isinstance(each, str)]


def rows_named(leftovers, reader):
    """({(kind, key): case that the reader may see}, {(kind, key): record})."""
    cases, records = {}, {}
    for label in {each.case_kind for each in leftovers}:
        keys = {each.case for each in leftovers if each.case_kind == label}
        seen = apps.get_model(label).objects.visible_to(reader).select_related("place")
        cases |= {(label, str(key)): case for key, case in seen.in_bulk(keys).items()}
    for label in {each.kind for each in leftovers if not each.is_of_case}:
        model = apps.get_model(label)
        keys = {each.record for each in leftovers if each.kind == label}
        rows = model.for_history(keys).select_related(*relations_of(model))
        records |= {(label, str(row.pk)): row for row in rows}
    return cases, records


def relations_of(model):
    """What the words for a record may lead to: another record, a party, a munition."""
    return [
        f.name
        for f in model._meta.concrete_fields
        if isinstance(f, ForeignKey) and f.name not in ("created_by", "taken_back")
    ]


def tell_whole(line, records):
    each = line.leftover
    if each.is_of_case:
        line.what = _("The record as a whole")
        return
    name = capfirst(apps.get_model(each.kind)._meta.verbose_name)
    record = records.get((each.kind, each.record))
    line.what = f"{name}: {record.in_history()}" if record is not None else name


def tell_field(line, reader):
    """The three values of a field, as the history would tell them."""
    each, model = line.leftover, apps.get_model(line.leftover.kind)
    pairs = [
        field_line(model, each.field, each.old, each.new),
        field_line(model, each.field, each.now, None),
    ]
    kept = not model.field_policy.is_logged(each.field)
    if not issubclass(model, Record):
        withhold(pairs, model, reader)
        kept = kept or any(pair["withheld"] and pair["relation"] for pair in pairs[:1])
    name_relations(pairs)
    line.what = capfirst(pairs[0]["label"])
    line.withheld = kept
    if not kept:
        line.before, line.imported, line.present = pairs[0]["old"], pairs[0]["new"], pairs[1]["old"]

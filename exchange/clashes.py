"""A sheet made from an older version, against newer work: compared three ways, cell by cell.

The common ancestor is the record as it was when the sheet was made. What only the sheet changed is
taken; what only the database changed stays; where both did and differ, a person decides, and until
then the row is refused. His answers are good for the version of the record that he was shown.
"""

from collections import defaultdict

from django.core.exceptions import ValidationError
from django.utils.dateparse import parse_datetime

from casework.past import Past
from casework.sentences import say as _
from exchange.placing import COLUMNS
from exchange.rows import ERROR
from exchange.unread import is_unread

CODE, ANSWERED = "clash", "clash_answered"
SHEET, DATABASE = "sheet", "database"
ANSWER, ANSWERED_AT = "clash", "clash_version"
# What is told by several cells together is one thing to decide, under its first name.
PLACE = ("place", "pcode", "subdistrict", "district", "governorate")
TOGETHER = (PLACE, ("latitude", "longitude"))
NEVER = {"ref", "version", "item", "disposal"}


class Clashes:
    """The rows of a chunk whose records are newer than the sheet that they came from."""

    def __init__(self, resource, rows):
        self.resource = resource
        stale = {}
        for row in rows:
            seen, stored = row.values.get("version"), resource.named(row)
            if stored is not None and seen is not None and seen < stored.version:
                stale[stored.pk] = min(seen, stale.get(stored.pk, seen))
        self.events = defaultdict(list)
        if stale:
            events = resource.model.events.rel.related_model.objects.filter(case__in=stale)
            for event in events.select_related("by"):
                if event.version > stale[event.case_id]:
                    self.events[event.case_id].append(event)

    def settle(self, rows, stored):
        """Give the rows of one record the values that count; refuse what nobody has decided."""
        seen = rows[0].values.get("version")
        if seen is None or seen == stored.version:
            return
        if seen > stored.version:
            sentence = _("%(ref)s is at version %(now)d: this number is not from our sheets.")
            rows[0].refuse("version", sentence % {"ref": stored.ref, "now": stored.version})
            return
        past = Past(stored, [e for e in self.events[stored.pk] if e.version > seen])
        for row in rows:
            self.settle_row(row, stored, past)

    def settle_row(self, row, stored, past):
        before, now = self.resource.cells_then_and_now(row, past.case, stored)
        for names in units(self.resource, row):
            if any(self.differs(name, before, now, past) for name in names):
                self.settle_unit(row, names, stored, past, before, now)

    def differs(self, name, before, now, past):
        return str(before[name]) != str(now[name]) or name in past.unknown

    def settle_unit(self, row, names, stored, past, before, now):
        said = self.meaning(names, row.values)
        unknown = bool(past.unknown & set(names))
        if said == self.meaning(names, self.readings(names, now)):
            return
        if not unknown and said == self.meaning(names, self.readings(names, before)):
            self.take(row, names, now)
            return
        facts = self.facts(row, names, stored, None if unknown else before, now)
        answer = answers(row, stored).get(names[0])
        if answer == DATABASE:
            self.take(row, names, now)
        self.tell(row, names[0], answer, facts, stored.ref)

    def readings(self, names, cells):
        fields = self.resource.fields
        return {name: self.resource.reading(fields[name], cells[name]) for name in names}

    def meaning(self, names, values):
        """What the cells say together: a place is the same in every language and spelling."""
        if names[0] not in PLACE:
            return [values[name] for name in names]
        texts = {name: values.get(name) or "" for name in COLUMNS}
        return self.resource.gazetteer.place(texts).area or list(texts.values())

    def take(self, row, names, cells):
        """What the database says counts as if the sheet had said it."""
        for name, value in self.readings(names, cells).items():
            row.cells[name] = cells[name]
            row.values[name] = None if isinstance(value, ValidationError) else value

    def tell(self, row, name, answer, facts, ref):
        """Refuse what nobody has decided; what a person decided stays written beside the row."""
        words = {"title": self.resource.fields[name].title_lazy, "ref": ref}
        if answer == SHEET:
            sentence = _("%(title)s: the sheet counts, as a person said, not %(ref)s.")
        elif answer == DATABASE:
            sentence = _("%(title)s: %(ref)s counts, as a person said, not the sheet.")
        else:
            sentence = _(
                "%(title)s was changed in the sheet and in %(ref)s since. Say which counts."
            )
            row.add(ERROR, name, sentence % words, CODE, **facts)
            return
        row.note(name, sentence % words, ANSWERED, answer=answer, **facts)

    def facts(self, row, names, stored, before, now):
        """The clash as data: three values, and who changed the record when."""
        event = self.last(stored, names)
        return {
            "sheet": together(row.text(name) for name in names),
            "database": together(now[name] for name in names),
            "ancestor": together(before[name] for name in names) if before else "",
            "version": stored.version,
            "by": str(event.by) if event else "",
            "at": event.at.isoformat() if event else "",
        }

    def last(self, stored, names):
        """The last event since that touched one of these columns; else the last of all."""
        events = sorted(self.events[stored.pk], key=lambda event: event.pk)
        touching = [event for event in events if set(names) & event.changes.keys()]
        return (touching or events or [None])[-1]


class NewerWork:
    """What people wrote by hand in the cases of rows that carry no version: a sheet of another
    house cannot know of it, so putting its own values in their place is told first."""

    def __init__(self, resource, rows):
        self.resource, self.edits, self.records = resource, defaultdict(dict), {}
        named = (resource.named(row) for row in rows if row.values.get("version") is None)
        cases = {case.pk for case in named if case is not None}
        for event in by_hand(resource.model, cases) if cases else ():
            self.edits[event.case_id] |= dict.fromkeys(event.changes, event)
            self.note_records(event)

    def note_records(self, event):
        """Which records people added, and which fields of them they changed."""
        for each in event.changes.get("added", ()):
            self.records[str(each["id"]), ""] = event
        for each in event.changes.get("edited", ()):
            for name in each["changes"]:
                self.records[str(each["id"]), name] = event

    def tell(self, row, stored):
        for name in row.changes:
            if event := self.edits.get(stored.pk, {}).get(name):
                self.warn(row, self.resource.column_of(name), event)

    def tell_of_record(self, row, record, column, field=""):
        """The same of a record of the case: of a field of it, or that it was added at all."""
        found = (self.records.get((str(record.pk), name)) for name in (field, ""))
        if event := next(filter(None, found), None):
            self.warn(row, column, event)

    def warn(self, row, column, event):
        sentence = _("%(by)s wrote this on %(day)s. The sheet would put its own in its place.")
        facts = {"by": str(event.by), "day": f"{event.at:%Y-%m-%d}"}
        row.warn(column, sentence % facts, "by_hand")


def refuse_another(resource, row, stored, case):
    """Refuse a row whose number in another system is that of a case of another day and place.

    Sheets that number their rows all have a 1: the second would write over what the first brought.
    Who means that case names its reference. `case` is the stored one as the row would leave it.
    """
    if row.text("ref") or resource.day_field not in row.changes or "place" not in row.changes:
        return
    old, new = stored.place.path, case.place.path
    if old.startswith(new) or new.startswith(old):  # the same, told more or less closely
        return
    sentence = _(
        "This number is that of %(ref)s, of another day and another place. Clear it, or name "
        "%(ref)s in a column of references if that is meant."
    )
    row.add(ERROR, "external_id", sentence % {"ref": stored.ref}, "another_event")


def by_hand(model, cases):
    """Edits of these cases that came in no sheet and no bulk step, the latest last."""
    edits = model.events.rel.related_model.objects.filter(case__in=cases, batch=None)
    edits = edits.exclude(verb="created").exclude(changes={})
    return edits.select_related("by").order_by("pk")


def units(resource, row):
    """The columns to compare, in groups that are decided together; none that the sheet's person may
    not read: to take the database's side of such a one would tell it."""
    here = [
        name
        for name in row.values
        if name not in NEVER | resource.adds_only
        and not resource.fields[name].readonly
        and not is_unread(resource, name)
    ]
    grouped = [tuple(name for name in names if name in here) for names in TOGETHER]
    alone = set(here) - {name for names in grouped for name in names}
    return [*filter(None, grouped), *((name,) for name in here if name in alone)]


def answers(row, stored):
    """{column: sheet or database}: what a person decided over this version of the record."""
    if row.answers.get(ANSWERED_AT) != stored.version:
        return {}
    return row.answers.get(ANSWER, {})


def together(texts):
    """Texts of several cells as one, without what is blank or said twice."""
    return _(", ").join(dict.fromkeys(str(text) for text in texts if text not in (None, "")))


def waiting(row):
    """The clashes of a staged row that nobody has decided."""
    return [found for found in row.findings if found["code"] == CODE and "version" in found]


def told(row, titles, worded):
    """The clashes of a staged row for its page; `titles` are what people call the columns,
    `worded(column, text)` says what a cell means in the reader's language."""
    return [in_words(found, titles, worded) for found in waiting(row)]


def in_words(found, titles, worded):
    texts = {name: found[name] for name in ("sheet", "database", "ancestor") if name in found}
    said = {name: worded(found["column"], text) or text for name, text in texts.items()}
    return (
        found
        | said
        | {
            "ref": found["say"][1]["ref"],
            "name": f"column-{found['column']}",
            "title": titles.get(found["column"], found["column"]),
            "at": parse_datetime(found.get("at", "")),
        }
    )

"""Sheets of cases: which case a row means, what it would change, and writing it by the verbs."""

from dataclasses import dataclass, field
from datetime import datetime, time

from django.core.exceptions import ValidationError
from django.db.models import ForeignKey
from django.forms import Field
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy

from casework import actions
from casework.actions_many import (
    create_many,
    edit_many,
    fault_for,
    faults,
    faults_of_additions,
    join,
)
from casework.making import made
from casework.references import copied
from casework.sentences import say as _
from exchange.answers.word_lists import PlaceList
from exchange.case_columns import CaseColumns
from exchange.cells.texts import has_lost_digits, seen_text
from exchange.clashes import PLACE, Clashes, NewerWork, refuse_another
from exchange.placing import ABOVE, COLUMNS, LEVELS, TOWNS, Gazetteer
from exchange.pointing import without_borrowed_point
from exchange.repeats import Repeats
from exchange.resources import name_all_rows, refuse_group, set_verdict
from exchange.rows import ERROR, Verdict
from exchange.then_and_now import RELATED, place_cell
from exchange.unread import as_far_as_read
from places.models import Area, AreaName

CUT = gettext_lazy(
    "A spreadsheet cut this number to fifteen digits, and another may look the same now. Write it "
    "whole, as text, or leave the column out."
)
# What the form says of a blank: the model's own sentence speaks of null.
BLANK = ValidationError(Field.default_error_messages["required"], code="required")


@dataclass
class New:
    """A case to make, with its records."""

    case: object
    records: list


@dataclass
class Change:
    """A case to edit and records to add. `changed` says whether a field of the case differs."""

    case: object
    changed: bool
    additions: list = field(default_factory=list)
    edits: list = field(default_factory=list)


def not_from_sheets(model):
    """Fields that no sheet sets as they are: what verbs and steps set, and relations."""
    return [
        each.name
        for each in model._meta.concrete_fields
        if not each.editable or isinstance(each, ForeignKey)
    ]


class CaseResource(CaseColumns):
    """Rows that are cases: found by ref or by the number in another system."""

    text = ""  # the field to which words go that no column holds
    day_field = "occurred_on"
    adds_only = frozenset()  # columns whose records are added and never taken away: no clash
    rests_on = (Area, AreaName)

    def __init__(self, by, **options):
        super().__init__(by, **options)
        self.gazetteer = Gazetteer()
        self.by_ref, self.by_external, self.taken = {}, {}, set()
        self.repeats = Repeats(self)
        self.applying = False
        for name in ("latitude", "longitude", "site_name"):
            self.fields[name].reads = [(self.model, name)]

    @cached_property
    def plain(self):
        """The fields of the case that a cell gives by itself."""
        fields = self.model._meta.concrete_fields
        own = {f.name for f in fields if not isinstance(f, ForeignKey)}
        return own - {"ref", "version", "latitude", "longitude"}

    @property
    def model(self):
        return self._meta.model

    # ------------------------------------------------------------ which case

    def look_up(self, rows):
        """The cases that these rows name, each with what its columns read."""
        refs = {row.values.get("ref") for row in rows} - {"", None}
        numbers = {row.values.get("external_id") for row in rows} - {"", None}
        self.by_ref = self.seen_by("ref", refs)
        taken = self.taken_among(numbers)
        self.by_external = self.seen_by("external_id", taken, organisation=self.by.organisation_id)
        self.taken = taken - self.by_external.keys()
        self.clashes, self.newer = Clashes(self, rows), NewerWork(self, rows)

    def seen_by(self, name, values, **where):
        """{value: the case that has it} of those that this person may see."""
        found = self.queryset().filter(**{f"{name}__in": values}, **where) if values else ()
        return {getattr(case, name): case for case in found}

    def taken_among(self, numbers):
        """Those of these outside numbers that a case of this service has, whoever may see it."""
        mine = self.model._base_manager.filter(organisation_id=self.by.organisation_id)
        held = mine.filter(external_id__in=numbers).values_list("external_id", flat=True)
        return set(held) if numbers else set()

    def named(self, row):
        """The case that the row names, as far as it was looked up."""
        ref, number = row.values.get("ref"), row.values.get("external_id")
        return self.by_ref.get(ref) if ref else self.by_external.get(number)

    def stored_for(self, row):
        """The case that the row means, or None for a new one."""
        ref, number = row.values.get("ref"), row.values.get("external_id")
        stored = self.named(row)
        if has_lost_digits(row.cells.get("external_id")) and (
            stored is None or stored.external_id != number or not ref
        ):
            row.refuse("external_id", ValidationError(CUT, code="lost_digits"))
        if ref and stored is None:
            row.refuse("ref", _("There is no %(ref)s that you may see.") % {"ref": ref})
        elif number in self.taken:
            row.refuse("external_id", _("This number is used already by a record out of sight."))
        elif ref and (other := self.by_external.get(number, stored)).pk != stored.pk:
            sentence = _("This number is that of %(other)s, and the row names %(ref)s.")
            facts = {"other": other.ref, "ref": ref}
            row.add(ERROR, "external_id", sentence % facts, "contradiction")
        return stored

    def surveyed(self):
        return super().surveyed() | {"ref", "external_id"}

    def survey(self, rows):
        super().survey(self.repeats.noting(rows))

    @property
    def apart(self):
        return self.repeats.apart if self.several_rows else {}

    def identity(self, row):
        return self.repeats.identity(row)

    def said(self, row):
        """What a row says once it is read: two spellings of one place are the same."""
        values = {name: value for name, value in row.values.items() if name not in COLUMNS}
        return values | {"place": self.gazetteer.place(self.place_texts(row)).area}

    # ------------------------------------------------------------ judging

    def judge_group(self, rows):
        if self.repeats.settled(rows):
            return
        head = rows[0]
        stored = self.stored_for(head)
        if stored is None:
            self.judge_new(rows)
        else:
            self.judge_change(rows, stored)

    def judge_new(self, rows):
        case = made(self.model)
        for name, value in self.field_values(rows[0]).items():
            if value is not None:
                setattr(case, name, value)
        records = self.records_of(case, rows)
        if self.applying:
            join([case, *records], records)  # the rules are asked once more by the verb that writes
        else:
            for record, error in faults(case, records, by=self.by):
                self.place_error(rows, record, error)
        if any(row.is_refused for row in rows):
            refuse_group(rows)
        else:
            rows[0].plan = New(case, records)
            set_verdict(rows, Verdict.NEW)

    def judge_change(self, rows, stored):
        self.clashes.settle(rows, stored)
        head, case = rows[0], copied(stored)
        head.changes = self.changed_fields(head, stored, case)
        self.newer.tell(head, stored)
        refuse_another(self, head, stored, case)
        changed = bool(head.changes)
        plan = Change(case, changed)
        self.plan_records(rows, stored, plan)
        anything = changed or plan.additions or plan.edits
        if changed and stored.seal:
            head.refuse("", ValidationError(stored.seal, code="sealed"))
        elif changed and (error := fault_for(case, self.by, stored)):
            self.place_error(rows, case, error)
        for record, error in self.faults_of_plan(plan):
            self.place_error(rows, record, error)
        if any(row.is_refused for row in rows):
            refuse_group(rows)
        elif anything:
            head.plan = plan
            set_verdict(rows, Verdict.CHANGED, stored.ref)
        else:
            set_verdict(rows, Verdict.UNCHANGED, stored.ref)

    def faults_of_plan(self, plan):
        return [] if self.applying else faults_of_additions(plan.additions, by=self.by)

    def changed_fields(self, row, stored, case):
        """{field: [old, new]} as texts; sets the new values on `case`.

        What history may not hold is not told here either. A blank cell clears a value only in our
        own sheets, which carry a version: in another person's it says that he does not know.
        """
        changes, said = {}, as_far_as_read(self, row, stored, self.field_values(row))
        self.keep_stored_text(row, stored, said)
        for name, value in said.items():
            if value in (None, "", []) and not row.values.get("version"):
                continue
            old, new = getattr(stored, name), self.settled(name, value)
            if not same(old, new):
                told = self.model.field_policy.is_logged(name)
                changes[name] = [text_of(old) if told else "", text_of(new)]
                setattr(case, name, new)
        return changes

    def keep_stored_text(self, row, stored, said):
        """Words that no column holds go behind the text that is there, if the sheet brings none."""
        brings = row.values.get(self.text) or (row.has(self.text) and row.values.get("version"))
        if row.said and not brings:
            said[self.text] = row.with_words(getattr(stored, self.text))

    def settled(self, name, value):
        """What the model holds for a blank: null where it may, else its default."""
        model_field = self.model._meta.get_field(name)
        return model_field.get_default() if value is None and not model_field.null else value

    def cells_then_and_now(self, row, then, now):
        """({column: text}, the same now) of what our own sheet of the case holds for this row."""
        names = [name for name in row.values if not self.fields[name].readonly]
        return tuple({name: self.cell_of(name, case) for name in names} for case in (then, now))

    def cell_of(self, name, case):
        if name in PLACE:
            return place_cell(case.place, name)
        if name in RELATED:
            return RELATED[name](getattr(case, name, None), self.by)
        return self.value(self.fields[name], case)

    def place_error(self, rows, record, error):
        """A model's error at the column it came from; a cell with an error gets no second one."""
        head = self.row_of(rows, record)
        faulty = {found["column"] for found in head.findings if found["severity"] == "error"}
        said = by_field(error)
        if faulty.intersection(COLUMNS):  # which place is meant was asked of all these together
            said.pop("place", None)
        for name, errors in said.items():
            for each in errors:
                column = self.error_column(record, name, each)
                if not column or column not in faulty:
                    head.refuse(column, BLANK if each.code == "null" else each, name)

    def row_of(self, rows, record):
        return rows[0]

    def error_column(self, record, name, error):
        return self.column_of(name)

    def list_of(self, name):
        if name == "place":
            return PlaceList([*TOWNS, *ABOVE])
        return PlaceList([LEVELS[name]]) if name in LEVELS else super().list_of(name)

    # ------------------------------------------------------------ values of the case

    def field_values(self, row):
        """{model field: value} that the row says of the case itself."""
        found = {name: value for name, value in row.values.items() if name in self.plain}
        if any(row.has(name) for name in COLUMNS):
            area = self.area_of(row)
            if area is not None:
                found["place"] = area
        return without_borrowed_point(row, found)

    def place_texts(self, row):
        return {name: row.values.get(name, "") for name in COLUMNS}

    def area_of(self, row):
        placed = self.gazetteer.place(self.place_texts(row))
        for severity, column, message, code, facts in placed.remarks:
            row.add(severity, column, message, code, **facts)
            if facts.get("kept"):
                row.said.append(facts["word"])
            if code == "read_as" and facts.get("means") and column in LEVELS:
                row.shown[column] = self.gazetteer.coded[facts["means"]].both_names
        if placed.area:
            row.shown["place"] = placed.area.label
        return placed.area

    def records_of(self, case, rows):
        """The unsaved records of a new case."""
        return []

    def plan_records(self, rows, stored, plan):
        """Put on the plan what the rows add to the records of a stored case."""

    # ------------------------------------------------------------ writing

    def write(self, rows, batch):
        plans = [row.plan for row in rows if row.plan]
        new = [(plan.case, plan.records) for plan in plans if isinstance(plan, New)]
        create_many(new, by=self.by, batch=batch, steps=self.steps, guards=self.guards())
        changes = [plan for plan in plans if isinstance(plan, Change)]
        edited = edit_many([plan.case for plan in changes if plan.changed], by=self.by, batch=batch)
        versions = {case.pk: case.version for case in edited}  # several rows may mean one case
        for plan in changes:
            seen = versions.get(plan.case.pk, plan.case.version)
            for record in plan.edits:
                actions.edit(record, by=self.by, seen=seen, batch=batch)
                plan.case.refresh_from_db(fields=["version"])
                seen = plan.case.version
            if plan.additions:
                fresh = actions.add(plan.case, *plan.additions, by=self.by, seen=seen, batch=batch)
                versions[fresh.pk] = fresh.version
        name_all_rows(rows)

    # ------------------------------------------------------------ out

    def queryset(self):
        return self.model.objects.visible_to(self.by).select_related(
            "place__parent__parent__parent__parent"
        )

    def readable_columns(self):
        return [each for each in super().readable_columns() if each.column_name != "coordinates"]


def same(old, new):
    """Whether two values of a field say the same; times are compared to the second.

    A text is the same that a cell with it would be read as: no sheet carries an invisible mark or
    a carriage return back, and their loss is no change.
    """
    if isinstance(old, datetime) and isinstance(new, datetime):  # an hour may come twice in a zone
        return old.replace(microsecond=0).timestamp() == new.replace(microsecond=0).timestamp()
    if isinstance(old, time) and isinstance(new, time):
        return old.replace(microsecond=0) == new.replace(microsecond=0)
    if isinstance(old, str) and isinstance(new, str):
        return old == new or as_read(old) == as_read(new)
    return old == new


def as_read(text):
    """A text as a cell with it would be read."""
    return seen_text(text).replace("\r\n", "\n").replace("\r", "\n")


def text_of(value):
    if isinstance(value, list):
        return "; ".join(map(str, value))
    return "" if value is None else str(value)


def by_field(error):
    """{field name: errors}; what concerns no field alone stands under ""."""
    return error.error_dict if hasattr(error, "error_dict") else {"": error.error_list}

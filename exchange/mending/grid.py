"""A page of an import's rows as the check screen shows it: cells with their messages."""

from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise

from django.core.exceptions import ValidationError
from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _

from casework.models import Case
from exchange import widgets
from exchange.cells.texts import displayed
from exchange.clashes import CODE as CLASH
from exchange.clashes import told
from exchange.importing.judging import as_row
from exchange.importing.recognising import unnamed
from exchange.mapping.joining import LABELS, Joiner, first_positions, split_name
from exchange.mending.sight import held_to
from exchange.registry import resource_class
from exchange.resources import SheetResource
from exchange.rows import ERROR, LEFT_OUT, NOTE, SOURCE_OF, WARNING
from places.spelling import fold

# The style sheet's words for verdicts.
RESULTS = {"changed": "updated"}
ICONS = {
    "new": "plus",
    "changed": "arrow-up",
    "unchanged": "check",
    "skipped": "forward",
    "refused": "x-mark",
}
KEYS = ("occurred_on", "reported_at", "place", "pcode", "name_en", "designation")
# What a row is about: these stand first, the others follow in the order of the file. A grid is
# wider than a screen, and who dies of a wrong figure must not be found by scrolling sideways.
FIRST = (
    *KEYS, "weapon", "item", "item_category", "item_quantity_reported",
    *(name + part for part in ("", "_children", "_women", "_men")
      for name in ("killed", "injured")),
)  # fmt: skip
IN_SIGHT = 4  # columns on a usual screen; what is wrong beyond them is told below the row
MOST_LIKENESSES = 4
NUMBERS = (widgets.PeopleCell, widgets.WholeCell, widgets.DecimalCell)


@dataclass(frozen=True)
class Head:
    """A column of the grid: the sheet's own header, and the column that it was read as."""

    position: int
    header: str
    name: str
    title: str
    is_number: bool = False
    is_key: bool = False  # one of the few by which a person knows a row


@dataclass
class Cell:
    """One cell. `came` is what the file says where it was mended since; `reading` how we
    understand it where that may surprise."""

    head: Head
    text: str
    came: str | None = None
    reading: str = ""
    findings: list = field(default_factory=list)
    change: list = field(default_factory=list)
    is_open: bool = False
    is_far: bool = False  # whether it is found by scrolling sideways only

    @property
    def mark(self):
        severities = {found["severity"] for found in self.findings}
        return "err" if ERROR in severities else "warn" if WARNING in severities else ""

    @property
    def meaning(self):
        """The reading without the areas above it, which stand in the columns beside."""
        return self.reading.split(" — ")[0]

    @property
    def is_plain(self):
        """Nothing to see here; on a phone such a cell is left out."""
        return not (self.findings or self.change or self.came is not None or self.is_open)


@dataclass(frozen=True)
class Likeness:
    """Another row, or a record, that may be the same event; `is_asked` waits for an answer."""

    finding: dict
    address: str = ""

    @property
    def key(self):
        other = self.finding["other"]
        return other.get("ref") or other["row"]

    @property
    def is_row(self):
        return "row" in self.finding["other"]

    @property
    def is_asked(self):
        return self.finding["severity"] != NOTE

    @property
    def place(self):
        english, arabic = self.finding["beside"]["place"]
        return (arabic or english) if get_language_bidi() else (english or arabic)

    @property
    def day(self):
        return date.fromisoformat(self.finding["beside"]["day"])

    @property
    def figures(self):
        """[(outcome, minimum, maximum)] of what is known of the other one."""
        told = [(name, *self.finding["beside"][name]) for name in ("killed", "injured")]
        return [each for each in told if each[1:] != (None, None)]


@dataclass
class Line:
    """A row of the grid: its cells in the grid's order, and what concerns the row as a whole."""

    row: object
    cells: list
    findings: list
    changes: dict
    likenesses: list = field(default_factory=list)
    clashes: list = field(default_factory=list)
    address: str = ""  # of the record that the row became or changed

    @property
    def result(self):
        return RESULTS.get(self.row.verdict, self.row.verdict)

    @property
    def icon(self):
        return ICONS.get(self.row.verdict, "question-mark-circle")

    @property
    def is_left_out(self):
        return bool(self.row.answers.get(LEFT_OUT))

    @property
    def is_joined(self):
        return SOURCE_OF in self.row.answers

    @property
    def is_open(self):
        return any(cell.is_open for cell in self.cells)

    @property
    def far(self):
        """[(cell, finding)] of what is wrong out of sight; clashes stand below the row anyway."""
        cells = (cell for cell in self.cells if cell.is_far)
        return [(each, f) for each in cells for f in each.findings if f["code"] != CLASH]


@dataclass
class Record:
    """The rows of one record, which stand and fall together."""

    lines: list

    @property
    def number(self):
        return self.lines[0].row.number


class Grid:
    """Makes the lines of one sheet for a reader. `mend` is the number of the row whose cells are
    all open."""

    def __init__(self, sheet, reader, mend=0):
        self.sheet, self.reader, self.mend = sheet, reader, mend
        self.resource = resource_class(sheet.kind)
        self.joiner = Joiner(sheet.mapping, sheet.given)
        self.heads = sorted(heads_of(sheet), key=place_of)
        self.names = {head.name for head in self.heads}
        self.is_open = sheet.state == sheet.State.CHECKED

    def together(self, row, following):
        """Whether two rows are one record; kinds where each row is one are not even read."""
        if self.resource.belong_together is SheetResource.belong_together:
            return False
        ours = (as_row(self.joiner, each) for each in (row, following))
        return self.resource.belong_together(*ours)

    def records(self, rows):
        rows = held_to(self.reader, self.sheet, rows)
        records = [Record([self.line(row)]) for row in rows[:1]]
        for row, following in pairwise(rows):
            if self.together(row, following):
                records[-1].lines.append(self.line(following))
            else:
                records.append(Record([self.line(following)]))
        return records

    def record_of(self, row):
        """The record to which a row belongs, with its neighbours in the file."""
        if self.resource.belong_together is SheetResource.belong_together:
            return self.records([row])[0]
        near = (row.number - 100, row.number + 100)
        around = self.sheet.rows.filter(number__range=near).order_by("number")
        return next(
            record
            for record in self.records(around)
            if row.number in {line.row.number for line in record.lines}
        )

    def line(self, row):
        cells = [self.cell(row, head) for head in self.heads]
        for cell in cells[IN_SIGHT:]:
            cell.is_far = True
        rest = {
            self.title_of(name): self.change(name, pair)
            for name, pair in row.changes.items()
            if name not in self.names
        }
        whole = [each for each in row.findings if self.is_of_row(each)]
        clashes = told(row, {head.name: head.title for head in self.heads}, self.worded)
        address = self.address_of({"ref": row.ref}) if row.ref else ""
        return Line(row, cells, whole, rest, self.likenesses(row), clashes, address)

    def is_of_row(self, finding):
        """Whether it stands below the row: what has no cell of its own, and notes."""
        if "beside" in finding or finding["code"] == "read_as":
            return False
        return finding["column"] not in self.names or finding["severity"] == NOTE

    def likenesses(self, row):
        """The likeliest others; those that nobody needs to answer for are told until some."""
        told = [each for each in row.findings if "beside" in each]
        told.sort(key=lambda each: -each["score"])
        return [Likeness(each, self.address_of(each["other"])) for each in told[:MOST_LIKENESSES]]

    def address_of(self, other):
        if "row" in other:
            return f"?show=all&start={other['row']}#row-{other['row']}"
        model = self.resource._meta.model
        return model(ref=other["ref"]).get_absolute_url() if issubclass(model, Case) else ""

    def cell(self, row, head):
        mended = str(head.position) in row.edits
        told = [f for f in row.findings if f["column"] == head.name and f["severity"] != NOTE]
        faulty = any(found["severity"] == ERROR for found in told)
        return Cell(
            head=head,
            text=displayed(row.cell(head.position)),
            came=displayed(row.raw[head.position]) if mended else None,
            reading=row.shown.get(head.name, "") or self.worded(head.name, row.cell(head.position)),
            findings=told,
            change=self.change(head.name, row.changes.get(head.name, [])),
            is_open=self.is_open and (faulty or row.number == self.mend),
        )

    def title_of(self, name):
        """What people call a column; a record that is added says itself what it is."""
        column = self.resource.fields.get(name.replace(" ", "_"))
        return column.title if column else name

    def change(self, name, pair):
        """[old, new] in the reader's language, as far as a list has words for them."""
        column = name.replace(" ", "_")
        if split_name(column)[0] not in self.resource.fields:
            return pair
        return [self.worded(column, text) or text for text in pair]

    def worded(self, name, cell):
        """What a cell of a closed list means, in the reader's language; "" for the same text."""
        widget = self.resource.fields[split_name(name)[0]].widget
        plain = isinstance(widget, widgets.ChoiceCell) and not isinstance(
            widget, widgets.ChoicesCell
        )
        return told_by(widget, cell) if plain else ""


def told_by(widget, cell):
    """The word of the list that a cell was read as, in the reader's language; "" for the same."""
    try:
        code = widget.clean(cell)
    except ValidationError:
        return ""
    label = str(dict(widget.choices).get(code, "")) if code else ""
    return "" if fold(label) == fold(displayed(cell)) else label


def heads_of(sheet):
    """The columns that are read, in the file's order.

    Where several columns feed one field, the first of them bears its name and so its findings.
    """
    fields = resource_class(sheet.kind).fields
    first = first_positions(sheet.mapping)
    found = []
    for position, name in sorted((int(at), name) for at, name in sheet.mapping.items()):
        column, part = split_name(name)
        if column in fields:
            found.append(
                Head(
                    position=position,
                    header=sheet.headers[position],
                    name=column if first[column] == position else name,
                    title=fields[column].title + (f": {LABELS[part]}" if part in LABELS else ""),
                    is_number=isinstance(fields[column].widget, NUMBERS),
                    is_key=column in KEYS,
                )
            )
    return found


def place_of(head):
    column = split_name(head.name)[0]
    return FIRST.index(column) if column in FIRST else len(FIRST)


def columns_of(sheet):
    """[(position, header, column name, its title)] of the columns that are read."""
    fields = resource_class(sheet.kind).fields
    heads = [head for head in heads_of(sheet) if not fields[split_name(head.name)[0]].readonly]
    return [(head.position, head.header, head.name, head.title) for head in heads]


def unread_headers(sheet):
    """The columns that hold something and are not read; one without a header by its number, and
    those that sheets of ours only show: a status comes from steps, whatever a sheet says."""
    read = {str(position) for position, _header, _name, _title in columns_of(sheet)}
    named = [
        header
        for position, header in enumerate(sheet.headers)
        if header and str(position) not in read
    ]
    return named + [_("column %(n)d") % {"n": at + 1} for at in unnamed(sheet)]

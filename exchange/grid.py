"""A page of an import's rows as the check screen shows it: cells with their messages."""

from collections import Counter
from dataclasses import dataclass, field

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from exchange.joining import LABELS, first_positions, split_name
from exchange.registry import resource_class
from exchange.rows import ERROR, NOTE, WARNING

PER_PAGE = 50
# The style sheet's words for verdicts.
RESULTS = {"changed": "updated"}
ICONS = {
    "new": "plus",
    "changed": "arrow-up",
    "unchanged": "check",
    "skipped": "forward",
    "refused": "x-mark",
}


PROBLEMS = {
    "likely_duplicate": _("Likely the same event"),
    "possible_duplicate": _("Perhaps the same event"),
    "vague": _("Words in place of a number"),
    "breakdown_parsed": _("A breakdown read from text"),
    "text_parsed": _("A number read from words"),
    "unknown_place": _("A place that nobody knows"),
    "ambiguous_place": _("A place of several of its name"),
    "subdistrict_mismatch": _("A place elsewhere than the sheet says"),
    "swapped": _("Latitude and longitude look swapped"),
    "far": _("A point far from its place"),
    "outside": _("A point outside the country"),
    "no_point": _("Words in place of a point"),
    "date_range": _("Several days in one cell"),
    "impossible": _("A day that does not exist"),
    "ambiguous": _("Day or month first?"),
    "choice": _("A word that is not on the list"),
    "negative": _("Less than 0"),
    "huge": _("Too large"),
    "order": _("In the wrong order"),
    "clash": _("Changed since the sheet was made"),
    "sealed": _("The record is sealed"),
    "unknown_party": _("A party that nobody knows"),
    "unknown_munition": _("Not in the catalogue"),
    "unknown_team": _("A team that nobody knows"),
    "contradiction": _("Two cells contradict each other"),
    "required": _("A needed cell is blank"),
    "null": _("A needed cell is blank"),
    "blank": _("A needed cell is blank"),
}


@dataclass
class Cell:
    """One cell as it was; `reading` is how we understood it where that may surprise."""

    text: str
    reading: str = ""
    findings: list = field(default_factory=list)
    change: list = field(default_factory=list)

    @property
    def mark(self):
        severities = {found["severity"] for found in self.findings}
        return "err" if ERROR in severities else "warn" if WARNING in severities else ""


@dataclass
class Line:
    """A row of the grid: its cells in the file's order, and what concerns the row as a whole."""

    row: object
    cells: list
    findings: list
    changes: dict

    @property
    def result(self):
        return RESULTS.get(self.row.verdict, self.row.verdict)

    @property
    def icon(self):
        return ICONS.get(self.row.verdict, "question-mark-circle")


def choose(sheet, show):
    """The rows that were asked for: all, those that need a look, or one verdict."""
    rows = sheet.rows.order_by("number")
    if show == "look":
        return rows.filter(needs_a_look())
    return rows.filter(verdict=show) if show in ICONS else rows


def needs_a_look():
    return Q(findings__contains=[{"severity": ERROR}]) | Q(
        findings__contains=[{"severity": WARNING}]
    )


def columns_of(sheet):
    """[(position, header, column name, its title)] of the columns that are read.

    Where several columns feed one field, the first of them bears its name and so its findings.
    """
    fields = resource_class(sheet.kind).fields
    first = first_positions(sheet.mapping)
    found = []
    for position, name in sorted((int(at), name) for at, name in sheet.mapping.items()):
        column, part = split_name(name)
        if column in fields:
            title = fields[column].title + (f": {LABELS[part]}" if part in LABELS else "")
            named = column if first[column] == position else name
            found.append((position, sheet.headers[position], named, title))
    return found


def problems_of(sheet):
    """[(what is wrong, in words, how often)] of errors and warnings, the most frequent first."""
    counts = Counter()
    for problem in sheet.report.get("problems", ()):
        if problem["severity"] != NOTE:
            counts[str(PROBLEMS.get(problem["code"], _("Other mistakes")))] += problem["rows"]
    return counts.most_common()


def unread_headers(sheet):
    return [
        header
        for position, header in enumerate(sheet.headers)
        if header and str(position) not in sheet.mapping
    ]


def line(row, columns):
    names = {name for _place, _header, name, _title in columns}
    cells = [
        Cell(
            text=str(row.raw[position]),
            reading=row.shown.get(name, ""),
            findings=[f for f in row.findings if f["column"] == name and f["severity"] != NOTE],
            change=row.changes.get(name, []),
        )
        for position, _header, name, _title in columns
    ]
    whole = [f for f in row.findings if f["column"] not in names or f["severity"] == NOTE]
    rest = {name: pair for name, pair in row.changes.items() if name not in names}
    return Line(row, cells, [f for f in whole if f["code"] != "read_as"], rest)

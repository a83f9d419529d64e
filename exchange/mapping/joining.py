"""Several columns of a sheet that feed one field: day, month and year; date and time; a range.

In an import's mapping such a column is called “occurred_on.day”: the field, a point, the part.
Its cells are joined into the text that one cell would have held, before the field's widget reads
it: one grammar reads both.
"""

from collections import defaultdict
from datetime import time

from django.utils.translation import gettext_lazy as _

from casework.references import as_reference
from exchange import widgets
from exchange.cells import is_unknown, plain
from exchange.cells.dates import SERIALS, from_serial, full_year
from exchange.cells.texts import is_legible, seen_text
from places.spelling import fold

DAY = ("day", "month", "year")
MOMENT = ("date", "hour")
BOUNDS = ("minimum", "maximum")
REFERENCES = {"ref", "incident"}  # columns that name our cases
LABELS = {
    "day": _("day of the month"),
    "month": _("month"),
    "year": _("year"),
    "date": _("date"),
    "hour": _("time"),
    "minimum": _("at least"),
    "maximum": _("at most"),
}
# Words by which a header says that it gives a part only.
WORDS = {
    "day": ("day", "اليوم", "يوم"),
    "month": ("month", "الشهر", "شهر"),
    "year": ("year", "السنة", "سنة", "العام"),
    "minimum": ("min", "minimum", "low", "at least", "الحد الأدنى", "على الأقل"),
    "maximum": ("max", "maximum", "high", "at most", "الحد الأعلى", "على الأكثر"),
}


def part_sets(column):
    """The ways in which several columns can feed this one, each a tuple of parts."""
    if isinstance(column.widget, widgets.MomentCell):
        return (DAY, MOMENT)
    if isinstance(column.widget, widgets.DayCell):
        return (DAY,)
    return (BOUNDS,) if isinstance(column.widget, widgets.PeopleCell) else ()


def split_name(name):
    """(column name, part or "") of an entry of a mapping."""
    column, _point, part = name.partition(".")
    return column, part


def first_positions(mapping):
    """{column name: position of the first column that feeds it}: where a finding is shown."""
    found = {}
    for position, name in sorted(mapping.items(), key=lambda pair: int(pair[0])):
        found.setdefault(split_name(name)[0], int(position))
    return found


class Joiner:
    """Makes the cells of a row, by column name, out of a sheet's columns by position.

    `given` are texts that stand in every row, of columns which the sheet itself does not have;
    `words` is {column: {folded word: ours}} of a sheet whose maker's codebook is known.
    """

    def __init__(self, mapping, given=None, words=None):
        self.whole, self.parts = [], defaultdict(dict)
        for position, name in mapping.items():
            column, part = split_name(name)
            if part:
                self.parts[column][part] = int(position)
            else:
                self.whole.append((int(position), column))
        self.given = dict(given or {})
        self.words = {name: said for name, said in (words or {}).items() if said}

    @classmethod
    def of(cls, sheet, *, only=None):
        """The sheet's Joiner; `only` names the columns that are wanted, None for all."""
        mapping = sheet.mapping
        if only is not None:
            mapping = {at: name for at, name in mapping.items() if split_name(name)[0] in only}
        return cls(mapping, sheet.given, sheet.report.get("columns", {}).get("words"))

    def cells(self, cell):
        """{column name: cell}; `cell` is a function of a position."""
        cells = {name: cell(position) for position, name in self.whole}
        for column, positions in self.parts.items():
            cells[column] = join({part: cell(at) for part, at in positions.items()})
        for column, words in self.words.items():
            if column in cells:
                cells[column] = words.get(fold(str(cells[column])), cells[column])
        for name in REFERENCES & cells.keys():
            if isinstance(cells[name], str):
                cells[name] = as_reference(seen_text(cells[name]))
        return self.given | cells if self.given else cells


def join(parts):
    """One cell of the parts of a value; "" when all of them are unknown. One that cannot be read
    stands for all: whoever reads it says why."""
    broken = [each for each in parts.values() if not is_legible(each)]
    if broken:
        return broken[0]
    if all(is_unknown(each) for each in parts.values()):
        return ""
    if parts.keys() & set(BOUNDS):
        return join_bounds(parts.get("minimum", ""), parts.get("maximum", ""))
    if parts.keys() & set(MOMENT):
        return f"{date_text(parts.get('date', ''))} {hour_text(parts.get('hour', ''))}".strip()
    return join_day(*(parts.get(name, "") for name in DAY))


def join_day(day, month, year):
    """ISO where all three are numbers, else as they were written: 28 تشرين الثاني 2024."""
    texts = ["" if is_unknown(each) else plain(each) for each in (day, month, year)]
    if all(text.isdecimal() for text in texts):
        return f"{full_year(int(texts[2]))}-{int(texts[1])}-{int(texts[0])}"
    return " ".join(filter(None, texts))


def date_text(value):
    """A date without the midnight that a workbook adds to it."""
    if is_unknown(value):
        return ""
    if isinstance(value, (int, float)) and int(value) in SERIALS:
        return from_serial(int(value)).first.isoformat()
    return plain(value).removesuffix(" 00:00:00").removesuffix("T00:00:00")


def hour_text(value):
    """A time of day as text; workbooks keep it as a fraction of the day."""
    if is_unknown(value):
        return ""
    if isinstance(value, float) and 0 <= value < 1:
        minutes = round(value * 24 * 60)
        return time(minutes // 60 % 24, minutes % 60).isoformat("minutes")
    return plain(value)


def join_bounds(low, high):
    low, high = ("" if is_unknown(each) else plain(each) for each in (low, high))
    if not high:
        return f"at least {low}"
    if not low:
        return f"up to {high}"
    return low if low == high else f"{low}-{high}"

"""What a row is asked about because of the sheet it stands in, not of what its cells say alone.

Days that the spreadsheet may have turned round, numbers in merged cells, cells beyond the header.
"""

from dataclasses import dataclass, field

from casework.sentences import say as _
from exchange.cells.dates import turned_round
from exchange.mapping.joining import split_name
from exchange.reading import is_blank

SHOWN = 3  # unread cells that a sentence tells


@dataclass(frozen=True)
class Doubts:
    """What is known of a sheet: `merged` is {row number: [(column name, last row)]} of numbers in
    merged cells, `beyond` the positions behind the last header that nothing is read as."""

    of_workbook: bool = False
    merged: dict = field(default_factory=dict)
    beyond: tuple = ()

    @classmethod
    def of(cls, sheet, resource):
        named = [at for at, header in enumerate(sheet.headers) if header]
        behind = range(max(named, default=-1) + 1, len(sheet.headers))
        return cls(
            of_workbook=not sheet.report.get("encoding"),
            merged=merged_numbers(sheet, resource),
            beyond=tuple(at for at in behind if str(at) not in sheet.mapping),
        )

    def tell(self, resource, rows):
        """Warn of these rows, which are read."""
        if self.of_workbook:
            doubt_days(resource, rows)
        for row in rows if self.merged or self.beyond else ():
            self.doubt_merged(row)
            self.doubt_unread(row)

    def doubt_merged(self, row):
        """A number in a cell over several rows may count all of them together."""
        for name, last in self.merged.get(row.number, ()):
            if not is_blank([row.cells.get(name)]):
                sentence = _(
                    "This number stands in a cell that is merged down to row %(last)d, and counts "
                    "for this row alone. Does it count all of them together?"
                )
                row.warn(name, sentence % {"last": last}, "merged_number")

    def doubt_unread(self, row):
        said = [str(row.raw[at]) for at in self.beyond if not is_blank([row.raw[at]])]
        if said:
            told = " · ".join(said[:SHOWN]) + (" …" if len(said) > SHOWN else "")
            sentence = _("Behind the last header stand cells that nobody reads: %(cells)s.")
            row.warn("", sentence % {"cells": told}, "unread_cells")


def doubt_days(resource, rows):
    """Days that the spreadsheet may have turned round, see `left_as_text`."""
    sentence = _(
        "Perhaps %(other)s: “%(left)s” stayed text in this column, so the spreadsheet may have "
        "taken days for months in the others."
    )
    for name, column in resource.fields.items():
        left = getattr(column.widget, "left", "")
        for row in rows if left else ():
            if other := turned_round(row.cells.get(name)):
                facts = {"other": other.isoformat(), "left": left}
                row.warn(name, sentence % facts, "days_turned")


def merged_numbers(sheet, resource):
    """{row number: [(column name, last row)]} of merged cells in columns that they do not fill."""
    found = {}
    for first, last, position in sheet.report.get("merged", ()):
        name = split_name(sheet.mapping.get(str(position), ""))[0]
        column = resource.fields.get(name)
        if column is not None and not column.filled:
            found.setdefault(first, []).append((name, last))
    return found

"""Merged cells speak for all the rows they cover, in columns of which that can be meant.

Which columns these are hangs on what they are read as: said otherwise by a person, the rows follow.
"""

from exchange.mapping import shape
from exchange.mapping.joining import split_name
from exchange.models import ImportRow

MOST = 5000  # ranges that a sheet remembers; beyond, what was read first stays
AT_ONCE = 1000


def filler(sheet, merged, resource):
    """What fills the rows as they are read; the sheet remembers the ranges below its header."""
    spans = [
        (first + 1, last + 1, column)
        for first, column, last, last_column in merged
        if column == last_column and last > first >= sheet.header_row
    ]
    if spans:
        sheet.report |= {"merged": sorted(spans)[:MOST]}
    return shape.Filler(merged, positions(sheet, resource))


def positions(sheet, resource):
    """The positions of the sheet's columns that a merged cell fills."""
    named = {int(at): split_name(name)[0] for at, name in sheet.mapping.items()}
    return {
        at for at, name in named.items() if name in resource.fields and resource.fields[name].filled
    }


def refill(sheet, resource):
    """Fill the rows anew, by what the columns are read as by now."""
    spans = sheet.report.get("merged", ())
    covered = {number for first, last, _at in spans for number in range(first, last + 1)}
    if not covered:
        return
    rows = {row.number: row for row in sheet.rows.filter(number__in=covered).only("number", "raw")}
    fills, changed = positions(sheet, resource), {}
    for first, last, at in spans:
        said = rows[first].raw[at] if first in rows and at in fills else ""
        for row in (rows[n] for n in range(first + 1, last + 1) if n in rows):
            if row.raw[at] != said:
                row.raw[at], changed[row.number] = said, row
    ImportRow.objects.bulk_update(changed.values(), ["raw"], batch_size=AT_ONCE)

"""A workbook with reasons comes back: what was changed in it becomes edits of the same import.

Rows are found by their ids, columns by their headers. Whatever cannot be placed for sure refuses
the whole workbook with a sentence: nothing is lost in silence.
"""

from collections import Counter
from dataclasses import dataclass
from math import isclose

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from exchange import mending, reading
from exchange.cells.texts import displayed
from exchange.mending.reasons import ROW_ID, above
from exchange.models import Mending

NAMED = 10  # rows that a sentence lists


@dataclass(frozen=True)
class Returned:
    """What a workbook brought: cells changed in rows; `absent` rows of the sheet stayed away."""

    cells: int
    rows: int
    absent: int


def take_in(sheet, content, name, *, by):
    """Keep and judge what differs. Raises ValidationError with the sentence, NotApplied."""
    rows = reading.read(content, name, choose=with_most_ids).rows
    at, ids = ids_of(rows)
    numbers = numbers_of(sheet, ids)
    refuse_strangers(rows, min(ids), ids)
    columns = columns_of(sheet, rows[: min(ids)], at)
    staged = {row.number: row for row in sheet.rows.filter(number__in=numbers.values())}
    refuse_unknown(numbers, staged)
    cells = {}
    for line, number in numbers.items():
        changed = changes_of(staged[number], rows[line], columns)
        if changed:
            cells[number] = changed
    mending.mend_cells(sheet, cells, by=by, act=Mending.Act.WORKBOOK, what=name)
    return Returned(
        cells=sum(map(len, cells.values())),
        rows=len(cells),
        absent=sheet.totals.get("rows", 0) - len(numbers),
    )


def with_most_ids(heads):
    """Where to read: other sheets may stand beside ours, and texts be saved by any separator."""
    return max(heads, key=lambda head: len(all_ids(head.rows))).where


def all_ids(rows):
    """[(column, line, match)] of every cell that is a row id."""
    return [
        (place, line, match)
        for line, cells in enumerate(rows)
        for place, cell in enumerate(cells)
        if isinstance(cell, str) and (match := ROW_ID.fullmatch(cell.strip()))
    ]


def ids_of(rows):
    """(the column of the ids, {line: match}); the column is that with the most of them."""
    found = all_ids(rows)
    if not found:
        raise ValidationError(
            _(
                "No row of this workbook has a row id. Download the workbook with reasons, mend "
                "that one, and leave its last column as it is."
            ),
            code="no_ids",
        )
    [(at, _times)] = Counter(place for place, _line, _match in found).most_common(1)
    return at, {line: match for place, line, match in found if place == at}


def numbers_of(sheet, ids):
    """{line: row number}; refuses rows of another import, and rows that stand there twice."""
    if any(match[1] != sheet.pk.hex[-12:] for match in ids.values()):
        raise ValidationError(
            _("This workbook belongs to another import. Bring it back on the page of that one."),
            code="another_import",
        )
    numbers = {line: int(match[2]) for line, match in ids.items()}
    times = Counter(numbers.values())
    twice = [number for number, n in times.items() if n > 1]
    if twice:
        raise ValidationError(
            _("These rows stand in the workbook twice: %(rows)s. Keep one of each."),
            code="twice",
            params={"rows": listed(twice)},
        )
    return numbers


def refuse_strangers(rows, first, ids):
    """A row without an id was added or lost its id; either way nobody knows where it belongs."""
    lines = range(first, len(rows))
    strange = [n + 1 for n in lines if n not in ids and not reading.is_blank(rows[n])]
    if strange:
        raise ValidationError(
            _(
                "These rows of the workbook have no row id: %(rows)s. Bring new rows as a sheet of "
                "their own, and give the others their ids back."
            ),
            code="strange_rows",
            params={"rows": listed(strange)},
        )


def refuse_unknown(numbers, staged):
    unknown = sorted(set(numbers.values()) - staged.keys())
    if unknown:
        raise ValidationError(
            _("This sheet has no rows %(rows)s."),
            code="unknown_rows",
            params={"rows": listed(unknown)},
        )


def columns_of(sheet, over, at):
    """{position in the sheet: place in the workbook}, by header; of equal headers the nth is the
    nth. `over` are the workbook's rows above the first with an id. Columns that were taken out of
    the workbook stay as they are in the sheet."""
    ours = places_of(above(sheet)[-1])
    found = [places_of(cells[:at]) for cells in over]
    theirs = max(found, key=lambda places: len(places.keys() & ours.keys()), default={})
    columns = {ours[key]: theirs[key] for key in ours.keys() & theirs.keys()}
    if not columns:
        raise ValidationError(
            _("Above the rows stand no headers of this sheet. Put them back as they were."),
            code="no_headers",
        )
    return columns


def places_of(headers):
    """{(header, which of its name): place}."""
    places, seen = {}, Counter()
    for place, text in enumerate(map(displayed, headers)):
        if text:
            seen[text] += 1
            places[text, seen[text]] = place
    return places


def changes_of(row, cells, columns):
    """{position: text} of the cells that say something else than the sheet does by now."""
    return {
        str(position): displayed(cells[place])
        for position, place in columns.items()
        if position < len(row.raw) and not same(row.cell(position), cells[place])
    }


def same(old, new):
    if isinstance(old, float) and isinstance(new, (int, float)):
        return isclose(old, new, rel_tol=1e-12)
    return displayed(old) == displayed(new)


def listed(numbers):
    words = ", ".join(map(str, numbers[:NAMED]))
    return f"{words} …" if len(numbers) > NAMED else words

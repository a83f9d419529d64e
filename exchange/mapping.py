"""Which column of a sheet is which: headers recognised in either language, under their groups."""

from functools import lru_cache

from places.spelling import fold

LOOKED_AT = 30  # rows in which a header may stand


@lru_cache(4096)
def folded(text):
    """A header as it is compared: every word folded, without its article."""
    return " ".join(fold(word) for word in fold(str(text)).split())


def recognise(headers, groups, columns):
    """{position: column name} for the headers that name a column; the first of two equals wins.

    `columns` are `Column`s. A header that means several things (children) is read together with
    the group header above it (القتلى).
    """
    known = {}
    for column in columns:
        for name in column.headers():
            known.setdefault(folded(name), column.column_name)
    mapping = {}
    for position, header in enumerate(headers):
        group = groups[position] if position < len(groups) else ""
        for name in readings(header, group):
            if name in known and known[name] not in mapping.values():
                mapping[position] = known[name]
                break
    return mapping


def readings(header, group):
    """The folded ways to read a header: under its group, whole, each half of “التاريخ / Date”."""
    parts = [str(header), *str(header).split("/"), str(header).split("(")[0]]
    spelled = [folded(part) for part in parts]
    under = folded(group)
    return [f"{under} {part}" for part in spelled if under and part] + [p for p in spelled if p]


def groups_above(rows, header_row, merged):
    """The labels of the row above the header, spread over the columns that they cover.

    Only where that row is a row of groups: a title over the whole sheet is none.
    """
    above = header_row - 2  # rows count from 1, lists from 0
    if above < 0:
        return []
    labels = [str(cell).strip() for cell in rows[above]]
    width = len(labels)
    for first_row, first, last_row, last in merged:
        if first_row <= above <= last_row and last - first + 1 < width:
            labels[first : last + 1] = [labels[first]] * (last - first + 1)
    return labels if len({label for label in labels if label}) > 1 else []


def guess_header_row(rows, columns, merged=()):
    """The number of that of the first rows which names the most columns; None without one."""
    best, row = 1, None
    for number in range(1, min(len(rows), LOOKED_AT) + 1):
        groups = groups_above(rows, number, merged)
        found = len(recognise(rows[number - 1], groups, columns))
        if found > best:
            best, row = found, number
    return row


def fill_merged(rows, mapping, columns, merged):
    """Let a merged cell speak for all its rows, in the columns that allow it."""
    filled = {column.column_name for column in columns if column.filled}
    for first_row, column, last_row, last_column in merged:
        if column == last_column and mapping.get(column) in filled:
            for number in range(first_row + 1, min(last_row + 1, len(rows))):
                rows[number][column] = rows[first_row][column]

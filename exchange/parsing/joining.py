"""A repeat sheet joined onto its main sheet: each row beside the row of its parent.

KoboToolbox writes a group that repeats (the items of a visit) as a sheet of its own, whose
`_parent_index` names the `_index` of a row of the sheet above.
"""

from itertools import chain

from exchange.parsing.plain import is_blank


def joined(rows, others, *, header_row, own_row, key, parent_key):
    """The rows of the main sheet, each as often as it has rows in the other, at least once.

    Header rows count from 1, keys are columns from 0; the rows of a sheet are equally long. Rows of
    the other sheet without a parent come last, beside blanks: none is lost.
    """
    others = list(others)
    heads = others[own_row - 1] if own_row <= len(others) else []
    children = by_parent(others[own_row:], key)
    blanks = [""] * len(heads)
    wide = 0
    for number, row in enumerate(rows, 1):
        wide = max(wide, len(row))
        if number < header_row or is_blank(row):
            yield row
        elif number == header_row:
            yield [*row, *heads]
        else:
            for child in children.pop(said(row, parent_key), [blanks]):
                yield [*row, *child]
    for child in chain.from_iterable(children.values()):
        yield [*[""] * wide, *child]


def by_parent(rows, key):
    """{what a row says of its parent: the rows that say so}."""
    children = {}
    for row in rows:
        if not is_blank(row):
            children.setdefault(said(row, key), []).append(row)
    return children


def said(row, position):
    """A key as text: 3, 3.0 and "3" are one."""
    return str(row[position]).strip() if position < len(row) else ""

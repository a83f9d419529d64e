"""A repeat sheet joined onto its main sheet: each row beside the row of its parent.

KoboToolbox writes a group that repeats (the items of a visit) as a sheet of its own, whose
`_parent_index` names the `_index` of a row of the sheet above. A form may have several such groups
side by side: the rows of the second stand below those of the first, so that none is multiplied.
"""

from itertools import chain, groupby, islice

from exchange.parsing.plain import is_blank


def joined(rows, others, *, header_row, own_row, key, parent_key, beside=0):
    """The rows of the main sheet, each as often as it has rows in the other, at least once.

    Header rows count from 1, keys are columns from 0; the rows of a sheet are equally long.
    `beside`: another sheet was joined onto the same parent, whose own columns are the first so
    many. Rows of the other sheet without a parent come last, beside blanks: none is lost.
    """
    others = list(others)
    heads = others[own_row - 1] if own_row <= len(others) else []
    children = by_parent(others[own_row:], key)
    blanks, rows = [""] * len(heads), iter(rows)
    yield from islice(rows, header_row - 1)
    header = next(rows, [])
    yield [*header, *heads]
    for parent, family in groupby(rows, lambda row: said(row, parent_key)):
        found = children.pop(parent, []) if parent else []
        yield from with_children(list(family), found, blanks, beside)
    for child in chain.from_iterable(children.values()):
        yield [*[""] * len(header), *child]


def with_children(family, children, blanks, beside):
    """The rows that one parent has so far, with these of the sheet that is joined now."""
    first, *rest = family
    if beside and not is_blank(first[beside:]):  # another sheet's rows stand here: go below them
        yield from (row if is_blank(row) else [*row, *blanks] for row in family)
        first, rest = [*first[:beside], *[""] * len(first[beside:])], []
    elif not children:
        children = [blanks]
    for child in children:
        yield first if is_blank(first) else [*first, *child]
    yield from (row if is_blank(row) else [*row, *blanks] for row in rest)


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

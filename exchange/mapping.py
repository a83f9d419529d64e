"""Which column of a sheet is which: headers recognised in either language, under their groups."""

from functools import lru_cache

from places.spelling import fold


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

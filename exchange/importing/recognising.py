"""What the columns of a staged sheet are read as: recognised, remembered, or said by a person."""

import re
from dataclasses import asdict, replace

from exchange import mapping
from exchange.mapping import Found, hxl, remembered_columns
from exchange.mapping.codebooks import codebook_of
from exchange.mapping.joining import split_name
from exchange.parsing import counting
from exchange.resources import BETWEEN

SAMPLED = 200  # rows whose values are looked at
TO_BE_SEEN = 0.5  # what we counted ourselves is never believed before a person saw it


def take_headers(sheet, headers, groups, rows, resource):
    """Set the sheet's `headers`, `mapping`, `given` and what its report says of its columns.

    `headers` and `groups` are the cells of the header row and of the one above it, `rows` the
    first rows of the sheet, from its very first. Nothing is saved.
    """
    sheet.headers = labelled(headers, groups)
    counted = counted_columns(headers, sheet.report.get("counted", ()), resource)
    values = samples(rows[sheet.header_row : sheet.header_row + SAMPLED])
    found = mapping.map_columns(
        ["" if at in counted else header for at, header in enumerate(headers)],
        groups,
        resource.columns,
        tags=hxl.tags_near(rows, sheet.header_row),
        values={at: said for at, said in values.items() if at not in counted},
    )
    found = preferred(found, counted)
    codebook = codebook_of(headers, resource)
    if codebook:
        found = preferred(codebook.found(headers), found)
    remembered, ours = remembered_columns.recall(sheet), with_our_references(values, resource)
    report_columns(sheet, found, resource, codebook=codebook, remembered=remembered, ours=ours)


def report_columns(sheet, found, resource, *, codebook=None, remembered=None, ours=()):
    """Read the sheet by what is remembered, else as it was recognised, and say how that went.

    `ours` are the positions of columns with references of our own.
    """
    otherwise, drift = {}, {}
    sheet.given = dict(codebook.given) if codebook else {}
    if remembered:
        drift = remembered_columns.drift(remembered, sheet.headers)
        found, otherwise = remembered_columns.taken(remembered, sheet.headers, found)
        sheet.given = sheet.given | remembered.given
    for at in ours:
        if at in found and found[at].name == "external_id":
            found[at] = replace(found[at], how="ours", sure=TO_BE_SEEN)
    sheet.mapping = {str(at): each.name for at, each in sorted(found.items()) if each.name}
    sheet.report = sheet.report | {
        "columns": {
            "found": {str(at): asdict(each) for at, each in sorted(found.items())},
            "remembered": remembered.name if remembered else "",
            "drift": drift,
            "otherwise": {str(at): name for at, name in otherwise.items()},
            "codebook": codebook.name if codebook else "",
            "words": codebook.folded_words() if codebook else {},
            "needed": needed(sheet.mapping, resource),
            "unsure": [
                at for at, each in sorted(found.items()) if each.name and each.sure < mapping.SURE
            ],
        }
    }


def counted_columns(headers, sheets, resource):
    """{position: Found} of the figures that were counted from the people of these sheets."""
    title = counting.BETWEEN.join(sheets)
    found = {}
    for position, header in enumerate(headers if title else ()):
        before, _slash, name = str(header).partition(f"{title}/")
        name = name.replace("/", "_")
        if not before and name in resource.fields:
            found[position] = Found(name, "counted", TO_BE_SEEN, title)
    return found


def with_our_references(values, resource):
    """The positions of columns that hold references of this kind of case, as our sheets have them.

    Our own export in somebody else's layout names its records so. It is coarser than they are, so
    reading it as changes would spoil them; and whether it is ours at all no number can say: another
    site counts as we do. A person looks before the rows become second records.
    """
    prefix = getattr(resource._meta.model, "ref_prefix", "")
    reference = re.compile(rf"{prefix}-\d{{4}}-\d{{6,}}")
    return {
        at
        for at, said in values.items()
        if prefix and any(reference.fullmatch(str(cell).strip()) for cell in said)
    }


def labelled(headers, groups):
    """The headers, each under its group header."""
    return [
        f"{group}{BETWEEN}{header}" if group and header else header
        for header, group in zip(headers, groups or [""] * len(headers), strict=True)
    ]


def samples(rows):
    """{position: values} of some rows; tags are no values."""
    told = [row for row in rows if not hxl.is_tag_row(row)]
    wide = max(map(len, told), default=0)
    return {at: [row[at] for row in told if at < len(row)] for at in range(wide)}


def preferred(first, second):
    """What `first` settles, and of `second` what is still free."""
    names = {split_name(each.name)[0] for each in first.values() if each.name}
    free = {at: each for at, each in second.items() if split_name(each.name)[0] not in names}
    return free | first


def needed(columns, resource):
    """The sets of columns of which the sheet must have one and has none.

    A sheet that names our records changes what it has columns for, and needs no others.
    """
    fed = {split_name(name)[0] for name in columns.values()}
    if "ref" in fed:
        return []
    return [list(names) for names in resource.needed if not fed.intersection(names)]


def needs_a_look(sheet):
    """Whether a person should see what the columns are read as before anything is checked."""
    said = sheet.report.get("columns", {})
    return not said.get("seen") and bool(
        said.get("needed") or said.get("unsure") or said.get("drift")
    )

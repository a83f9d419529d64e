"""What the columns of a staged sheet are read as: recognised, remembered, or said by a person."""

import re
from dataclasses import asdict, replace

from exchange import mapping
from exchange.cells import plain
from exchange.cells.words import WEEKDAYS
from exchange.mapping import Found, hxl, remembered_columns
from exchange.mapping.codebooks import codebook_of
from exchange.mapping.joining import split_name
from exchange.parsing import counting
from exchange.resources import BETWEEN
from exchange.rows import legible
from places.spelling import fold

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
    settled = counted.keys() | {at for at, said in values.items() if are_weekdays(said)}
    found = mapping.map_columns(
        ["" if at in settled else header for at, header in enumerate(headers)],
        groups,
        resource.columns,
        tags=hxl.tags_near(rows, sheet.header_row),
        values={at: said for at, said in values.items() if at not in settled},
    )
    found = preferred(found, counted)
    codebook = codebook_of(headers, resource)
    if codebook:
        found = preferred(codebook.found(headers), found)
    found |= row_numbers(sheet.headers, values, found, resource)
    remembered, ours = remembered_columns.recall(sheet), with_our_references(values, resource)
    report_columns(sheet, found, resource, codebook=codebook, remembered=remembered, ours=ours)
    sheet.report["columns"]["unnamed"] = [
        at
        for at, said in values.items()
        if any(legible(cell) for cell in said) and not (sheet.headers[at : at + 1] or [""])[0]
    ]


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
            "unsure": [at for at, each in sorted(found.items()) if is_doubtful(each)],
        }
    }


def is_doubtful(found):
    """Whether a person should look at what a column is read as, or at its being left out."""
    return found.sure < mapping.SURE and bool(found.name or found.how == "twice")


def row_numbers(headers, values, found, resource):
    """{position: Found} of columns that would be numbers in another system and count 1, 2, 3, …

    They number the rows of their sheet: the next sheet has the same, and would write over what
    this one brought. Only who calls them so, or read them so before, means them.
    """
    name = "external_id"
    if name not in resource.fields:
        return {}
    own = {mapping.folded(text) for text in (name, "external id", *resource.fields[name].labels())}
    return {
        at: Found("", "serial")
        for at, each in found.items()
        if each.name == name
        and each.how in ("header", "slip", "words")
        and mapping.folded(headers[at]) not in own
        and counts_from_one(values.get(at, ()))
    }


def counts_from_one(cells):
    """Whether the cells that hold numbers are 1, 2, 3, …; words (“Total”) may stand among them."""
    texts = [plain(text) for cell in cells if (text := legible(cell))]
    numbers = [int(text) for text in texts if text.isdecimal()]
    others = [text for text in texts if not text.isdecimal()]
    if any(any(map(str.isdecimal, text)) for text in others):
        return False
    return bool(numbers) and numbers == list(range(1, len(numbers) + 1))


def are_weekdays(cells):
    """Whether a column called “day” says on which of the week: the date stands beside it."""
    texts = [text for cell in cells if (text := legible(cell))]
    return bool(texts) and all(fold(text) in WEEKDAYS for text in texts)


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


def unnamed(sheet):
    """The positions of columns that hold something under no header and are not read."""
    said = sheet.report.get("columns", {}).get("unnamed", ())
    return [at for at in said if str(at) not in sheet.mapping]

"""HXL tags as a hint at what columns hold: a row of #date +occurred, #adm1+name, #affected+killed.

Real tag rows are half empty and have slips: “#geo +lac”, “#admin1”, “#affected aidworker +killed”.
So a tag is read generously, says how sure that is, and is never more than a hint.
"""

import re
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache

from exchange.mapping import joining

TAG = re.compile(r"#\s*[a-z]", re.IGNORECASE)
WORDS = re.compile(r"[a-z0-9_]+")
NEAR = 2  # rows between a header and its tags, at most
EXACT, MENDED = 0.85, 0.5
# Written for a core tag by people who know what they mean.
MEANT = {
    "admin1": "adm1",
    "admin2": "adm2",
    "admin3": "adm3",
    "location": "loc",
    "lat": "geo+lat",
    "latitude": "geo+lat",
    "lon": "geo+lon",
    "long": "geo+lon",
    "longitude": "geo+lon",
    "coord": "geo+coord",
}
# They tell two columns of one thing apart, not what the thing is.
NOISE = {"name", "text", "list", "value", "en", "ar", "i_en", "i_ar"}
BOUNDS = {"min": "minimum", "max": "maximum"}
KNOWN = {
    "occurred", "reported", "start", "end", "approved", "updated", "precision", "code", "id",
    "type", "weapon", "lat", "lon", "coord", "killed", "injured", "missing", "trapped", "rescued",
    "f", "m", "children", "adults", "source", "perp", "status", "min", "max",
}  # fmt: skip


@dataclass(frozen=True)
class Tag:
    """A tag as it was meant; `mended` says that it was not written so."""

    base: str
    attributes: frozenset
    mended: bool = False


@lru_cache(1024)
def parse(text):
    """The tag that a cell holds, or None."""
    text = str(text).strip().casefold()
    if not TAG.match(text):
        return None
    base, *attributes = WORDS.findall(text)
    base, _plus, more = MEANT.get(base, base).partition("+")
    attributes += [more] if more else []
    kept = [each for each in attributes if each not in NOISE and not each.startswith("v_")]
    mended = [meant(each) for each in kept]
    slips = mended != kept or bool(more) or not text[1:].strip().startswith(base)
    return Tag(base, frozenset(mended), slips)


def meant(attribute):
    """The attribute that a slip of one letter stands for: “lac” is “lat”."""
    if attribute in KNOWN or len(attribute) < 3:
        return attribute
    return next(iter(get_close_matches(attribute, KNOWN, 1, 0.66)), attribute)


def is_tag_row(cells):
    """Whether these are tags and nothing else; blanks among them are usual."""
    filled = [text for text in (str(cell).strip() for cell in cells) if text]
    return bool(filled) and all(parse(text) for text in filled)


def tags_near(rows, header_row):
    """The tags that stand in the header row, or near it above or below; [] without any.

    `header_row` counts from 1.
    """
    around = [0, *(side * step for step in range(1, NEAR + 1) for side in (1, -1))]
    for number in (header_row - 1 + step for step in around):
        if 0 <= number < len(rows) and is_tag_row(rows[number]):
            return [str(cell).strip() for cell in rows[number]]
    return []


def header_for_tags(rows, header_row):
    """The number of the row whose words these tags explain, if `header_row` is one of tags."""
    if header_row and header_row > 1 and is_tag_row(rows[header_row - 1]):
        above = [str(cell).strip() for cell in rows[header_row - 2]]
        if len(set(filter(None, above))) > 1:
            return header_row - 1
    return header_row


def hints(columns):
    """[(tag, column)] of all the hints that columns declare."""
    return [(parse(text), column) for column in columns for text in column.hxl]


def columns_for(text, declared):
    """[(column name or its part, how sure)] that a tag can mean, the surest first."""
    tag = parse(text)
    if tag is None:
        return []
    part = next((BOUNDS[each] for each in sorted(tag.attributes) if each in BOUNDS), "")
    said = tag.attributes - set(BOUNDS)
    found = []
    for hint, column in declared:
        if hint.base != tag.base or not hint.attributes <= said:
            continue
        further = said - hint.attributes
        if further and not hint.attributes:
            continue  # #date +reported is no day on which something happened
        sure = MENDED if tag.mended or further else EXACT
        if part and joining.BOUNDS not in joining.part_sets(column):
            continue
        name = f"{column.column_name}.{part}" if part else column.column_name
        found.append((len(further), name, sure))
    return [(name, sure) for _n, name, sure in sorted(found, key=lambda each: each[0])]

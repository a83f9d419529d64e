"""The columns of sheets that came before: the next one like it is read so, what differs is told."""

import hashlib
from collections import Counter
from difflib import SequenceMatcher
from pathlib import PurePath

from django.utils import timezone

from exchange.mapping import Found, folded
from exchange.models import Mapping

LIKE = 0.5  # the share of headers in common from which a sheet is an older one that has drifted
RENAMED = 0.6  # how alike an added header and a gone one are, if one is the other renamed
LOOKED_AT = 200


def keys_of(headers):
    """One key for each header: folded, the second of two equal ones counted; "" for a blank."""
    seen, keys = Counter(), []
    for header in headers:
        name = folded(header)
        seen[name] += 1
        keys.append(f"{name} #{seen[name]}" if name and seen[name] > 1 else name)
    return keys


def set_key(headers):
    """Equal for equal sets of headers, in whatever order they stand."""
    plain = "\n".join(sorted(filter(None, keys_of(headers))))
    return hashlib.sha256(plain.encode()).hexdigest()


def all_for(sheet):
    """What is remembered of this kind of sheet by the people it belongs to."""
    return Mapping.objects.filter(organisation_id=sheet.organisation_id, kind=sheet.kind)


def recall(sheet, name=""):
    """The remembered columns that a sheet is read by, or None: those named, else of the same
    headers, else of those most like them."""
    remembered = all_for(sheet)
    if name:
        return remembered.filter(name=name).first()
    exactly = remembered.filter(key=set_key(sheet.headers)).first()
    return exactly or most_like(remembered[:LOOKED_AT], sheet.headers)


def most_like(remembered, headers):
    own = set(keys_of(headers)) - {""}
    best, found = 0, None
    for each in remembered:
        theirs = set(keys_of(each.headers)) - {""}
        share = in_common(own, theirs)
        if share >= LIKE and share > best:
            best, found = share, each
    return found


def in_common(one, other):
    """The share of the larger set of headers that the other one has too."""
    return len(one & other) / max(len(one), len(other), 1)


def header_row(sheet, rows):
    """The number of that of the first rows which is most like remembered headers, or None."""
    known = [set(keys_of(each.headers)) - {""} for each in all_for(sheet)[:LOOKED_AT]]
    best, found = 0, None
    for number, row in enumerate(rows if known else (), 1):
        own = set(keys_of([str(cell).strip() for cell in row])) - {""}
        share = max(in_common(own, theirs) for theirs in known)
        if share >= LIKE and share > best:
            best, found = share, number
    return found


def drift(remembered, headers):
    """What differs from the remembered headers: {"added", "gone", "renamed", "moved"}, or {}."""
    old, new = keys_of(remembered.headers), keys_of(headers)
    gone = [header for header, key in zip(remembered.headers, old, strict=True) if key not in new]
    added = [header for header, key in zip(headers, new, strict=True) if key and key not in old]
    renamed = renamings(gone, added)
    kept_before = [key for key in old if key in new and key]
    kept_now = [key for key in new if key in old and key]
    told = {
        "added": [each for each in added if each not in renamed.values()],
        "gone": [each for each in gone if each and each not in renamed],
        "renamed": [list(pair) for pair in renamed.items()],
        "moved": [
            headers[new.index(key)]
            for key, before in zip(kept_now, kept_before, strict=True)
            if key != before
        ],
    }
    return {name: said for name, said in told.items() if said}


def renamings(gone, added):
    """{header that is gone: added header that it most likely became}."""
    alike = [
        (SequenceMatcher(None, folded(old), folded(new)).ratio(), old, new)
        for old in gone
        for new in added
        if old
    ]
    found = {}
    for ratio, old, new in sorted(alike, key=lambda each: -each[0]):
        if ratio >= RENAMED and old not in found and new not in found.values():
            found[old] = new
    return found


def taken(remembered, headers, found):
    """({position: Found}, {position: what we had read it as}) of a sheet that is read by memory.

    What the sheet did not have before is read as it was recognised, where that is still free.
    """
    became = {new: old for old, new in drift(remembered, headers).get("renamed", ())}
    known, otherwise, by_memory = remembered.columns, {}, {}
    for position, (header, key) in enumerate(zip(headers, keys_of(headers), strict=True)):
        if key in known:
            by_memory[position] = Found(known[key], "remembered", 1.0, remembered.name)
        elif header in became and folded(became[header]) in known:
            name = known[folded(became[header])]
            by_memory[position] = Found(name, "renamed", 0.5, became[header])
    names = {each.name for each in by_memory.values()}
    for position, each in found.items():
        if position not in by_memory and each.name not in names:
            by_memory[position] = each
        elif position in by_memory and each.name != by_memory[position].name:
            otherwise[position] = each.name
    return by_memory, otherwise


def columns_of(sheet):
    """{key of a header: column name, "" where it is left out} of a sheet as it is read now."""
    keys = enumerate(keys_of(sheet.headers))
    return {key: sheet.mapping.get(str(position), "") for position, key in keys if key}


def remember(sheet, *, by, name=""):
    """Read the next sheet with these headers as this one; returns what is remembered."""
    name = name.strip()[:100] or name_for(sheet)
    return all_for(sheet).update_or_create(
        organisation_id=sheet.organisation_id,
        kind=sheet.kind,
        name=name,
        defaults={
            "key": set_key(sheet.headers),
            "headers": sheet.headers,
            "columns": columns_of(sheet),
            "given": sheet.given,
            "by": by,
            "at": timezone.now(),
        },
    )[0]


def name_for(sheet):
    """The name under which such headers are remembered already, or did before they drifted; else
    the file's, if nothing else is called so."""
    known = all_for(sheet).filter(key=set_key(sheet.headers)).first()
    if known:
        return known.name
    stem = PurePath(sheet.name).stem[:90]
    names = set(all_for(sheet).values_list("name", flat=True))
    before = sheet.report.get("columns", {}).get("remembered", "")
    others = (f"{stem} ({n})" for n in range(2, len(names) + 3))
    return before if before in names else next(n for n in (stem, *others) if n not in names)


def rename(remembered, name):
    remembered.name = name
    remembered.save(update_fields=["name"])


def forget(remembered):
    """The next such sheet is recognised by itself again; those brought in stay as they are."""
    remembered.delete()

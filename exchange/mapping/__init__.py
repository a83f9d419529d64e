"""Which column of a sheet is which: by its header in either language, its HXL tag, its values."""

from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache

from exchange.mapping import held_words, hxl, joining, likeness
from places.spelling import fold

SURE = 0.6  # below this, a person looks before anything is checked
ALIKE = 0.88  # two headers that differ by a slip
# When a form was sent stands in for the day that it asks about where it asks for none.
MAKERS_OWN, LAST_RESORT = {"_submission time"}, 0.7
UNITS = 3  # letters of a word that may be a unit's
SAME_WORDS = 0.95  # of the sureness of a header that is written as we know it
MEANS_THE_SAME = 0.9  # as sure as a header must be that may not be left out in silence
POINT_WORDS = (" latitude", " longitude")
LIKELY = {
    "day": 0.5,
    "governorate": 0.45,
    "place": 0.45,
    "subdistrict": 0.4,
    "district": 0.4,
}  # many columns may hold these


@dataclass(frozen=True)
class Found:
    """What a column of a sheet is read as: the field, or a part of it; "" if it is left out.

    `how` is header, slip, words, hxl, values, counted, ours, remembered, codebook or person, or of
    a column that is left out twice (another means the same) or serial (it numbers the rows);
    `because` the tag, the likeness, the header or the sheets of people that say so. `sure` goes
    from 0 to 1.
    """

    name: str
    how: str
    sure: float = 1.0
    because: str = ""


@lru_cache(4096)
def folded(text):
    """A header as it is compared: every word folded, without its article.

    A leading “_” is kept: KoboToolbox's own columns (_id, __version__) are no columns of ours.
    """
    own = "_" if str(text).lstrip().startswith("_") else ""
    return own + " ".join(fold(word) for word in fold(str(text)).split())


def recognise(headers, groups, columns):
    """{position: column name} for the headers, or the HXL tags, that name a column.

    `columns` are `Column`s. A header that means several things (children) is read together with
    the group header above it (القتلى).
    """
    by_header = headers_read(headers, groups, columns)
    return {position: found.name for position, found in settle(by_header).items()}


def map_columns(headers, groups, columns, *, tags=(), values=None):
    """{position: Found} for every column of a sheet that we can say anything of.

    `tags` are the cells of its HXL row, `values` is {position: some of its values}.
    """
    by_header = headers_read(headers, groups, columns)
    candidates = by_header + slips(headers, columns) + tags_read(tags, columns)
    found = with_parts(settle(candidates), headers, columns)
    filled = {at: said for at, said in (values or {}).items() if any(cell != "" for cell in said)}
    found |= words_read(headers, found, columns, filled)
    found |= values_read(values or {}, found, columns)
    found |= said_twice(headers, by_header, found, filled)
    return doubted(found, tags, columns)


def settle(candidates):
    """One column of ours for each of the sheet's: the surest first, then the first."""
    found, taken = {}, set()
    for position, each in sorted(candidates, key=lambda pair: (-pair[1].sure, pair[0])):
        if position not in found and each.name not in taken:
            found[position] = each
            taken.add(each.name)
    return dict(sorted(found.items()))


# ---------------------------------------------------------------- headers

BOUND_WORDS = {part: tuple(map(folded, joining.WORDS[part])) for part in joining.BOUNDS}


def names_of(columns):
    """{folded header: column name}; the first of two equal ones wins."""
    return names_of_headers(tuple((each.column_name, tuple(each.headers())) for each in columns))


@lru_cache(64)  # a sheet of each kind in each language
def names_of_headers(columns):
    known = {}
    for column_name, headers in columns:
        for name in headers:
            known.setdefault(folded(name), column_name)
    return known


def headers_read(headers, groups, columns):
    """[(position, Found)]: all that the headers can mean."""
    known, declared = names_of(columns), hxl.hints(columns)
    by_words = held_words.by_words(tuple(known.items()))
    bounded = {each.column_name for each in columns if joining.BOUNDS in joining.part_sets(each)}
    candidates = []
    for position, header in enumerate(headers):
        group = groups[position] if position < len(groups) else ""
        for name, sure in readings(header, group):
            if name in known:
                sure *= LAST_RESORT if name in MAKERS_OWN else 1
                candidates.append((position, Found(known[name], "header", sure)))
            elif bound := bound_in(name, known, bounded):
                candidates.append((position, Found(bound, "header", sure)))
            elif same := held_words.same_words(name, by_words):
                candidates.append((position, Found(same, "header", sure * SAME_WORDS)))
        candidates += [
            (position, Found(name, "hxl", sure, str(header)))
            for name, sure in hxl.columns_for(header, declared)
        ]
    return candidates


def bound_in(name, known, bounded):
    """The part of a column that a folded header names: “killed min”, “minimum killed”."""
    for part in joining.BOUNDS:
        for word in BOUND_WORDS[part]:
            rest = name.removeprefix(f"{word} ").removesuffix(f" {word}")
            if rest != name and known.get(rest) in bounded:
                return f"{known[rest]}.{part}"
    return ""


def readings(header, group):
    """[(folded reading, how sure)] of a header: under its group, whole, in parts.

    “التاريخ / Date” is one thing twice; “killed/children”, as KoboToolbox writes it, a question in
    its group: of two parts the last says more. “Place (village)” is a place.
    """
    pieces = [piece for piece in str(header).split("/") if piece.strip()]
    if folded(header).startswith("_") and folded(header).endswith(POINT_WORDS):
        return [(folded(header).split()[-1], 0.9)]  # KoboToolbox's _gps_latitude
    before = str(header).split("(")[0]
    spelled = [(f"{group} {header}", 1.0)] if group else []
    spelled += [(header, 0.95 if group else 1.0)]
    if group:
        spelled += [(f"{group} {piece}", 0.9) for piece in [*pieces[-1:], before]]
    if len(pieces) > 1:
        spelled += [(f"{pieces[-2]} {pieces[-1]}", 0.95), (pieces[-1], 0.9)]
    if len(pieces) == 2:
        spelled += [(pieces[0], 0.85)]
    return [(folded(text), sure) for text, sure in [*spelled, (before, 0.85)] if folded(text)]


def slips(headers, columns):
    """[(position, Found)] of headers that are a slip away from one we know: “Govenorate”."""
    known = names_of(columns)
    candidates = []
    for position, header in enumerate(headers):
        name = folded(str(header).split("/")[-1])
        if len(name) < 5 or name in known or name.startswith("_"):
            continue
        for near in get_close_matches(name, known, 3, ALIKE):
            if unmistakable(near) == unmistakable(name):
                candidates.append((position, Found(known[near], "slip", 0.5, near)))
                break
    return candidates


def words_read(headers, found, columns, filled):
    """{position: Found} of filled columns whose header holds that of a column nothing else feeds:
    a guess."""
    taken = {joining.split_name(each.name)[0] for each in found.values()}
    free = {each.column_name for each in columns if not each.readonly} - taken
    known = {name: column for name, column in names_of(columns).items() if column in free}
    by_words = held_words.by_words(tuple(known.items()))
    candidates = []
    for position in filled.keys() - found.keys():
        name = folded(headers[position]) if position < len(headers) else ""
        if not name.startswith("_") and (said := held_words.held(name, by_words)):
            candidates.append((position, Found(said[0], "words", 0.5, said[1])))
    return settle(candidates)


def said_twice(headers, by_header, found, filled):
    """{position: Found} of filled columns that are left out since another means the same."""
    twice = {}
    for position, each in by_header:
        is_own = folded(headers[position]).startswith("_")  # a maker's, who needs no answer
        if position in found or position not in filled or is_own or each.sure < MEANS_THE_SAME:
            continue
        other = next((at for at, one in found.items() if one.name == each.name), None)
        if other is not None:
            twice.setdefault(position, Found("", "twice", 0.5, str(headers[other])))
    return twice


def unmistakable(name):
    """What is no slip in a header: its digits, and words as short as a unit: cm is not m."""
    return [each for each in name if each.isdigit()], [w for w in name.split() if len(w) < UNITS]


# ---------------------------------------------------------------- tags and values


def tags_read(tags, columns):
    declared = hxl.hints(columns)
    return [
        (position, Found(name, "hxl", sure, str(tag)))
        for position, tag in enumerate(tags)
        for name, sure in hxl.columns_for(tag, declared)
    ]


def values_read(values, found, columns):
    """{position: Found} of columns that nothing else names, for fields that nothing else feeds."""
    taken = {joining.split_name(each.name)[0] for each in found.values()}
    free = [each for each in columns if each.column_name not in taken and not each.readonly]
    looks = {each.looks: each.column_name for each in free if each.looks}
    unnamed = {position: said for position, said in values.items() if position not in found}
    candidates = []
    for position, likely in likeness.likenesses(unnamed).items():
        for each in likely:
            if each.looks in looks:
                sure = LIKELY.get(each.looks, 0.55) * each.share
                name = looks[each.looks]
                candidates.append((position, Found(name, "values", sure, each.looks)))
    for position in unnamed.keys() - {position for position, _found in candidates}:
        for name, share in likeness.lists_matched(unnamed[position], free):
            candidates.append((position, Found(name, "values", 0.5 * share, "list")))
    return settle(candidates)


def doubted(found, tags, columns):
    """A header whose tag means another column is still believed, and looked at."""
    declared = hxl.hints(columns)
    for position, each in found.items():
        tag = tags[position] if position < len(tags) else ""
        meant = [name for name, _sure in hxl.columns_for(tag, declared)]
        if each.how == "header" and meant and each.name not in meant:
            found[position] = Found(each.name, "header", 0.55, str(tag))
    return found


# ---------------------------------------------------------------- one field in several columns

DAY_WORDS = {part: set(map(folded, joining.WORDS[part])) for part in joining.DAY}
HOUR_WORDS = set(map(folded, ("time", "hour", "الساعة", "الوقت")))


def with_parts(found, headers, columns):
    """Day, month and year, or a date and a time, where no single column gives the whole."""
    found = dict(found)
    for column in columns:
        whole = [at for at, each in found.items() if each.name == column.column_name]
        sets = joining.part_sets(column)
        if joining.DAY in sets:
            take_days(found, headers, column, whole)
        if joining.MOMENT in sets and whole:
            take_hour(found, headers, column, whole[0])
    return found


def take_days(found, headers, column, whole):
    for parts in days_in_parts(headers):
        fed = {found[at].name for at in parts.values() if at in found}
        if set(whole) <= set(parts.values()) and fed <= {column.column_name}:
            for part, position in parts.items():
                found[position] = Found(f"{column.column_name}.{part}", "header", 0.9)
            return


def days_in_parts(headers):
    """[{part: position}] of a day, a month and a year with the same further words or none."""
    stems = {}
    for position, header in enumerate(headers):
        spelled = folded(str(header).split("/")[-1]).split()
        for part in joining.DAY:
            said = [word for word in spelled if word in DAY_WORDS[part]]
            if said:
                stem = " ".join(word for word in spelled if word not in said)
                stems.setdefault(stem, {}).setdefault(part, position)
    return [parts for parts in stems.values() if len(parts) == len(joining.DAY)]


def take_hour(found, headers, column, date_at):
    """A column of times beside that of the dates, if no field of its own takes it."""
    for position, header in enumerate(headers):
        if position not in found and folded(str(header).split("/")[-1]) in HOUR_WORDS:
            found[date_at] = Found(f"{column.column_name}.date", "header", 0.9)
            found[position] = Found(f"{column.column_name}.hour", "header", 0.9)
            return

"""What one cell says of several records: parties, what was hit, the figures of a report."""

import re
from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import get_language, override

from casework.making import made
from casework.sentences import say as _
from exchange.answers.word_lists import ClosedList
from exchange.cells import NOBODY_KNOWS, is_unknown, plain, to_text
from exchange.cells.texts import seen_text
from exchange.cells.words import NO, NONE_AT_ALL, YES
from exchange.widgets import TextCell
from incidents.choices import DamageLevel, Facility
from incidents.evidence import Actor
from incidents.ledger import CasualtyReport, Figure, Group, Outcome, Qualifier
from incidents.models import Damage
from incidents.sheet_words import FACILITIES, LEVELS, PARTIES
from places.spelling import fold

SEPARATORS = re.compile(r"[;؛،,/|&\n]| and ")
COUNTED = re.compile(r"(\d{1,4})\s*[×x]?\s+(\D.*)")
AND = re.compile(r" و(?=\w)")
NOTHING_HIT = NONE_AT_ALL | {
    *map(
        fold, ("no damage", "no damages", "not damaged", "لا أضرار", "لا توجد أضرار", "بدون أضرار")
    ),
    *map(fold, ("لا يوجد أضرار", "بلا أضرار")),
}
HITS = {fold(code): code for code in Facility.values} | {
    fold(word): code for word, code in FACILITIES.items()
}
BETWEEN = "; "


def several(text, known=()):
    """The parts of a cell that lists: “سوق؛ جامع”, “منازل وسوق”, “market, mosque”.

    A word of `known`, folded, stays whole: محطة وقود is one thing, and no “station and …”.
    """
    pieces = (piece.strip() for piece in SEPARATORS.split(to_text(text)))
    listed = (each for piece in pieces if piece for each in words_apart(piece, known))
    return [part for each in listed for part in joined(AND.split(each), known)]


def words_apart(piece, known):
    """“school hospital”, as KoboToolbox writes what was chosen of a list: words that are all on it,
    and together are nothing on it."""
    words = piece.split()
    apart = len(words) > 1 and whole([piece]) not in known and all(fold(w) in known for w in words)
    return words if apart else [piece]


def joined(halves, known):
    """The halves of a piece, the longest known words put together again."""
    parts, start = [], 0
    while start < len(halves):
        ends = range(len(halves), start, -1)
        stop = next(e for e in ends if e == start + 1 or whole(halves[start:e]) in known)
        parts.append(" و".join(halves[start:stop]).strip())
        start = stop
    return [part for part in parts if part]


def whole(halves):
    """Folded, without the words that say how badly it was hit."""
    folded = fold(" و".join(halves))
    for word, _code in LEVELS:
        folded = folded.replace(word, " ")
    return fold(folded)


class Listed(ClosedList):
    """A closed list of which a cell names several: parties, what was hit."""

    def parts(self, text):
        return several(text, self.spoken)


# ---------------------------------------------------------------- parties


class Parties:
    """Reads party columns: the list of the site, and the words that sheets use for it."""

    def __init__(self):
        self.actors = {actor.code: actor for actor in Actor.objects.all()}
        self.codes, self.told = {}, {}
        for code, name_en, name_ar, _kind, words in PARTIES:
            for word in (name_en, name_ar, *words.split("|")):
                self.codes[fold(word)] = code
        for actor in self.actors.values():
            for word in (actor.code, actor.name_en, actor.name_ar, *actor.aliases.splitlines()):
                self.codes[fold(word)] = actor.code

    def read(self, text):
        """(codes, words that nobody knows) of a cell; columns repeat their cells."""
        if text not in self.told:
            self.told[text] = self.reading(text)
        return self.told[text]

    def reading(self, text):
        known, unknown = [], []
        for part in [] if is_unknown(text) else several(text, self.codes):
            code = self.codes.get(fold(part))
            if code and code not in known:
                known.append(code)
            elif not code and not is_unknown(part):
                unknown.append(part)
        return known, unknown

    def names(self):
        """{code: what people call the party}, the site's own and those it would make."""
        arabic = (get_language() or "").startswith("ar")
        ours = {row[0]: row[2] if arabic else row[1] for row in PARTIES}
        return ours | {
            actor.code: (arabic and actor.name_ar) or actor.name_en
            for actor in self.actors.values()
        }

    def actor(self, code, *, make=False):
        """The party; one of our own list that the site lacks is made when the sheet is applied."""
        if code not in self.actors and make:
            row = next(row for row in PARTIES if row[0] == code)
            words = "\n".join(row[4].split("|"))
            fields = {"name_en": row[1], "name_ar": row[2], "kind": row[3], "aliases": words}
            self.actors[code], _made = Actor.objects.get_or_create(code=code, defaults=fields)
        return self.actors.get(code)


# ---------------------------------------------------------------- what was hit


@dataclass(frozen=True)
class Hit:
    """Something that was hit; `site` holds the words when the list has none for it.

    `count` says how many, None where nobody does.
    """

    facility: str
    site: str = ""
    level: str = DamageLevel.UNKNOWN
    count: int | None = None

    @property
    def key(self):
        return self.facility, self.site if self.facility == Facility.OTHER else ""


def read_hits(text):
    """What a damage cell lists; unknown words stay as they are, under “other”.

    “None” lists nothing, and is not kept as “no damage”: nobody looks everywhere.
    """
    found = []
    none = is_unknown(text) or fold(text) in NOTHING_HIT
    for part in [] if none else several(text, HITS):
        count, part = counted(part)
        folded, level = fold(part), DamageLevel.UNKNOWN
        for word, code in LEVELS:
            if word in folded:
                folded, level = fold(folded.replace(word, " ")), code
                break
        facility = HITS.get(folded)
        site = "" if facility else part[:200]
        hit = Hit(facility or Facility.OTHER, site, level, count)
        if hit.key not in {each.key for each in found}:
            found.append(hit)
    return found


def counted(part):
    """(how many or None, of what): “3 houses”, “٢ منازل”."""
    found = COUNTED.fullmatch(plain(part))
    return (int(found[1]), found[2]) if found else (None, part)


def names_nothing(site):
    """Whether a cell answers a question instead of naming what was hit: 1, FALSE, نعم."""
    return site.isdecimal() or fold(site) in YES | NO


class SourceCell(TextCell):
    """Who says so; “-” and “none” name nobody."""

    def clean(self, value, row=None, **kwargs):
        text = super().clean(value)
        return "" if is_unknown(text) or fold(text) in NONE_AT_ALL else text


class HitList(Listed):
    """What was hit, word by word; how badly and how many stays said when a word is read as
    another."""

    def parts(self, text):
        return [counted(part)[1] for part in super().parts(text)]

    def replaced(self, cell, words):
        told = []
        for count, part in map(counted, super().parts(cell)):
            meant = words.get(fold(part), part)
            level = next((word for word, _code in LEVELS if word in fold(part)), "")
            said = f"{meant} {level}".strip() if meant and meant != part else meant
            told.append(f"{count} {said}" if said and count is not None else said)
        return BETWEEN.join(filter(None, told))


def damage_of(hit, case):
    """The unsaved record of what was hit."""
    said = {"facility": hit.facility, "site": hit.site, "level": hit.level, "count": hit.count}
    return made(Damage, incident=case, **said)


def write_hits(damages):
    """The cell that `read_hits` reads back: codes, or the site's words for what has no code."""
    return BETWEEN.join(
        dict.fromkeys(
            each.site if each.facility == Facility.OTHER and each.site else each.facility
            for each in damages
        )
    )


def held_hits(text, damages):
    """The keys of what is stored; a cell that we wrote of it ourselves names nothing else."""
    other = Facility.OTHER
    held = {(each.facility, each.site if each.facility == other else "") for each in damages}
    return held | {hit.key for hit in read_hits(text)} if text == write_hits(damages) else held


# ---------------------------------------------------------------- sources


def new_sources(text, stored):
    """The sources of a cell that an incident lacks. Only our own separator splits: names hold
    commas. What we write of the stored sources, in any language, names none."""
    known = set()
    for language, _name in settings.LANGUAGES:
        with override(language):
            names = list(dict.fromkeys(seen_text(str(source)) for source in stored))
        known.update(names, [seen_text(BETWEEN.join(names))])
    if text in known:
        return []
    return [name for part in text.split(";") if (name := part.strip()) and name not in known]


# ---------------------------------------------------------------- figures

WHOLE = (Outcome.MISSING, Outcome.TRAPPED, Outcome.RESCUED)
CELLS = {
    f"{outcome}" if group == Group.TOTAL else f"{outcome}_{group}": (outcome, group)
    for outcome in Outcome
    for group in (Group if outcome not in WHOLE else (Group.TOTAL,))
}
OUTCOME_WORDS = {
    Outcome.KILLED: (
        *("killed", "القتلى", "الشهداء", "الضحايا", "deaths", "fatalities", "dead"),
        *("martyrs", "الوفيات", "شهيد", "قتيل"),
    ),
    Outcome.INJURED: (
        *("injured", "الجرحى", "المصابون", "الإصابات", "wounded"),
        *("injuries", "المصابين", "جريح", "مصاب"),
    ),
    Outcome.MISSING: ("missing", "المفقودون", "المفقودين"),
    Outcome.TRAPPED: ("trapped", "تحت الأنقاض", "العالقون", "العالقين"),
    Outcome.RESCUED: ("rescued", "الناجون", "الناجين", "survivors"),
}
GROUP_WORDS = {
    Group.TOTAL: ("total", "المجموع", "الإجمالي", "العدد", ""),
    Group.MEN: ("men", "رجال"),
    Group.WOMEN: ("women", "نساء"),
    Group.BOYS: ("boys", "أطفال ذكور"),
    Group.GIRLS: ("girls", "أطفال إناث", "بنات"),
    Group.CHILDREN: ("children", "أطفال"),
    Group.ADULTS: ("adults", "بالغون"),
    Group.UNSPECIFIED: ("unspecified", "غير محدد"),
}


def headers_of(outcome, group):
    """The headers of a figure's column: under the outcome's group header, or in one."""
    return [
        f"{first} {second}".strip()
        for first in OUTCOME_WORDS[outcome]
        for second in GROUP_WORDS[group]
    ]


# Of whom, in HXL's attributes; what many tag rows leave out comes second.
GROUP_TAGS = {
    Group.TOTAL: ("",),
    Group.MEN: ("+m+adults", "+m"),
    Group.WOMEN: ("+f+adults", "+f"),
    Group.BOYS: ("+m+children",),
    Group.GIRLS: ("+f+children",),
    Group.CHILDREN: ("+children",),
    Group.ADULTS: ("+adults",),
}


def tags_of(outcome, group):
    """The HXL tags of a figure's column."""
    return [f"#affected+{outcome}{of}" for of in GROUP_TAGS.get(group, ())]


def figures_told(row):
    """{(outcome, group): People} of what a row's cells say, the text's own parts included."""
    stated = {CELLS[name]: row.values[name] for name in CELLS if name in row.values}
    for (outcome, group), people in list(stated.items()):
        if people.from_words:
            row.warn(cell_of(outcome, group), _("Read from words: %(n)s.")
                     % {"n": people.minimum}, "text_parsed")  # fmt: skip
        if group == Group.TOTAL:
            take_parts(row, stated, outcome, people)
    return {key: people for key, people in stated.items() if people.is_known}


def take_parts(row, stated, outcome, people):
    """Parts named in the total's own cell stand in for blank columns, and must not contradict."""
    for name, part in people.parts.items():
        key = (outcome, Group(name))
        column = stated.get(key, NOBODY_KNOWS)
        if not column.is_known:
            stated[key] = part
            if not people.from_words or row.has(cell_of(*key)):
                row.warn(
                    cell_of(outcome, Group.TOTAL),
                    _("The breakdown was read from the text: %(n)s %(group)s.")
                    % {"n": part.minimum, "group": Group(name).label},
                    "breakdown_parsed",
                )
        elif (column.minimum, column.maximum) != (part.minimum, part.maximum):
            row.refuse(cell_of(*key), _("The total's cell says otherwise: %(n)s.")
                       % {"n": part.minimum})  # fmt: skip


def cell_of(outcome, group):
    return str(outcome) if group == Group.TOTAL else f"{outcome}_{group}"


def report_records(incident, source, stated, **fields):
    """A casualty report with its figures; what is unknown gets no figure."""
    report = made(CasualtyReport, incident=incident, source=source, **fields)
    figures = [
        made(
            Figure,
            report=report,
            outcome=outcome,
            group=group,
            minimum=people.minimum,
            maximum=people.maximum,
            qualifier=Qualifier.ABOUT if people.about else Qualifier.EXACT,
        )
        for (outcome, group), people in stated.items()
    ]
    return [report, *figures]

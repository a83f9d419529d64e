"""Which area a row means: by its p-code, or its governorate, district, subdistrict and town."""

from collections import defaultdict
from dataclasses import dataclass

from django.utils.functional import cached_property

from casework.sentences import say as _
from exchange.rows import ERROR, NOTE, WARNING
from places.models import Area, AreaName
from places.spelling import fold, sound

L = Area.Level
TOWNS = (L.COMMUNITY, L.NEIGHBOURHOOD)
ABOVE = (L.GOVERNORATE, L.DISTRICT, L.SUBDISTRICT)
COLUMNS = ("governorate", "district", "subdistrict", "place", "pcode")
LEVELS = {
    "governorate": L.GOVERNORATE,
    "district": L.DISTRICT,
    "subdistrict": L.SUBDISTRICT,
}
SURE = 1  # the score from which two names at least sound the same
AS_GOOD = 0.05  # scores closer than this do not decide between two places
NAMED = 6  # places that a sentence lists


@dataclass(frozen=True)
class Placed:
    """The area, or None, and what to say of it: (severity, column, message, code, facts)."""

    area: object = None
    remarks: tuple = ()


class Gazetteer:
    """Answers for one sheet: each combination of spellings is resolved once.

    Names that are written as we know them are found in memory, since a sheet asks for hundreds;
    only other spellings go to the database's fuzzy search.
    """

    def __init__(self):
        self.known = {}
        self.answers = {}  # {(column, folded text, p-code above): the `Word` somebody answered}

    @cached_property
    def areas(self):
        """{key: area}, each with the areas above it at hand."""
        areas = Area.objects.in_bulk()
        for area in areas.values():
            area.parent = areas.get(area.parent_id)
        return areas

    @cached_property
    def named(self):
        """{folded spelling: areas}."""
        named = defaultdict(list)
        for folded, key in AreaName.objects.values_list("folded", "area").order_by("area__path"):
            if key in self.areas and self.areas[key] not in named[folded]:
                named[folded].append(self.areas[key])
        return named

    @cached_property
    def squeezed(self):
        """{folded spelling without its blanks: areas}: ديرالزور is دير الزور."""
        found = defaultdict(list)
        for folded, areas in self.named.items():
            held = found[folded.replace(" ", "")]
            held += [area for area in areas if area not in held]
        return found

    @cached_property
    def coded(self):
        return {area.pcode: area for area in self.areas.values()}

    def place(self, texts):
        """`texts` maps COLUMNS to what the row says; a column may be missing or blank."""
        key = tuple(texts.get(name, "") for name in COLUMNS)
        if key not in self.known:
            self.known[key] = placed(self, dict(zip(COLUMNS, key, strict=True)))
        return self.known[key]

    def called(self, text, levels, within=None):
        """Areas with exactly this name in any known spelling, or with this p-code."""
        path, folded = (within.path if within else ""), fold(text)
        found = list(self.named.get(folded) or self.squeezed.get(folded.replace(" ", ""), ()))
        code = self.coded.get(text.strip().upper())
        found += [code] if code and code not in found else []
        return [area for area in found if area.level in levels and area.path.startswith(path)]

    def candidates(self, text, levels, within=None):
        """The areas a text can mean: those called exactly so, else those that sound best."""
        exactly = self.called(text, levels, within)
        if exactly:
            return exactly
        areas = Area.objects.within(within) if within else Area.objects.all()
        likely = [hit for hit in areas.search(text, levels=levels) if hit.score >= SURE]
        best = [hit for hit in likely if hit.score > likely[0].score - AS_GOOD]
        # Dimashq sounds like Damascus; “Rif Dimashq” merely holds the word.
        heard = [hit for hit in best if sounds_like(hit, text)]
        return [self.areas.get(hit.pk, hit) for hit in (heard if len(heard) == 1 else best)]

    def answer(self, column, text, above):
        """The `Word` that a person answered; None too where its area is there no longer."""
        found = self.answers.get((column, fold(text), above.pcode if above else ""))
        return None if found and found.means and found.means not in self.coded else found

    def is_called(self, area, text):
        return area is not None and area in self.named.get(fold(text), ())


def sounds_like(area, text):
    heard = sound(fold(text))
    return any(sound(fold(name)) == heard for name in (area.name_en, area.name_ar) if name)


def placed(known, texts):
    if texts["pcode"]:
        return by_code(known, texts)
    remarks, above = [], None
    for name, level in LEVELS.items():
        if texts[name]:
            area, said = part(known, name, texts[name], level, above)
            above = area or above
            remarks += said
    if not texts["place"]:
        if above is None and not remarks:
            remarks.append((ERROR, "place", _("Say where: the place is blank."), "required", {}))
        return Placed(above, tuple(remarks))
    area, said = town(known, texts["place"], above)
    return Placed(area, (*remarks, *said))


def part(known, name, text, level, above):
    """(area or None, remarks) for the column of a larger area."""
    if answer := known.answer(name, text, above):
        return answered(known, answer, name, text, above)
    found = known.candidates(text, [level], above)
    if len(found) == 1:
        return found[0], read_as(known, name, text, found[0], above)
    return None, [doubt_of(name, text, found, above)]


def answered(known, answer, column, text, above):
    """What a person said that the word means: an area, or nothing that is known."""
    area = known.coded.get(answer.means)
    if area is None:
        return above, [unplaced(answer, column, text, above)]
    message = _("Read as %(area)s.") % {"area": area.label}
    return area, [(NOTE, column, message, "read_as", word(text, above, means=area.pcode))]


def unplaced(answer, column, text, above):
    """A word that means no area: what the other columns name stands, if they name any."""
    kept = answer.sense == answer.Sense.TEXT
    facts = word(text, above, kept=kept)
    if above is None and column == "place":
        sentence = _("“%(text)s” is no place that is known, and no larger area is given.")
        return (ERROR, column, sentence % {"text": text}, "unknown_place", facts)
    message = _("Kept as text.") if kept else _("Read as unknown.")
    return (NOTE, column, message, "read_as", facts)


def word(text, above, **facts):
    """What a remark says of the word it is about: see `rows.Row.add`."""
    return {"word": text, "within": above.pcode if above else "", **facts}


def doubt_of(name, text, found, above):
    """A governorate that nobody knows stops the row; a smaller area only is doubted."""
    severity = ERROR if name == "governorate" else WARNING
    sentence = _("There is no %(level)s called “%(text)s” there.")
    if found:
        sentence = _("“%(text)s” can be several areas of the kind “%(level)s”.")
    facts = {"level": LEVELS[name].label, "text": text}
    return (severity, name, sentence % facts, "unknown_place", word(text, above))


def by_code(known, texts):
    """A p-code decides; a name beside it that means another place is a contradiction."""
    area = known.coded.get(texts["pcode"].upper())
    if area is None:
        message = _("There is no place with the p-code %(code)s.") % {"code": texts["pcode"]}
        return Placed(None, ((ERROR, "pcode", message, "unknown_place", {}),))
    chain = {area.level: area} | {above.level: above for above in area.parents()}
    for name in ("place", *LEVELS):
        meant = area if name == "place" else chain.get(LEVELS[name])
        if texts[name] and not known.is_called(meant, texts[name]):
            message = _("The p-code %(code)s is %(area)s, and this says “%(text)s”.") % {
                "code": area.pcode,
                "area": area.label,
                "text": texts[name],
            }
            return Placed(None, ((ERROR, name, message, "contradiction", {}),))
    return Placed(area)


def town(known, text, above):
    """(area, remarks) for the town column: below what the other columns say, or near it."""
    if answer := known.answer("place", text, above):
        return answered(known, answer, "place", text, above)
    named = above
    found = known.candidates(text, TOWNS, above)
    if not found and above is not None and above.level > L.GOVERNORATE:
        wider = above.ancestor(L.GOVERNORATE)
        found = known.candidates(text, TOWNS, wider)
        if len(found) == 1:
            return found[0], [] if lies_in_namesake(known, found[0], above) else [
                mismatch(text, found[0], above)
            ]
        above = wider if found else above
    if not found:
        # “Damascus” in Rural Damascus only sounds like the area that was named already.
        larger = known.candidates(text, ABOVE, above)
        found = [area for area in larger if area != above or known.is_called(area, text)]
    if len(found) == 1:
        said = read_as(known, "place", text, found[0], named)
        return found[0], [*said, *namesakes(known, text, found[0], above, named)]
    if found:
        return above, [ambiguous(text, found, above, named)]
    return None, [unknown(text, above, named)]


def lies_in_namesake(known, area, above):
    """Whether the area lies in another one of the same name: the district for its subdistrict."""
    return any(
        known.is_called(each, name)
        for each in area.parents()
        for name in (above.name_en, above.name_ar)
        if name
    )


def read_as(known, column, text, area, named):
    if known.is_called(area, text) or text.strip().upper() == area.pcode:
        return []
    message = _("Read as %(area)s.") % {"area": area.label}
    return [(NOTE, column, message, "read_as", word(text, named, means=area.pcode))]


def namesakes(known, text, area, above, named):
    """A name that several places bear, told apart by the governorate alone, wants a second look."""
    if above is None or above.level != L.GOVERNORATE:
        return []
    n = len(known.called(text, TOWNS))
    if n < 2:
        return []
    sentence = _("“%(text)s” is the name of %(n)d places; by its governorate it is %(area)s.")
    facts = {"text": text, "n": n, "area": f"{area.label} ({area.pcode})"}
    about = word(text, named, means=area.pcode)
    return [(WARNING, "place", sentence % facts, "ambiguous_place", about)]


def mismatch(text, area, above):
    message = _("The sheet puts “%(text)s” in %(above)s; the gazetteer has it in %(area)s.") % {
        "text": text,
        "above": f"{above} ({above.pcode})",
        "area": f"{area.trail()} ({area.parent.pcode})",
    }
    about = word(text, above, means=area.pcode)
    return (WARNING, "place", message, "subdistrict_mismatch", about)


def ambiguous(text, found, above, named):
    """Kept at the smallest area that is sure; without any, the row is refused."""
    listed = _("; ").join(f"{area.label} ({area.pcode})" for area in found[:NAMED])
    if len(found) > NAMED:
        listed += " …"
    facts = {"text": text, "n": len(found), "listed": listed, "above": above}
    if above is None:
        sentence = _("“%(text)s” is the name of %(n)d places: %(listed)s. Say which.")
        return (ERROR, "place", sentence % facts, "ambiguous_place", word(text, named))
    sentence = _("“%(text)s” is the name of %(n)d places: %(listed)s. Kept at %(above)s.")
    return (WARNING, "place", sentence % facts, "ambiguous_place", word(text, named))


def unknown(text, above, named):
    areas = Area.objects.within(above) if above else Area.objects.all()
    alike = _(", ").join(f"{area} ({area.pcode})" for area in areas.search(text, limit=3))
    sentence = _("There is no place called “%(text)s” there.")
    if alike:
        sentence = _("There is no place called “%(text)s” there. Did you mean %(alike)s?")
    facts = {"text": text, "alike": alike}
    return (ERROR, "place", sentence % facts, "unknown_place", word(text, named))

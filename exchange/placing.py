"""Which area a row means: by its p-code, or its governorate, district, subdistrict and town."""

from collections import defaultdict
from dataclasses import dataclass

from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from exchange.rows import ERROR, NOTE, WARNING
from places.models import Area, AreaName
from places.spelling import fold

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
    """The area, or None, and what to say of it: (severity, column, message, code)."""

    area: object = None
    remarks: tuple = ()


class Gazetteer:
    """Answers for one sheet: each combination of spellings is resolved once.

    Names that are written as we know them are found in memory, since a sheet asks for hundreds;
    only other spellings go to the database's fuzzy search.
    """

    def __init__(self):
        self.known = {}

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
        path = within.path if within else ""
        found = list(self.named.get(fold(text), ()))
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
        return [
            self.areas.get(hit.pk, hit) for hit in likely if hit.score > likely[0].score - AS_GOOD
        ]

    def is_called(self, area, text):
        return area is not None and area in self.named.get(fold(text), ())


def placed(known, texts):
    if texts["pcode"]:
        return by_code(known, texts)
    remarks, above = [], None
    for name, level in LEVELS.items():
        if texts[name]:
            found = known.candidates(texts[name], [level], above)
            above = found[0] if len(found) == 1 else above
            remarks += doubts_of(name, texts[name], found)
    if not texts["place"]:
        if above is None and not remarks:
            remarks.append((ERROR, "place", _("Say where: the place is blank."), "required"))
        return Placed(above, tuple(remarks))
    area, said = town(known, texts["place"], above)
    return Placed(area, (*remarks, *said))


def doubts_of(name, text, found):
    """A governorate that nobody knows stops the row; a smaller area only is doubted."""
    if len(found) == 1:
        return []
    severity = ERROR if name == "governorate" else WARNING
    sentence = _("There is no %(level)s called “%(text)s” there.")
    if found:
        sentence = _("“%(text)s” can be several areas of the kind “%(level)s”.")
    facts = {"level": LEVELS[name].label, "text": text}
    return [(severity, name, sentence % facts, "unknown_place")]


def by_code(known, texts):
    """A p-code decides; a name beside it that means another place is a contradiction."""
    area = known.coded.get(texts["pcode"].upper())
    if area is None:
        message = _("There is no place with the p-code %(code)s.") % {"code": texts["pcode"]}
        return Placed(None, ((ERROR, "pcode", message, "unknown_place"),))
    chain = {area.level: area} | {above.level: above for above in area.parents()}
    for name in ("place", *LEVELS):
        meant = area if name == "place" else chain.get(LEVELS[name])
        if texts[name] and not known.is_called(meant, texts[name]):
            message = _("The p-code %(code)s is %(area)s, and this says “%(text)s”.") % {
                "code": area.pcode,
                "area": area.label,
                "text": texts[name],
            }
            return Placed(None, ((ERROR, name, message, "contradiction"),))
    return Placed(area)


def town(known, text, above):
    """(area, remarks) for the town column: below what the other columns say, or near it."""
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
        found = known.candidates(text, ABOVE, above)
    if len(found) == 1:
        return found[0], [*read_as(known, text, found[0]), *namesakes(known, text, found[0], above)]
    return (above, [ambiguous(text, found, above)]) if found else (None, [unknown(text, above)])


def lies_in_namesake(known, area, above):
    """Whether the area lies in another one of the same name: the district for its subdistrict."""
    return any(
        known.is_called(each, name)
        for each in area.parents()
        for name in (above.name_en, above.name_ar)
        if name
    )


def read_as(known, text, area):
    if known.is_called(area, text):
        return []
    message = _("Read as %(area)s.") % {"area": area.label}
    return [(NOTE, "place", message, "read_as")]


def namesakes(known, text, area, above):
    """A name that several places bear, told apart by the governorate alone, wants a second look."""
    if above is None or above.level != L.GOVERNORATE:
        return []
    n = len(known.called(text, TOWNS))
    if n < 2:
        return []
    sentence = _("“%(text)s” is the name of %(n)d places; by its governorate it is %(area)s.")
    facts = {"text": text, "n": n, "area": f"{area.label} ({area.pcode})"}
    return [(WARNING, "place", sentence % facts, "ambiguous_place")]


def mismatch(text, area, above):
    message = _("The sheet puts “%(text)s” in %(above)s; the gazetteer has it in %(area)s.") % {
        "text": text,
        "above": f"{above} ({above.pcode})",
        "area": f"{area.trail()} ({area.parent.pcode})",
    }
    return (WARNING, "place", message, "subdistrict_mismatch")


def ambiguous(text, found, above):
    """Kept at the smallest area that is sure; without any, the row is refused."""
    listed = "; ".join(f"{area.label} ({area.pcode})" for area in found[:NAMED])
    if len(found) > NAMED:
        listed += " …"
    facts = {"text": text, "n": len(found), "listed": listed, "above": above}
    if above is None:
        sentence = _("“%(text)s” is the name of %(n)d places: %(listed)s. Say which.")
        return (ERROR, "place", sentence % facts, "ambiguous_place")
    sentence = _("“%(text)s” is the name of %(n)d places: %(listed)s. Kept at %(above)s.")
    return (WARNING, "place", sentence % facts, "ambiguous_place")


def unknown(text, above):
    areas = Area.objects.within(above) if above else Area.objects.all()
    alike = _(", ").join(f"{area} ({area.pcode})" for area in areas.search(text, limit=3))
    sentence = _("There is no place called “%(text)s” there.")
    if alike:
        sentence = _("There is no place called “%(text)s” there. Did you mean %(alike)s?")
    return (ERROR, "place", sentence % {"text": text, "alike": alike}, "unknown_place")

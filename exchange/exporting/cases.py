"""Cases leave as plain rows of the database, not as models: a hundred thousand in seconds.

Which records leave is asked once, and the database keeps the answer. They are then read some
hundred at a time. A case that changed while it and what hangs on it were read is read again, so
the two always belong together.
"""

from itertools import islice

from exchange.exporting import among  # noqa: F401 - registers `among`
from exchange.exporting.columns import is_plain, renderer
from exchange.exporting.layouts import AT_ONCE, Layout, known_again
from exchange.placing import ABOVE
from places.models import Area

ALWAYS = ("pk", "place_id", "version")
PATIENCE = 5  # times that a case in the middle of changing is read again


class Leaving:
    """A case on its way out: its plain fields as a named tuple, its place, and its records."""

    __slots__ = ("case", "parts", "place")

    def __init__(self, case, place):
        self.case = case
        self.place = place
        self.parts = {}


class CaseLayout(Layout):
    """A shape of cases: `PARTS` names the readers of records under the cases of one batch.

    Such a reader gets {key: Leaving} and puts what it read under its name into each one's `parts`.
    """

    parts = {}

    def __init__(self, resource, language=""):
        super().__init__(resource, language)
        self.places = Places()

    def visible(self):
        """The cases that this person may see, as the database has them."""
        return self.resource.model.objects.visible_to(self.by)

    def records(self, params):
        return self.resource.filtered(self.visible(), params)

    def batches(self, records, columns):
        fields = [*ALWAYS, *sorted({f for c in columns for f in c.fields} - set(ALWAYS))]
        wanted = {name for column in columns for name in column.parts}
        keys = records.values_list("pk", flat=True).iterator(chunk_size=AT_ONCE)  # a cursor there
        while chunk := list(islice(keys, AT_ONCE)):
            found = self.gathered(chunk, fields, wanted)
            yield len(chunk), list(self.rows(found, self.writers(columns, fields)))

    def gathered(self, keys, fields, wanted):
        """Those of the cases that may still be seen, in the order of the keys, with their parts."""
        found = self.read(keys, fields, wanted)
        for _again in range(PATIENCE):
            moved = self.moved(found)
            if not moved:
                break
            for key in moved:
                del found[key]
            found |= self.read(moved, fields, wanted)
        return [found[key] for key in keys if key in found]

    def read(self, keys, fields, wanted):
        """{key: Leaving} with the wanted parts."""
        rows = self.visible().filter(pk__among=keys).order_by().values_list(*fields, named=True)
        found = {row[0]: Leaving(row, self.places[row[1]]) for row in rows}
        for name in sorted(wanted):
            self.parts[name](self, found)
        return found

    def moved(self, found):
        """The keys of those that changed, or went out of sight, since they were read."""
        now = self.visible().filter(pk__among=found).order_by().values_list("pk", "version")
        versions = dict(now)
        return [key for key, each in found.items() if versions.get(key) != each.case[2]]

    def rows(self, leaving, writers):
        """The rows of some cases; usually one each."""
        return ([write(each) for write in writers] for each in leaving)

    def writers(self, columns, fields):
        return [self.writer(column, fields) for column in columns]

    def writer(self, column, fields):
        """The function from a Leaving to the cell."""
        if column.read is not None:
            read = column.read
            if column.widget is None:
                return read
            render = renderer(column.widget, self.language)
            return lambda leaving: render(read(leaving))
        place = fields.index(column.fields[0])
        if is_plain(column.widget, self.language):
            return lambda leaving: leaving.case[place]
        render = renderer(column.widget, self.language)
        return lambda leaving: render(leaving.case[place])


class ReturningLayout(CaseLayout):
    """A shape of cases that is the importer's own: what it writes is read back as unchanged."""

    comes_back = True

    def headers(self, columns):
        return known_again(self.resource, super().headers(columns), columns)


class LinedLayout(CaseLayout):
    """A shape with several rows for a case; the case's own cells are written once and repeat."""

    def lines_of(self, leaving):
        """What the columns `per_line` read, one for each row of the case."""
        raise NotImplementedError

    def writers(self, columns, fields):
        return [(column.per_line, self.writer(column, fields)) for column in columns]

    def rows(self, leaving, writers):
        for each in leaving:
            own = [None if per_line else write(each) for per_line, write in writers]
            for line in self.lines_of(each):
                yield [
                    write(line) if per_line else cell
                    for (per_line, write), cell in zip(writers, own, strict=True)
                ]


# ---------------------------------------------------------------- places


class Place:
    """An area with those above it: names, codes and points by level."""

    __slots__ = ("level", "levels")

    def __init__(self, levels):
        self.levels = levels
        self.level = max(levels)

    def name(self, level, language=""):
        """The name at a level, in Arabic where it was asked for; "" where there is none."""
        area = self.levels.get(level)
        return area.named(language) if area else ""

    def code(self, level):
        area = self.levels.get(level)
        return area.pcode if area else ""

    @property
    def area(self):
        return self.levels[self.level]


class Places(dict):
    """{key of an area: Place}; the gazetteer is read once for a file."""

    def __missing__(self, key):
        if not self:
            self.read()
        return self[key]

    def read(self):
        areas = Area.objects.in_bulk()
        for key, area in areas.items():
            levels = {}
            while area is not None:
                levels[area.level] = NamedArea(area)
                area = areas.get(area.parent_id)
            self[key] = Place(levels)


class NamedArea:
    """What files say of an area."""

    __slots__ = ("latitude", "longitude", "name_ar", "name_en", "pcode")

    def __init__(self, area):
        for name in self.__slots__:
            setattr(self, name, getattr(area, name))

    def named(self, language):
        first, second = self.name_en, self.name_ar
        if language == "ar":
            first, second = second, first
        return first or second


def place_readers(language):
    """{column: (what it reads)} of the importer's columns for a place."""
    towns = (Area.Level.NEIGHBOURHOOD, Area.Level.COMMUNITY)
    governorate, district, subdistrict = ABOVE
    return {
        "governorate": lambda each: each.place.name(governorate, language),
        "district": lambda each: each.place.name(district, language),
        "subdistrict": lambda each: each.place.name(subdistrict, language),
        "place": lambda each: each.place.area.named(language) if each.place.level in towns else "",
        "pcode": lambda each: each.place.area.pcode,
    }

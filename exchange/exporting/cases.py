"""Cases leave as plain rows of the database, not as models: a hundred thousand in seconds.

Which records leave is asked once. They are then read some thousand at a time, each time in one
short transaction that sees one moment: a case and what hangs on it always belong together.
"""

from contextlib import contextmanager
from itertools import islice

from django.db import connection, transaction

from exchange.exporting.columns import renderer
from exchange.exporting.layouts import AT_ONCE, Layout, known_again
from exchange.placing import ABOVE
from places.models import Area

ALWAYS = ("pk", "place_id")


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
        keys = iter(list(records.values_list("pk", flat=True)))
        while chunk := list(islice(keys, AT_ONCE)):
            with one_moment():
                found = self.gathered(chunk, fields, wanted)
            yield len(chunk), list(self.rows(found, self.writers(columns, fields)))

    def gathered(self, keys, fields, wanted):
        """Those of the cases that may still be seen, in the order of the keys, with their parts."""
        rows = self.visible().filter(pk__in=keys).order_by().values_list(*fields, named=True)
        found = {row[0]: Leaving(row, self.places[row[1]]) for row in rows}
        for name in sorted(wanted):
            self.parts[name](self, found)
        return [found[key] for key in keys if key in found]

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
        place, render = fields.index(column.fields[0]), renderer(column.widget, self.language)
        return lambda leaving: render(leaving.case[place])


class ReturningLayout(CaseLayout):
    """A shape of cases that is the importer's own: what it writes is read back as unchanged."""

    comes_back = True

    def headers(self, columns):
        return known_again(self.resource, super().headers(columns), columns)


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


@contextmanager
def one_moment():
    """What is read inside is of one moment; inside a wider transaction, of that one's."""
    if connection.in_atomic_block:
        yield
        return
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield

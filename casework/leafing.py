"""A list leaf by leaf: what follows a row is found by the row's place in the order, not its number.

A hundred thousand rows are leafed through as fast as a hundred: no leaf reads those before it, and
nothing is counted past `MOST_COUNTED`. The address says behind or before which place one looks, so
that it can be kept and sent, and a row that comes in meanwhile pushes none onto another leaf.
"""

from dataclasses import dataclass, field
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.db.models import F, Q

MOST_COUNTED = 10_000
AFTER, BEFORE = "after", "before"
OF_LEAF = (AFTER, BEFORE)
MOST_AT_ONCE = 200  # cases in one act: more than a person has looked at is no choice
END = "end"  # `?before=end` is the last leaf
BETWEEN = "~"


class Count(NamedTuple):
    """How many there are, counted up to `MOST_COUNTED`; `is_more` says that it stopped there."""

    number: int
    is_more: bool


class Key(NamedTuple):
    """One part of an order. Null, where there may be one, comes last in either direction.

    What is `reckoned` for each row stands in no table, so no index finds it.
    """

    name: str
    falls: bool
    field: object
    nullable: bool
    reckoned: bool

    def order(self, *, back):
        falls, by = self.falls != back, F(self.name)
        if not self.nullable:  # an index that knows no null is followed by this alone
            return by.desc() if falls else by.asc()
        nulls = {"nulls_first": True} if back else {"nulls_last": True}
        return by.desc(**nulls) if falls else by.asc(**nulls)

    def equals(self, value):
        return Q(**{f"{self.name}__isnull": True} if value is None else {self.name: value})

    def past(self, value, *, back, here=False):
        """What comes later in the order than the value, or earlier; with it where `here`."""
        if value is None:
            return Q(**{f"{self.name}__isnull": False}) if back else Q(pk__in=[])
        beyond = "lt" if self.falls != back else "gt"
        later = Q(**{f"{self.name}__{beyond}{'e' if here else ''}": value})
        return later | Q(**{f"{self.name}__isnull": True}) if self.nullable and not back else later


@dataclass
class Leaf:
    """Some rows of a list, and the places before and after them ("" where nothing is there).

    `start` is how many rows come before the first, None where they are more than are counted.
    """

    count: Count
    keys: list
    start: int | None = 0
    before: str = ""
    after: str = ""
    rows: list = field(default_factory=list)

    def __iter__(self):
        return iter(self.rows)

    @property
    def first(self):
        return self.start + 1

    @property
    def last(self):
        return self.start + len(self.keys)

    def fill(self, cases):
        """Read the rows with all that the page shows of them."""
        found = cases.in_bulk(self.keys)
        self.rows = [found[key] for key in self.keys if key in found]
        return self


def counted(rows):
    found = rows.order_by().values("pk")[: MOST_COUNTED + 1].count()
    return Count(min(found, MOST_COUNTED), found > MOST_COUNTED)


def leaf_of(rows, params, size):
    """The leaf of an ordered queryset that the query string asks for, to be filled.

    The order must end with what is of each row alone. A place that cannot be read is the beginning.
    """
    keys = keys_of(rows)
    back = AFTER not in params and BEFORE in params
    said = params.get(BEFORE if back else AFTER, "")
    place = place_in(keys, said)
    back = back and (place is not None or said == END)
    found = some(rows, keys, place, size, back=back)
    if back and len(found) <= size:
        place, back = None, False
        found = some(rows, keys, None, size, back=False)
    further, found = len(found) > size, found[:size]
    if back:
        found.reverse()
    leaf = Leaf(counted(rows), [pk for pk, *_place in found])
    if found and (place is not None or back):
        place = found[0][1:]
        passed = counted(past(*before(rows, keys, place), place, back=True))
        leaf.start = None if passed.is_more else passed.number
        leaf.before = said_of(place) if leaf.start != 0 else ""
    if found and (said != END if back else further):
        leaf.after = said_of(found[-1][1:])
    return leaf


def keys_of(rows):
    """The order of a queryset as Keys."""
    return [key_of(rows.query.clone(), part) for part in rows.query.order_by]


def key_of(query, part):
    if isinstance(part, str):
        name, falls = part.removeprefix("-"), part.startswith("-")
    else:
        name, falls = part.expression.name, part.descending
    column = F(name).resolve_expression(query).output_field
    reckoned = name in query.annotations
    return Key(name, falls, column, reckoned or column.null, reckoned)


def some(rows, keys, place, size, *, back):
    """One row more than a leaf has: (key of the row, its place in the order).

    What has no value to begin with comes last: where others fill the leaf, they alone are asked,
    which an index on that value answers.
    """
    if place is not None and back:
        return first(*before(rows, keys, place), place, size, back=True)
    head = keys[0]
    if head.nullable and not head.reckoned and not back and (place is None or place[0] is not None):
        found = first(*known(rows, keys), place, size, back=False)
        if len(found) > size:
            return found
    return first(rows, keys, place, size, back=back)


def before(rows, keys, place):
    """Rows among which are all that come before a place, and their order: what has no value to
    begin with comes before none that has one."""
    return known(rows, keys) if keys[0].nullable and place[0] is not None else (rows, keys)


def known(rows, keys):
    """The rows that have a value to begin with, and their order, which knows no null there."""
    head, *rest = keys
    return rows.filter(**{f"{head.name}__isnull": False}), [head._replace(nullable=False), *rest]


def first(rows, keys, place, size, *, back):
    if place is not None:
        rows = past(rows, keys, place, back=back)
    ordered = rows.order_by(*[key.order(back=back) for key in keys])
    return list(ordered.values_list("pk", *[key.name for key in keys])[: size + 1])


def past(rows, keys, place, *, back):
    """The rows after a place in the order, or before it."""
    later, same = Q(pk__in=[]), Q()
    for key, value in zip(keys, place, strict=True):
        later |= same & key.past(value, back=back)
        same &= key.equals(value)
    if not keys[0].nullable:  # says no more than the rest, in a form that an index can follow
        rows = rows.filter(keys[0].past(place[0], back=back, here=True))
    return rows.filter(later)


# ---------------------------------------------------------------- a place in the address


def said_of(place):
    return BETWEEN.join("" if value is None else as_text(value) for value in place)


def as_text(value):
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def place_in(keys, said):
    """The place that an address names; None where it names none."""
    parts = said.split(BETWEEN)
    if len(parts) != len(keys):
        return None
    if any(not part and not key.nullable for key, part in zip(keys, parts, strict=True)):
        return None
    try:
        return [
            key.field.to_python(part) if part else None
            for key, part in zip(keys, parts, strict=True)
        ]
    except (ValidationError, ValueError, OverflowError):
        return None

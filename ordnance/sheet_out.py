"""Tickets leave: a row for each item, or for each disposal of it; the ticket's cells repeat.

The shape “everything” is the importer's own sheet, and what it writes is read back as unchanged.
"""

from collections import defaultdict
from dataclasses import replace

from accounts.models import User
from exchange.exporting.cases import LinedLayout, ReturningLayout, place_readers
from exchange.exporting.columns import of_column
from exchange.exporting.layouts import SHEETS, WholeLayout
from incidents.models import Incident
from ordnance.models import Disposal, Item

PLACES = ("governorate", "district", "subdistrict", "place")
FROM_ITEM = "item_"
FROM_DISPOSAL = "disposal_"
OF_THE_TICKET = ("item_handled",)  # begins like a column of an item


class Line:
    """One row of a ticket: its item and disposal with their numbers, None where there is none."""

    __slots__ = ("disposal", "disposal_number", "item", "item_number")

    def __init__(self, item=None, item_number=None, disposal=None, disposal_number=None):
        self.item, self.item_number = item, item_number
        self.disposal, self.disposal_number = disposal, disposal_number


class WholeTickets(LinedLayout, ReturningLayout):
    """The importer's own sheet of tickets."""

    name = "full"
    title = WholeLayout.title
    says = WholeLayout.says
    forms = (*SHEETS, "json", "jsonl")

    def lines_of(self, leaving):
        return lines_of(leaving)

    def columns(self):
        return [self.column(each) for each in self.resource.readable_columns()]

    def column(self, column):
        name = column.column_name
        out = of_column(column)
        if reader := place_readers(self.language).get(name):
            return replace(out, read=reader, mates=("pcode",) if name in PLACES else ())
        if name in READERS:
            return replace(out, **READERS[name])
        if name not in OF_THE_TICKET and name.startswith((FROM_ITEM, FROM_DISPOSAL)):
            return replace(out, **record_reader(name))
        return replace(out, mates=MATES.get(name, ()))


def lines_of(ticket):
    """The rows of a ticket, at least one."""
    items = ticket.parts.get("items", ())
    for number, item in enumerate(items, 1):
        disposals = ticket.parts["disposals"].get(item.pk, ())
        for place, disposal in enumerate(disposals, 1):
            yield Line(item, number, disposal, place)
        if not disposals:
            yield Line(item, number)
    if not items:
        yield Line()


# ---------------------------------------------------------------- records under many tickets


def read_items(layout, found):
    """Items and, under the key of each, their disposals; both in the order of their numbers."""
    items = Item.objects.filter(ticket__pk__among=found).order_by("created_at", "id")
    by_ticket = defaultdict(list)
    for item in items.values_list(*item_fields(), named=True):
        by_ticket[item.ticket_id].append(item)
    disposals = disposals_under([item.pk for items in by_ticket.values() for item in items])
    for key, ticket in found.items():
        ticket.parts["items"] = by_ticket.get(key, ())
        ticket.parts["disposals"] = disposals


def disposals_under(items):
    """{key of an item: its disposals}."""
    by_item = defaultdict(list)
    rows = Disposal.objects.filter(item__pk__among=items).order_by("done_at", "id")
    for disposal in rows.values_list(*plain_fields(Disposal), "team__name", named=True):
        by_item[disposal.item_id].append(disposal)
    return by_item


def item_fields():
    return (*plain_fields(Item), "pk", "munition__designation", "munition__subcategory")


def plain_fields(model):
    return [field.attname for field in model._meta.concrete_fields]


def read_incidents(layout, found):
    """The number of the incident that left it; one that this person may not see is not named."""
    keys = {ticket.case.incident_id for ticket in found.values()} - {None}
    seen = Incident.objects.visible_to(layout.by).filter(pk__among=keys).order_by()
    refs = dict(seen.values_list("pk", "ref"))
    for ticket in found.values():
        ticket.parts["incident"] = refs.get(ticket.case.incident_id, "")


def read_leaders(layout, found):
    keys = {ticket.case.leader_id for ticket in found.values()} - {None}
    people = User.objects.in_bulk(keys)
    for ticket in found.values():
        ticket.parts["leader"] = str(people.get(ticket.case.leader_id, ""))


PARTS = {"items": read_items, "incident": read_incidents, "leader": read_leaders}
WholeTickets.parts = PARTS


# ---------------------------------------------------------------- cells


def record_reader(name):
    """How a column item_… or disposal_… is read from a line; blank where the line has none."""
    source = "item" if name.startswith(FROM_ITEM) else "disposal"
    field = name.removeprefix(f"{source}_")

    def read(line):
        record = getattr(line, source)
        return None if record is None else getattr(record, field)

    mates = ("item",) if source == "item" else ("item", "disposal", *TOGETHER)
    return {"read": read, "parts": ("items",), "per_line": True, "mates": mates}


# A disposal is read back only as a whole.
TOGETHER = tuple(
    f"disposal_{name}" for name in ("method", "quantity", "from_store", "done_at", "note", "team")
)
ON_A_LINE = {"parts": ("items",), "per_line": True}
READERS = {
    "item": {"read": lambda line: line.item_number, **ON_A_LINE},
    "disposal": {
        "read": lambda line: line.disposal_number,
        "mates": ("item", *TOGETHER),
        **ON_A_LINE,
    },
    "munition": {
        "read": lambda line: (line.item and line.item.munition__designation) or "",
        "mates": ("item", "item_category", "item_written"),
        **ON_A_LINE,
    },
    "disposal_team": {
        "read": lambda line: (line.disposal and line.disposal.team__name) or "",
        "mates": ("item", "disposal", *TOGETHER),
        **ON_A_LINE,
    },
    "incident": {
        "read": lambda ticket: ticket.parts["incident"],
        "fields": ("incident_id",),
        "parts": ("incident",),
    },
    "team": {"read": lambda ticket: ticket.case.team__name or "", "fields": ("team__name",)},
    "leader": {
        "read": lambda ticket: ticket.parts["leader"],
        "fields": ("leader_id",),
        "parts": ("leader",),
    },
}
MATES = {"latitude": ("longitude",), "longitude": ("latitude",)}

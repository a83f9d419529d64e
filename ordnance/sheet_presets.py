"""Shapes in which tickets leave for others: spot tasks as mine action counts them, a map's points.

The columns of a spot task are those of domain notes A3, named as IMSMA's forms name them. Exact
points leave only with those whom the field policy lets have them; for all others the community
stands for the place.
"""

from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext_lazy as _

from exchange import widgets
from exchange.exporting.cases import CaseLayout, LinedLayout, place_readers
from exchange.exporting.columns import OutColumn
from exchange.exporting.points import point_columns
from ordnance.choices import Status
from ordnance.models import Disposal, Item, Sighting, Ticket
from ordnance.sheet_out import PARTS, READERS, WholeTickets, lines_of

ITEMS = {"parts": ("items",), "per_line": True}


def choices_of(model, name):
    return widgets.ChoiceCell(model._meta.get_field(name).choices)


def of_ticket(name, field, widget=None, **options):
    """A column of one field of the ticket."""
    given = {
        "label": Ticket._meta.get_field(field).verbose_name,
        "widget": widget or widgets.TextCell(),
        "fields": (field,),
        "reads": ((Ticket, field),),
    }
    return OutColumn(name, **(given | options))


def of_place(name, label, read):
    return OutColumn(name, label, read, reads=((Ticket, "place"),))


def of_item(name, field, widget=None):
    return of_record(name, "item", Item, field, widget)


def of_disposal(name, field, widget=None):
    return of_record(name, "disposal", Disposal, field, widget)


def of_record(name, part, model, field, widget):
    """A column of the row's item or disposal; blank in a row without one."""

    def read(line):
        record = getattr(line, part)
        return None if record is None else getattr(record, field)

    label = model._meta.get_field(field).verbose_name
    return OutColumn(name, label, read, widget, reads=((model, field),), **ITEMS)


def read_channels(layout, found):
    """How each ticket first reached us."""
    first = Sighting.objects.filter(ticket=OuterRef("pk")).order_by("seen_at", "id")
    rows = Ticket.objects.filter(pk__among=found).order_by()
    channels = dict(rows.values_list("pk", Subquery(first.values("channel")[:1])))
    for key, leaving in found.items():
        leaving.parts["channel"] = channels.get(key) or ""


class SpotTasks(LinedLayout):
    """One row for each item of a ticket, or each disposal of it, as a mine action centre asks."""

    name = "imsma"
    title = _("Spot tasks, IMSMA-like")
    says = _("A row for each item or disposal, under the names that mine action centres use.")
    parts = PARTS | {"channel": read_channels}

    def lines_of(self, leaving):
        return lines_of(leaving)

    def columns(self):
        return [*self.task(), *self.where(), *self.items(), *self.outcome()]

    def task(self):
        day, moment = widgets.DateCell(), widgets.MomentCell()
        incident = READERS["incident"]
        return [
            of_ticket("task_id", "ref"),
            OutColumn("organisation", _("organisation"),
                      lambda e: e.case.organisation__name_en, fields=("organisation__name_en",),
                      reads=((Ticket, "organisation"),)),
            OutColumn("team", _("team"), lambda e: e.case.team__name or "",
                      fields=("team__name",), reads=((Ticket, "team"),)),
            of_ticket("status", "status", choices_of(Ticket, "status")),
            of_ticket("priority", "priority", choices_of(Ticket, "priority")),
            of_ticket("date_reported", "reported_at", moment),
            of_ticket("date_start", "work_started_at", moment),
            of_ticket("date_end", "work_ended_at", moment),
            OutColumn("reported_by", _("how it reached us"), lambda e: e.parts["channel"],
                      choices_of(Sighting, "channel"), parts=("channel",),
                      reads=((Sighting, "channel"),)),
            OutColumn("linked_incident", _("incident that left it"),
                      reads=((Ticket, "incident"),), **incident),
            of_ticket("next_visit", "next_visit_on", day),
        ]  # fmt: skip

    def where(self):
        names = ("latitude", "longitude", "location_precision", "location_of")
        levels = [(f"admin{n}", level_reader(n, self.language)) for n in (1, 2, 3)]
        place = place_readers(self.language)
        return [
            *[of_place(name, name, read) for name, read in levels],
            of_place("admin4", _("place"), place["place"]),
            of_place("pcode", _("p-code"), place["pcode"]),
            OutColumn("geo_safe", _("safe to record the point"),
                      lambda e: not e.case.location_unsafe, widgets.YesNoCell(),
                      fields=("location_unsafe",), reads=((Ticket, "location_unsafe"),)),
            *point_columns(Ticket, self.by, names),
            of_ticket("land_use", "land_use", choices_of(Ticket, "land_use")),
            of_ticket("people_at_risk", "people_at_risk", widgets.WholeCell()),
        ]  # fmt: skip

    def items(self):
        model = ((Item, "munition"),)
        yes_no = widgets.YesNoCell()
        return [
            OutColumn("item_no", _("item"), lambda line: line.item_number, **ITEMS),
            of_item("item_category", "category", choices_of(Item, "category")),
            OutColumn("item_subcategory", _("subcategory"), subcategory_of, reads=model, **ITEMS),
            OutColumn("item_model", _("model"), READERS["munition"]["read"], reads=model, **ITEMS),
            of_item("item_as_reported", "written"),
            of_item("identification", "certainty", choices_of(Item, "certainty")),
            of_item("item_state", "state", choices_of(Item, "state")),
            of_item("quantity_reported", "quantity_reported"),
            of_item("quantity_found", "quantity_found"),
            of_item("condition", "condition", choices_of(Item, "condition")),
            of_item("situation", "burial", choices_of(Item, "burial")),
            of_item("depth_cm", "depth_cm"),
            of_item("fuzed", "fuzed", yes_no),
            of_item("armed", "armed", yes_no),
        ]

    def outcome(self):
        return [
            of_disposal("disposal_method", "method", choices_of(Disposal, "method")),
            of_disposal("quantity_disposed", "quantity"),
            of_disposal("date_disposed", "done_at", widgets.MomentCell()),
            OutColumn("disposed_by", _("disposal team"), READERS["disposal_team"]["read"],
                      reads=((Disposal, "team"),), **ITEMS),
            of_ticket("outcome", "outcome", choices_of(Ticket, "outcome")),
            of_ticket("marking", "marking", choices_of(Ticket, "marking")),
            of_ticket("damage_caused", "damage_caused", widgets.YesNoCell()),
            of_ticket("community_informed", "community_informed", widgets.YesNoCell()),
            OutColumn("quality_checked", _("closed by a second person"),
                      lambda e: e.case.status == Status.CLOSED, widgets.YesNoCell(),
                      fields=("status",), reads=((Ticket, "status"),)),
        ]  # fmt: skip


def subcategory_of(line):
    return (line.item and line.item.munition__subcategory) or ""


def level_reader(level, language):
    return lambda each: each.place.name(level, language)


class MappedTickets(CaseLayout):
    """Points for a map, each with the facts that a map shows."""

    name = "geojson"
    title = _("Points for a map")
    says = _("Exact points only where you may see them; else the centre of the place, said so.")
    forms = ("geojson",)
    parts = PARTS

    def columns(self):
        place = place_readers(self.language)
        return [
            *point_columns(Ticket, self.by),
            of_ticket("ref", "ref"),
            of_ticket("reported_at", "reported_at", widgets.MomentCell()),
            of_ticket("status", "status", choices_of(Ticket, "status")),
            of_ticket("priority", "priority", choices_of(Ticket, "priority")),
            of_place("governorate", _("governorate"), place["governorate"]),
            of_place("place", _("place"), place["place"]),
            of_place("pcode", _("p-code"), place["pcode"]),
            OutColumn("items", _("items"), items_in_short, parts=("items",),
                      reads=((Item, "category quantity_found"),)),
            of_ticket("outcome", "outcome", choices_of(Ticket, "outcome")),
        ]  # fmt: skip


def items_in_short(leaving):
    """Categories and how many were found: “submunition: 4; mortar: unknown”."""
    return "; ".join(
        f"{item.category}: {'unknown' if item.quantity_found is None else item.quantity_found}"
        for item in leaving.parts["items"]
    )


SHAPES = (WholeTickets, SpotTasks, MappedTickets)

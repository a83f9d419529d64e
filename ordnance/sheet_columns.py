"""The columns of a sheet of tickets: their order, their families, those of items and disposals."""

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy

from exchange import widgets
from exchange.case_columns import NUMBERS, WHERE
from exchange.columns import Column, column_for
from ordnance.models import Ticket

# What steps set is shown to readers and ignored when it comes back.
SHOWN_ONLY = [
    "priority",
    "team",
    "leader",
    "due_at",
    "arrived_at",
    "marking",
    "next_visit_on",
    "actual_cordon_m",
    "hold_reason",
    "review_on",
    "cancel_reason",
    "outcome",
    "work_started_at",
    "work_ended_at",
    "damage_caused",
    "community_informed",
]
ITEM = [
    "category",
    "written",
    "certainty",
    "state",
    "quantity_reported",
    "quantity_found",
    "condition",
    "burial",
    "depth_cm",
    "fuzed",
    "armed",
]
DISPOSAL = ["method", "quantity", "from_store", "done_at", "note"]
ORDER = (
    "ref version status external_id title reported_at governorate district subdistrict place "
    "pcode site_name coordinates latitude longitude geo_precision location_unsafe incident "
    "description access_route land_use distance_to_people people_at_risk children_near "
    "item_handled accident_happened blocks_service chemical_suspected "
    + " ".join(SHOWN_ONLY)
    + " item munition " + " ".join(f"item_{name}" for name in ITEM)
    + " disposal " + " ".join(f"disposal_{name}" for name in DISPOSAL) + " disposal_team"
).split()  # fmt: skip
HEADERS = {
    "item_category": (
        *("نوع الجسم", "category", "النوع", "item type", "uxo type", "ordnance type"),
        *("type of uxo", "type of ordnance", "نوع المخلف", "نوع الذخيرة"),
    ),
    "item_written": ("as reported", "كما ورد", "object", "الجسم"),
    "item_quantity_reported": (
        *("quantity", "العدد المبلغ", "qty", "number of items", "no of items", "count", "الكمية"),
        *("العدد", "عدد القطع"),
    ),
    "item_quantity_found": ("found", "العدد الموجود", "quantity found", "qty found"),
    "item_depth_cm": ("depth cm", "depth (cm)", "العمق سم", "العمق (سم)"),
    "disposal_method": ("method", "طريقة التخلص", "disposal method", "طريقة الإتلاف"),
    "disposal_quantity": ("disposed", "العدد المتلف"),
    "disposal_done_at": ("disposed at", "تاريخ التخلص", "disposal date", "تاريخ الإتلاف"),
}


PARTS = {"item": gettext_lazy("item"), "disposal": gettext_lazy("disposal")}

FAMILIES = (
    NUMBERS,
    (gettext_lazy("What was reported"), ("reported_at", "description", "incident")),
    WHERE,
    (
        gettext_lazy("The ground and the people"),
        (
            *("location_unsafe", "access_route", "land_use", "distance_to_people"),
            *("people_at_risk", "children_near", "item_handled", "accident_happened"),
            *("blocks_service", "chemical_suspected"),
        ),
    ),
    (gettext_lazy("Items"), ["item", "munition", *(f"item_{name}" for name in ITEM)]),
    (
        gettext_lazy("Disposals"),
        ["disposal", *(f"disposal_{name}" for name in DISPOSAL), "disposal_team"],
    ),
)


def part_columns(model, prefix, names):
    """Columns of a record under a ticket: item_state, disposal_method, …"""
    return {
        f"{prefix}_{name}": column_for(
            model._meta.get_field(name),
            attribute=None,
            column_name=f"{prefix}_{name}",
            names=HEADERS.get(f"{prefix}_{name}", ()),
            label=format_lazy(
                "{}: {}", model._meta.verbose_name, model._meta.get_field(name).verbose_name
            ),
        )
        for name in names
    }


def shown_columns():
    return {name: column_for(Ticket._meta.get_field(name), readonly=True) for name in SHOWN_ONLY}


def counter(name, label):
    return Column(column_name=name, widget=widgets.WholeCell(), label=label)

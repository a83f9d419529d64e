"""The catalogue that ships with the project, as rows, and taking such rows in, all at once."""

import csv
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from munitions.models import Load, Munition

SHIPPED = Path(__file__).with_name("catalogue.csv")
BETWEEN = "|"
TAKEN_OVER = [
    "aliases",
    "name_ar",
    "category",
    "subcategory",
    "diameter_mm",
    "total_weight_kg",
    "explosive_fill_kg",
    "origin",
    "notes",
    "source",
    "confidence",
    "folded",
]


class CatalogueRow(NamedTuple):
    """One model and its loads as (submunition, count or None); nothing in it is approved."""

    munition: Munition
    loads: list[tuple[str, int | None]]


def read_rows(path: Path = SHIPPED) -> list[CatalogueRow]:
    """The rows of a catalogue file with the shipped one's columns, a sheet in UTF-8."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return [_row(cells) for cells in csv.DictReader(file)]


def _row(cells: dict[str, str]) -> CatalogueRow:
    munition = Munition(
        designation=cells["designation"],
        aliases=split_cell(cells["aliases"]),
        name_ar=cells["name_ar"],
        category=cells["category"],
        subcategory=cells["subcategory"],
        diameter_mm=_number(cells["diameter_mm"]),
        total_weight_kg=_number(cells["total_weight_kg"]),
        explosive_fill_kg=_number(cells["explosive_fill_kg"]),
        origin=cells["origin"],
        notes=cells["notes"],
        source=cells["source"],
        confidence=cells["confidence"],
    )
    return CatalogueRow(munition, read_loads(cells["carries"], cells["carries_count"]))


def split_cell(text: str) -> list[str]:
    """The values in one cell, separated by upright bars."""
    return [value.strip() for value in text.split(BETWEEN) if value.strip()]


def read_loads(carries: str, counts: str) -> list[tuple[str, int | None]]:
    """The loads of two parallel cells; a missing count is unknown, which is not 0."""
    names, numbers = split_cell(carries), counts.split(BETWEEN)
    numbers += [""] * (len(names) - len(numbers))
    return [
        (name, int(number) if number.strip() else None)
        for name, number in zip(names, numbers, strict=False)
    ]


def _number(text: str) -> Decimal | None:
    return Decimal(text) if text else None


@transaction.atomic
def take_in(rows: list[CatalogueRow]) -> int:
    """Write models and loads; returns how many models. What an officer approved stays as it is.

    Raises ValidationError, and writes nothing, where a load names a model that nobody knows.
    """
    approved = set(Munition.objects.filter(approved=True).values_list("designation", flat=True))
    rows = [row for row in rows if row.munition.designation not in approved]
    Munition.objects.bulk_create(
        [row.munition for row in rows],
        update_conflicts=True,
        unique_fields=["designation"],
        update_fields=TAKEN_OVER,
    )
    _write_loads(rows)
    return len(rows)


def _write_loads(rows: list[CatalogueRow]) -> None:
    known = Munition.objects.in_bulk(field_name="designation")
    loads = [
        Load(
            carrier=known[row.munition.designation],
            submunition=_known(known, name),
            count=count,
            source=row.munition.source,
            confidence=row.munition.confidence,
        )
        for row in rows
        for name, count in row.loads
    ]
    Load.objects.bulk_create(
        loads,
        update_conflicts=True,
        unique_fields=["carrier", "submunition"],
        update_fields=["count", "source", "confidence"],
    )


def _known(known: dict[str, Munition], name: str) -> Munition:
    if name not in known:
        raise ValidationError(
            _("“%(name)s” is carried by something here, and is not in the catalogue itself."),
            code="load",
            params={"name": name},
        )
    return known[name]

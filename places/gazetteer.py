"""Gazetteers as rows of areas, and taking such rows in, all at once; the demo's own file."""

import csv
from collections import defaultdict
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from places.models import Area, AreaName

DEMO = Path(__file__).with_name("gazetteer_demo.csv")
BETWEEN_NAMES = "|"
TAKEN_OVER = ["level", "name_en", "name_ar", "parent", "latitude", "longitude", "valid_on", "path"]


class AreaRow(NamedTuple):
    """One area of a gazetteer; `parent` is a p-code, `report_name` our reports' own spelling."""

    pcode: str
    level: int
    name_en: str
    name_ar: str
    parent: str = ""
    latitude: Decimal | None = None
    longitude: Decimal | None = None
    valid_on: date | None = None
    report_name: str = ""
    other_names: tuple[str, ...] = ()


def read_rows(path: Path = DEMO) -> list[AreaRow]:
    """The rows of a gazetteer file with the demo's columns, a sheet in UTF-8."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return [_row(cells) for cells in csv.DictReader(file)]


def _row(cells: dict[str, str]) -> AreaRow:
    return AreaRow(
        pcode=cells["pcode"],
        level=int(cells["level"]),
        name_en=cells["name_en"],
        name_ar=cells["name_ar"],
        parent=cells["parent"],
        latitude=Decimal(cells["latitude"]) if cells["latitude"] else None,
        longitude=Decimal(cells["longitude"]) if cells["longitude"] else None,
        report_name=cells["report_name"],
        other_names=split_names(cells["other_names"]),
    )


def split_names(text: str) -> tuple[str, ...]:
    """The spellings in one cell, separated by upright bars."""
    return tuple(name.strip() for name in text.split(BETWEEN_NAMES) if name.strip())


@transaction.atomic
def take_in(rows: list[AreaRow]) -> list[Area]:
    """Write the areas and their spellings, level by level; what is known already is updated.

    Raises ValidationError, and writes nothing, where a row lies in an area that nobody knows.
    """
    by_level = defaultdict(list)
    for row in rows:
        by_level[row.level].append(row)
    for _level, together in sorted(by_level.items()):
        _write_level(together)
    areas = Area.objects.filter(pcode__in=[row.pcode for row in rows])
    Area.objects.rebuild_paths()
    AreaName.objects.renew(areas)
    _write_names(rows, {area.pcode: area for area in areas})
    return list(areas)


def _write_level(rows: list[AreaRow]) -> None:
    above = Area.objects.in_bulk({row.parent for row in rows}, field_name="pcode")
    _refuse_orphans(rows, above)
    Area.objects.bulk_create(
        [
            Area(
                pcode=row.pcode,
                level=row.level,
                name_en=row.name_en,
                name_ar=row.name_ar,
                parent=above.get(row.parent),
                path=f"{above[row.parent].path if row.parent else ''}{row.pcode}/",
                latitude=row.latitude,
                longitude=row.longitude,
                valid_on=row.valid_on,
            )
            for row in rows
        ],
        update_conflicts=True,
        unique_fields=["pcode"],
        update_fields=TAKEN_OVER,
    )


def _refuse_orphans(rows: list[AreaRow], above: dict[str, Area]) -> None:
    for row in rows:
        if row.parent and row.parent not in above:
            raise ValidationError(
                _("%(area)s lies in %(parent)s, which is in neither this file nor our list."),
                code="parent",
                params={"area": row.pcode, "parent": row.parent},
            )


def _write_names(rows: list[AreaRow], areas: dict[str, Area]) -> None:
    AreaName.objects.bulk_create(
        [
            AreaName(area=areas[row.pcode], text=text, origin=AreaName.Origin.IMPORT)
            for row in rows
            for text in row.other_names
        ],
        ignore_conflicts=True,
    )
    for row in rows:
        if row.report_name:
            areas[row.pcode].report_as(row.report_name)

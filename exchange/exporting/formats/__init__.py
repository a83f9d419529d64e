"""The formats of files: one module each, all writing the same table of cells."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from exchange.exporting.formats import as_csv, as_geojson, as_json, as_ods, as_xlsx


@dataclass(frozen=True)
class Format:
    """How a table is written: `write(file, table)` into a binary file."""

    write: Any
    mime: str
    title: Any


FORMATS = {
    "xlsx": Format(
        as_xlsx.write,
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        _("Excel (XLSX)"),
    ),
    "csv": Format(
        as_csv.write,
        "text/csv; charset=utf-8",
        _("CSV"),
    ),
    "ods": Format(
        as_ods.write,
        "application/vnd.oasis.opendocument.spreadsheet",
        _("LibreOffice (ODS)"),
    ),
    "json": Format(
        as_json.write,
        "application/json",
        _("JSON"),
    ),
    "jsonl": Format(
        as_json.write_lines,
        "application/jsonl; charset=utf-8",
        _("JSON lines"),
    ),
    "geojson": Format(
        as_geojson.write,
        "application/geo+json",
        _("GeoJSON"),
    ),
}
TYPES = {name: each.mime for name, each in FORMATS.items()}

"""Beside what ours is measured: COPY of the very rows it wrote, and the stock resource."""

import json

import tablib
from django.db import connection, transaction
from django.db.models import ForeignKey
from import_export.fields import Field
from import_export.resources import ModelResource
from import_export.widgets import ForeignKeyWidget
from uuid_utils.compat import uuid7

from casework.models import Batch
from config.bench import invented
from incidents.evidence import Actor
from incidents.models import (
    Attribution,
    CasualtyReport,
    Damage,
    Figure,
    Incident,
    IncidentEvent,
    Source,
)
from places.models import Area

TO_CASE = {
    Incident: "pk",
    Source: "incident",
    CasualtyReport: "incident",
    Figure: "report__incident",
    Damage: "incident",
    Attribution: "incident",
    IncidentEvent: "case",
}
KINDS = tuple(TO_CASE)
MOST = 20_000  # cases: all records of 100,000 would take gigabytes

# ---------------------------------------------------------------- COPY


class SameRows:
    """The rows that the import wrote for its first cases, at most `MOST`, under keys of their own,
    ready in memory to be copied in again."""

    def __init__(self):
        self.keys = {}
        first = Incident.objects.order_by("pk").values("pk")[:MOST]
        self.cases = len(first)
        self.tables = [(kind, list(self.again(kind, first))) for kind in KINDS]

    def again(self, kind, cases):
        fields = columns(kind)
        rows = kind._base_manager.filter(**{f"{TO_CASE[kind]}__in": cases})
        if kind is IncidentEvent:
            rows = rows.filter(batch__kind=Batch.Kind.IMPORT)  # not what undoing added
        for values in rows.values_list(*(f.attname for f in fields)).iterator():
            yield [self.changed(f, value) for f, value in zip(fields, values, strict=True)]

    def changed(self, field, value):
        if field.primary_key:
            return self.keys.setdefault(value, uuid7())
        if field.name == "submission_key":
            return uuid7()
        if field.name in ("ref", "external_id"):
            return f"C{value}"[:20]
        if field.get_internal_type() == "JSONField":
            return json.dumps(value)
        return self.keys.get(value, value) if isinstance(field, ForeignKey) else value

    def copy(self):
        with transaction.atomic(), connection.cursor() as cursor:
            for kind, rows in self.tables:
                names = ", ".join(connection.ops.quote_name(f.column) for f in columns(kind))
                with cursor.copy(f"COPY {kind._meta.db_table} ({names}) FROM STDIN") as copy:
                    for row in rows:
                        copy.write_row(row)


def columns(kind):
    """The columns that COPY gives; the number of an event comes from the database."""
    return [f for f in kind._meta.concrete_fields if f.get_internal_type() != "BigAutoField"]


# ---------------------------------------------------------------- the stock resource

CASE = ("external_id", "occurred_on", "time", "site_name", "latitude", "longitude",
        "geo_precision", "weapon", "title", "narrative", "sensitivity", "place")  # fmt: skip
CELLS = {"external_id": 0, "occurred_on": 1, "time": 2, "place": 4, "site_name": 5, "latitude": 6,
         "longitude": 7, "geo_precision": 8, "title": 22, "narrative": 23,
         "sensitivity": 24}  # fmt: skip
FIGURES = {11: ("killed", "total"), 12: ("killed", "children"), 14: ("killed", "men"),
           15: ("injured", "total"), 17: ("injured", "women"),
           19: ("missing", "total")}  # fmt: skip


class StockResource(ModelResource):
    """What django-import-export gives by itself, doing our job: its hooks check and save each
    record of the case and two rows of history; no look-alikes, no words, no second thoughts."""

    place = Field("place", "place", ForeignKeyWidget(Area, "pcode"))

    class Meta:
        model = Incident
        import_id_fields = ("external_id",)
        fields = CASE
        clean_model_instances = True

    def import_instance(self, instance, row, **kwargs):
        super().import_instance(instance, row, **kwargs)
        instance.ref = f"STOCK-{instance.external_id}"[:20]
        instance.organisation_id = self.by.organisation_id
        instance.created_by = instance.updated_by = self.by

    def after_save_instance(self, instance, row, **kwargs):
        cells = self.lines[instance.external_id]
        source = self.saved(Source(incident=instance, kind=Source.Kind.SHEET, name=cells[21]))
        report = self.saved(CasualtyReport(incident=instance, source=source))
        for place, (outcome, group) in FIGURES.items():
            if cells[place] != "":
                n = int(cells[place])
                said = {"outcome": outcome, "group": group, "minimum": n, "maximum": n}
                self.saved(Figure(report=report, **said))
        for _word in filter(None, cells[20].split("؛")):
            self.saved(Damage(incident=instance, facility="home"))
        if cells[10]:
            self.saved(Attribution(incident=instance, actor=self.actor))
        for verb, before in (("created", ""), ("submit", "draft")):
            instance.events.create(
                by=self.by, verb=verb, from_status=before, to_status="draft",
                version=1,
            )  # fmt: skip

    def saved(self, record):
        record.created_by = self.by
        record.full_clean()
        record.save()
        return record


def stock_import(by, lines, *, shown_first=False):
    """Read, check and save the rows with their records; the weapon's words are put as codes.

    `shown_first`: as its admin pages do it, once to show what would happen and once to write it.
    """
    resource = StockResource()
    resource.by = by
    resource.lines = {f"S{line[0]}": line for line in lines}
    resource.actor = Actor.objects.first()
    data = tablib.Dataset(headers=[*CELLS, "weapon"])
    for number, line in resource.lines.items():
        data.append([number, *(line[place] for place in list(CELLS.values())[1:]), "airstrike"])
    for dry_run in (True, False) if shown_first else (False,):
        result = resource.import_data(
            data, dry_run=dry_run, raise_errors=True, use_transactions=True
        )
        if result.totals["new"] != len(lines):
            raise AssertionError(result.totals)


def stock_lines(count):
    return [line for line, _n in zip(invented.rows(count), range(count), strict=True)]

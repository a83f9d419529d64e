"""How fast a sheet of incidents comes in, beside the stock resource and beside COPY, in one run.

Everything happens in one transaction that is rolled back: the database is left as it was.
"""

import csv
import io
import json
import random
import resource as limits
from datetime import date, timedelta
from time import perf_counter

import tablib
from django.conf import settings
from django.contrib.auth.models import Group
from django.core.management.base import BaseCommand
from django.db import connection, transaction
from import_export.fields import Field
from import_export.resources import ModelResource
from import_export.widgets import ForeignKeyWidget

from accounts.models import Organisation, User
from exchange import exporting, importing, reading
from exchange.registry import resource_class
from incidents.models import Incident
from places import gazetteer
from places.models import Area

SEED = 28
FIRST_DAY = date(2024, 1, 1)
HEADERS = [
    "external_id", "date", "time", "governorate", "place", "site", "lat", "lon", "weapon", "party",
    "killed", "killed children", "killed women", "killed men", "injured", "injured children",
    "injured women", "damage", "source", "notes",
]  # fmt: skip
WEAPONS = ("غارة جوية", "artillery", "راجمة صواريخ", "drone_strike", "قصف مدفعي", "mortar")
PARTIES = ("النظام", "روسيا", "")
SOURCES = ("الدفاع المدني", "local activist", "SNHR", "عنب بلدي")


class StockResource(ModelResource):
    """What django-import-export gives by itself: no ledger, no history, no rules of its own."""

    place = Field("place", "place", ForeignKeyWidget(Area, "pcode"))

    class Meta:
        model = Incident
        import_id_fields = ("external_id",)
        fields = ("external_id", "occurred_on", "place", "site_name", "weapon", "narrative")

    def before_save_instance(self, instance, row, **kwargs):
        instance.ref = f"STOCK-{instance.external_id}"[:20]
        instance.organisation_id = self.by.organisation_id
        instance.created_by = instance.updated_by = self.by


class Command(BaseCommand):
    help = "Print rows a second of importing, beside the stock resource and COPY."

    def add_arguments(self, parser):
        parser.add_argument("--rows", type=int, default=10_000)
        parser.add_argument("--stock-rows", type=int, default=500)

    def handle(self, *, rows, stock_rows, **options):
        with transaction.atomic():
            found = self.measured(rows, min(stock_rows, rows))
            transaction.set_rollback(True)
        out = settings.VAR_DIR / "bench.json"
        out.write_text(json.dumps(found, indent=1))
        self.show(found)
        self.stdout.write(f"written to {out}")

    def measured(self, rows, stock_rows):
        by, areas = person(), towns()
        lines = invented(rows, areas)
        content = as_csv(lines)
        found = {"rows": rows, "stock_rows": stock_rows, "columns": len(HEADERS)}
        found["copy_rows_per_s"] = rate(rows, lambda: copy_in(by, lines))
        found["stock_rows_per_s"] = rate(stock_rows, lambda: stock_in(by, lines[:stock_rows]))
        found["import_csv_rows_per_s"] = rate(rows, lambda: sheet_in(by, content))
        found["unchanged_rows_per_s"] = rate(rows, lambda: sheet_in(by, content, new=False))
        found["read_csv_rows_per_s"] = rate(rows, lambda: reading.read(content, "bench.csv"))
        found["export_csv_rows_per_s"] = rate(rows, lambda: sheet_out(by, "csv"))
        found["export_xlsx_rows_per_s"] = rate(rows, lambda: sheet_out(by, "xlsx"))
        found["import_peak_mb"] = limits.getrusage(limits.RUSAGE_SELF).ru_maxrss // 1024
        return found

    def show(self, found):
        ours = found["import_csv_rows_per_s"]
        self.stdout.write(f"{found['rows']} incidents, {found['columns']} columns, with sources,")
        self.stdout.write("figures, damage, history, look-alikes and every rule of the form:\n\n")
        lines = (
            ("ours: stage, check and apply", "import_csv_rows_per_s"),
            ("ours: the same sheet again", "unchanged_rows_per_s"),
            ("COPY, bare case rows only", "copy_rows_per_s"),
            (f"stock, bare case rows only ({found['stock_rows']} rows)", "stock_rows_per_s"),
            ("export as CSV", "export_csv_rows_per_s"),
            ("export as XLSX", "export_xlsx_rows_per_s"),
        )
        for words, name in lines:
            ratio = ours / found[name]
            self.stdout.write(f"{words:<44}{found[name]:>10,.0f} rows/s   ours ×{ratio:,.2f}")
        self.stdout.write(f"{'most memory held':<44}{found['import_peak_mb']:>10,} MB")


def rate(rows, work):
    start = perf_counter()
    work()
    return round(rows / (perf_counter() - start), 1)


def person():
    organisation, _made = Organisation.objects.get_or_create(name_en="Bench")
    by = User.objects.create_user("bench", organisation=organisation)
    by.groups.add(Group.objects.get(name="data_manager"))
    return User.objects.get(pk=by.pk)


def towns():
    if not Area.objects.filter(level=Area.Level.COMMUNITY).exists():
        gazetteer.take_in(gazetteer.read_rows())
    named = Area.objects.with_parents().filter(level=Area.Level.COMMUNITY, latitude__isnull=False)
    return list(named.order_by("pcode")[:300])


def invented(count, areas):
    """Rows that no war has seen, the same in every run."""
    chance = random.Random(SEED)  # noqa: S311
    return [invented_row(n, chance, chance.choice(areas)) for n in range(count)]


def invented_row(n, chance, area):
    killed, injured = chance.randint(0, 9), chance.randint(0, 30)
    day = FIRST_DAY + timedelta(days=chance.randint(0, 320))
    part = chance.randint(0, killed)
    return [
        f"B-{n}", day.isoformat(), f"{chance.randint(0, 23):02}:{chance.randint(0, 59):02}",
        str(area.ancestor(1) or ""), area.pcode, chance.choice(("", "main road", "السوق")),
        area.latitude, area.longitude, chance.choice(WEAPONS), chance.choice(PARTIES),
        killed, part, "", killed - part, injured, chance.randint(0, injured), "",
        chance.choice(("", "منازل", "سوق؛ جامع")), chance.choice(SOURCES), "حصيلة غير نهائية",
    ]  # fmt: skip


def as_csv(lines):
    out = io.StringIO()
    csv.writer(out).writerows([HEADERS, *lines])
    return out.getvalue().encode()


def sheet_in(by, content, *, new=True):
    sheet = importing.stage(kind="incidents", content=content, name="bench.csv", by=by)
    importing.apply(importing.check(sheet), by=by)
    sheet.refresh_from_db()
    if (
        sheet.totals["refused"]
        or sheet.totals["new" if new else "unchanged"] != sheet.totals["rows"]
    ):
        raise AssertionError(sheet.totals, list(sheet.rows.exclude(findings=[])[:2].values()))


def sheet_out(by, form):
    for _piece in exporting.stream(resource_class("incidents")(by), form, {}):
        pass


def stock_in(by, lines):
    """The stock resource with the same cells as it can read them: codes, ISO dates, p-codes."""
    data = tablib.Dataset(
        headers=["external_id", "occurred_on", "place", "site_name", "weapon", "narrative"]
    )
    for line in lines:
        data.append([line[0], line[1], line[4], line[5], "airstrike", line[19]])
    stock = StockResource()
    stock.by = by
    with transaction.atomic():
        stock.import_data(data, raise_errors=True)
        transaction.set_rollback(True)


def copy_in(by, lines):
    """psycopg's COPY of the bare case rows into the table itself: what the disk allows."""
    cases = [bare_case(by, line) for line in lines]
    fields = Incident._meta.concrete_fields
    names = ", ".join(connection.ops.quote_name(field.column) for field in fields)
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMP TABLE bench_copy (LIKE incidents_incident) ON COMMIT DROP")
        with cursor.copy(f"COPY bench_copy ({names}) FROM STDIN") as copy:
            for case in cases:
                copy.write_row([field.value_from_object(case) for field in fields])


def bare_case(by, line):
    return Incident(
        ref=line[0],
        external_id=line[0],
        occurred_on=line[1],
        place_id=1,
        weapon="airstrike",
        organisation_id=by.organisation_id,
        created_by=by,
        updated_by=by,
        narrative=line[19],
        latitude=line[6],
        longitude=line[7],
    )

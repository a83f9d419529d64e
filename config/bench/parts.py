"""What is measured, each part in a process of its own: no peak of memory hides another."""

import os
import resource as limits
from pathlib import Path
from time import perf_counter, process_time
from typing import NamedTuple

import xlsxwriter
from django.conf import settings
from django.db import connection

from config.bench import invented
from config.bench.rivals import SameRows, stock_import, stock_lines
from exchange import exporting, importing, reading
from exchange.importing import undoing
from exchange.models import Import
from exchange.registry import resource_class
from incidents.models import Incident, IncidentEvent


def sheet_file():
    return settings.VAR_DIR / "bench.csv"


def prepare(rows, few):
    invented.write_csv(sheet_file(), rows)
    invented.parties()
    return {}


def come_in(rows, few):
    spent, sheet = timed(bring)
    refuse_unless(sheet.totals["new"] == rows, sheet.totals)
    refuse_unless(IncidentEvent.objects.values("case").distinct().count() == rows, "history")
    return {
        "import_csv_rows_per_s": spent.rate(rows),
        **spent.busy("import", rows),
        "import_peak_mb": peak(),
        "reader_peak_mb": limits.getrusage(limits.RUSAGE_CHILDREN).ru_maxrss // 1024,
    }


def come_again(rows, few):
    before = (Incident.objects.count(), IncidentEvent.objects.count())
    spent, sheet = timed(bring)
    refuse_unless(sheet.totals["unchanged"] == rows, sheet.totals)
    refuse_unless(before == (Incident.objects.count(), IncidentEvent.objects.count()), "written")
    return {"unchanged_rows_per_s": spent.rate(rows), **spent.busy("unchanged", rows)}


def bring():
    """The file, staged, checked and applied, as the worker does it."""
    by = invented.person()
    with sheet_file().open("rb") as file:
        sheet = importing.stage(kind="incidents", content=file, name="bench.csv", by=by)
    return importing.apply(importing.check(sheet), by=by)


def copy(rows, few):
    same = SameRows()
    spent, _nothing = timed(same.copy)
    written = sum(len(lines) for _kind, lines in same.tables)
    return {
        "copy_rows_per_s": spent.rate(same.cases),
        **spent.busy("copy", same.cases),
        "records_of_a_row": round(written / same.cases, 1),
    }


def stock(rows, few):
    """Once through, and as its admin pages do it: a dry run to show the rows, then the import."""
    by, lines = invented.person(), stock_lines(2 * few)
    spent, _nothing = timed(lambda: stock_import(by, lines[:few]))
    shown, _nothing = timed(lambda: stock_import(by, lines[few:], shown_first=True))
    return {
        "stock_rows_per_s": spent.rate(few),
        "stock_shown_rows_per_s": shown.rate(few),
        **spent.busy("stock", few),
        **shown.busy("stock_shown", few),
        "stock_rows": few,
    }


def read_xlsx(rows, few):
    path = settings.VAR_DIR / "bench.xlsx"
    book = xlsxwriter.Workbook(path, {"constant_memory": True})
    page = book.add_worksheet()
    for number, line in enumerate([invented.HEADERS, *invented.rows(rows)]):
        page.write_row(number, 0, line)
    book.close()

    def read():
        with path.open("rb") as file, reading.opened(file, path.name) as found:
            return sum(1 for _row in found.rows)

    spent, _rows = timed(read)
    return {"read_xlsx_rows_per_s": spent.rate(rows)}


def go_out(form):
    def part(rows, few):
        by, of = invented.person(), Incident.objects.count()
        spent, _nothing = timed(lambda: exhaust(by, form))
        found = {f"export_{form}_rows_per_s": spent.rate(of)}
        return found | ({"export_peak_mb": peak()} if form == "csv" else {"xlsx_peak_mb": peak()})

    return part


def exhaust(by, form):
    for _piece in exporting.stream(resource_class("incidents")(by), form, {}):
        pass


def go_back(rows, few):
    """The import undone, and its undoing undone."""
    by, sheet = invented.person(), Import.objects.order_by("at").first()
    undo, sheet = timed(lambda: undoing.undo(sheet, by=by))
    refuse_unless(sheet.report["undoing"]["withdrawn"] == rows, sheet.report["undoing"])
    redo, sheet = timed(lambda: undoing.redo(sheet, by=by))
    refuse_unless(sheet.report["undoing"]["brought_back"] == rows, sheet.report["undoing"])
    return {
        "undo_rows_per_s": undo.rate(rows),
        "redo_rows_per_s": redo.rate(rows),
        "undo_peak_mb": peak(),
    }


PARTS = {
    "prepare": prepare,
    "import": come_in,
    "unchanged": come_again,
    "export_csv": go_out("csv"),
    "export_xlsx": go_out("xlsx"),
    "go_back": go_back,
    "copy": copy,
    "stock": stock,
    "read_xlsx": read_xlsx,
}


class Spent(NamedTuple):
    """Seconds that passed, and the processor's milliseconds that Python and its database took."""

    seconds: float
    python: float
    database: float

    def rate(self, rows):
        return round(rows / self.seconds, 1)

    def busy(self, name, rows):
        return {
            f"{name}_python_ms_per_row": round(self.python / rows, 3),
            f"{name}_database_ms_per_row": round(self.database / rows, 3),
        }


def timed(work):
    """(Spent, what the work found)."""
    start, python, database = perf_counter(), process_time(), database_time()
    found = work()
    seconds, busy = perf_counter() - start, 1000 * (process_time() - python)
    return Spent(seconds, busy, database_time() - database), found


def database_time():
    """Milliseconds for which the database's own process of this connection has computed."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        [process] = cursor.fetchone()
    told = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return 1000 * (int(told[11]) + int(told[12])) / os.sysconf("SC_CLK_TCK")


def peak():
    """The most megabytes that this process held; `ru_maxrss` counts those of its parent too."""
    [line] = [
        each for each in Path("/proc/self/status").read_text().splitlines() if "VmHWM" in each
    ]
    return int(line.split()[1]) // 1024


def refuse_unless(is_so, why):
    if not is_so:
        raise AssertionError(why)

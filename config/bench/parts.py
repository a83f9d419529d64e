"""What is measured, each part in a process of its own: no peak of memory hides another."""

import resource as limits
from time import perf_counter, process_time

import xlsxwriter
from django.conf import settings

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
    took, busy, sheet = timed(bring)
    refuse_unless(sheet.totals["new"] == rows, sheet.totals)
    refuse_unless(IncidentEvent.objects.values("case").distinct().count() == rows, "history")
    return {
        "import_csv_rows_per_s": round(rows / took, 1),
        "import_python_ms_per_row": round(busy / rows, 3),
        "import_peak_mb": peak(),
        "reader_peak_mb": peak(limits.RUSAGE_CHILDREN),
    }


def come_again(rows, few):
    before = (Incident.objects.count(), IncidentEvent.objects.count())
    took, busy, sheet = timed(bring)
    refuse_unless(sheet.totals["unchanged"] == rows, sheet.totals)
    refuse_unless(before == (Incident.objects.count(), IncidentEvent.objects.count()), "written")
    return {
        "unchanged_rows_per_s": round(rows / took, 1),
        "unchanged_python_ms_per_row": round(busy / rows, 3),
    }


def bring():
    """The file, staged, checked and applied, as the worker does it."""
    by = invented.person()
    with sheet_file().open("rb") as file:
        sheet = importing.stage(kind="incidents", content=file, name="bench.csv", by=by)
    return importing.apply(importing.check(sheet), by=by)


def copy(rows, few):
    same = SameRows()
    took, busy, _nothing = timed(same.copy)
    written = sum(len(lines) for _kind, lines in same.tables)
    return {
        "copy_rows_per_s": round(same.cases / took, 1),
        "copy_python_ms_per_row": round(busy / same.cases, 3),
        "records_of_a_row": round(written / same.cases, 1),
    }


def stock(rows, few):
    by, lines = invented.person(), stock_lines(few)
    took, busy, _nothing = timed(lambda: stock_import(by, lines))
    return {
        "stock_rows_per_s": round(few / took, 1),
        "stock_python_ms_per_row": round(busy / few, 3),
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

    took, _busy, _rows = timed(read)
    return {"read_xlsx_rows_per_s": round(rows / took, 1)}


def go_out(form):
    def part(rows, few):
        by, of = invented.person(), Incident.objects.count()
        took, _busy, _nothing = timed(lambda: exhaust(by, form))
        found = {f"export_{form}_rows_per_s": round(of / took, 1)}
        return found | ({"export_peak_mb": peak()} if form == "csv" else {"xlsx_peak_mb": peak()})

    return part


def exhaust(by, form):
    for _piece in exporting.stream(resource_class("incidents")(by), form, {}):
        pass


def go_back(rows, few):
    """The import undone, and its undoing undone."""
    by, sheet = invented.person(), Import.objects.order_by("at").first()
    undo, _busy, sheet = timed(lambda: undoing.undo(sheet, by=by))
    refuse_unless(sheet.report["undoing"]["withdrawn"] == rows, sheet.report["undoing"])
    redo, _busy, sheet = timed(lambda: undoing.redo(sheet, by=by))
    refuse_unless(sheet.report["undoing"]["brought_back"] == rows, sheet.report["undoing"])
    return {
        "undo_rows_per_s": round(rows / undo, 1),
        "redo_rows_per_s": round(rows / redo, 1),
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


def timed(work):
    """(seconds, milliseconds that this process computed, what the work found)."""
    start, busy = perf_counter(), process_time()
    found = work()
    return perf_counter() - start, 1000 * (process_time() - busy), found


def peak(whose=limits.RUSAGE_SELF):
    return limits.getrusage(whose).ru_maxrss // 1024


def refuse_unless(is_so, why):
    if not is_so:
        raise AssertionError(why)

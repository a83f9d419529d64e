"""How fast a sheet of incidents comes in and goes out, beside COPY and the stock resource.

One run makes a database of its own under var/bench, measures each part in a process of its own,
and throws the database away.
"""

import json
import os
import shutil
import subprocess
import sys

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from config.bench.parts import PARTS

LINES = (
    ("ours: stage, check and apply", "import_csv_rows_per_s"),
    ("ours: the same sheet again", "unchanged_rows_per_s"),
    ("COPY of the same records, all tables", "copy_rows_per_s"),
    ("the stock resource, nothing shown before", "stock_rows_per_s"),
    ("the stock resource, shown and then written", "stock_shown_rows_per_s"),
    ("undoing the import", "undo_rows_per_s"),
    ("undoing that", "redo_rows_per_s"),
    ("reading an XLSX", "read_xlsx_rows_per_s"),
    ("export as CSV", "export_csv_rows_per_s"),
    ("export as XLSX", "export_xlsx_rows_per_s"),
)
# On a busy machine these say more than seconds: other work does not change them much.
BUSY = (
    ("ours", "import"),
    ("ours, the same sheet again", "unchanged"),
    ("COPY", "copy"),
    ("the stock resource, nothing shown before", "stock"),
    ("the stock resource, shown and then written", "stock_shown"),
)
PEAKS = (
    ("most memory: import", "import_peak_mb"),
    ("most memory: the process that reads the file", "reader_peak_mb"),
    ("most memory: export as CSV", "export_peak_mb"),
    ("most memory: export as XLSX", "xlsx_peak_mb"),
    ("most memory: undoing", "undo_peak_mb"),
)


def busy_of(found, name):
    return found[f"{name}_python_ms_per_row"], found[f"{name}_database_ms_per_row"]


class Command(BaseCommand):
    help = "Print rows a second of importing and exporting, beside COPY and the stock resource."
    requires_migrations_checks = False
    requires_system_checks = ()  # they load every page, whose memory would be taken for the part's

    def add_arguments(self, parser):
        parser.add_argument("--rows", type=int, default=10_000)
        parser.add_argument("--stock-rows", type=int, default=200)
        parser.add_argument("--part", choices=PARTS, help="Measure this alone, in this database.")

    def handle(self, *, rows, stock_rows, part, **options):
        if part:
            self.stdout.write(json.dumps(PARTS[part](rows, min(stock_rows, rows))))
            return
        found = self.measured(rows, stock_rows)
        out = settings.VAR_DIR / "bench.json"
        out.write_text(json.dumps(found, indent=1))
        self.show(found)
        self.stdout.write(f"written to {out}")

    def measured(self, rows, stock_rows):
        room = settings.VAR_DIR / "bench"
        shutil.rmtree(room, ignore_errors=True)
        room.mkdir(parents=True)
        try:
            self.command(room, "migrate", "--verbosity=0")
            found = {"rows": rows, "columns": 25}
            for part in PARTS:
                words = (f"--rows={rows}", f"--stock-rows={stock_rows}", f"--part={part}")
                said = self.command(room, "bench_import", *words)
                self.stdout.write(f"{part}: {said.strip()}")
                found |= json.loads(said)
            return found
        finally:
            shutil.rmtree(room, ignore_errors=True)

    def command(self, room, *words):
        """What a command prints that works on the bench's own database."""
        env = {k: v for k, v in os.environ.items() if k not in ("DATABASE_URL", "AFTERMATH_DEMO")}
        done = subprocess.run(
            [sys.executable, "manage.py", *words],
            cwd=settings.BASE_DIR,
            env=env | {"AFTERMATH_VAR": str(room)},
            stdout=subprocess.PIPE,
            text=True,
            check=False,
        )
        if done.returncode:
            raise CommandError(f"{' '.join(words)} ended with {done.returncode}")
        return done.stdout or "{}"

    def show(self, found):
        ours = found["import_csv_rows_per_s"]
        self.stdout.write(
            f"{found['rows']:,} incidents of {found['columns']} columns, "
            f"{found['records_of_a_row']} records each with their history:\n\n"
        )
        for words, name in LINES:
            ratio = ours / found[name]
            self.stdout.write(f"{words:<46}{found[name]:>10,.0f} rows/s   ours ×{ratio:,.2f}")
        self.stdout.write("\nof the processor, milliseconds a row:\n")
        ours = sum(busy_of(found, "import"))
        for words, name in BUSY:
            python, database = busy_of(found, name)
            ratio = (python + database) / ours
            self.stdout.write(
                f"{words:<46}{python:>10,.3f} of Python and {database:,.3f} of the database"
                f"   ours ×{ratio:,.2f}"
            )
        for words, name in PEAKS:
            self.stdout.write(f"{words:<46}{found[name]:>10,} MB")

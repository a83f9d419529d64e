"""Bring a sheet in from the shell: the same pipeline as the pages, with a report as JSON."""

import json
from pathlib import Path

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management.base import BaseCommand, CommandError

from accounts.models import User
from exchange import importing


class Command(BaseCommand):
    help = "Stage and check a sheet; with --apply write what was not refused, or nothing."

    def add_arguments(self, parser):
        parser.add_argument("kind", choices=list(settings.EXCHANGE_RESOURCES))
        parser.add_argument("file", type=Path)
        parser.add_argument("--by", required=True, metavar="USERNAME")
        parser.add_argument("--apply", action="store_true")
        parser.add_argument("--header-row", type=int)
        parser.add_argument("--sheet", default="")
        parser.add_argument("--report", type=Path, metavar="OUT.json")

    def handle(self, *, kind, file, by, **options):
        person = User.objects.filter(username=by).first()
        if person is None:
            raise CommandError(f"There is nobody called {by}.")
        try:
            sheet = self.run(kind, file, person, options)
        except (ValidationError, PermissionDenied, importing.NotApplied, OSError) as error:
            raise CommandError("; ".join(getattr(error, "messages", [str(error)]))) from error
        if options["report"]:
            options["report"].write_text(json.dumps(report_of(sheet), ensure_ascii=False, indent=1))
        self.stdout.write(f"{sheet.get_state_display()}: {totals_in_words(sheet.totals)}")

    def run(self, kind, file, person, options):
        sheet = importing.stage(
            kind=kind,
            content=file.read_bytes(),
            name=file.name,
            by=person,
            sheet=options["sheet"],
            header_row=options["header_row"],
        )
        importing.check(sheet)
        return importing.apply(sheet, by=person) if options["apply"] else sheet


def totals_in_words(totals):
    parts = [f"{totals[name]} {name}" for name in importing.TALLY]
    return f"{totals['rows']} rows = {' + '.join(parts)}"


def report_of(sheet):
    """Totals, the mapping that was found, and every finding by row, column, severity and code."""
    return {
        "kind": sheet.kind,
        "file": sheet.name,
        "sha256": sheet.sha256,
        "state": sheet.state,
        "sheet": sheet.sheet,
        "header_row": sheet.header_row,
        "mapping": {sheet.headers[int(n)]: name for n, name in sheet.mapping.items()},
        "totals": sheet.totals,
        "rows": [
            {
                "row": row.number,
                "verdict": row.verdict,
                "ref": row.ref,
                "changes": row.changes,
                "findings": row.findings,
            }
            for row in sheet.rows.order_by("number")
        ],
    }

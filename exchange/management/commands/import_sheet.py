"""Bring a sheet in from the shell: the same pipeline as the pages, with a report as JSON."""

import json
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management.base import BaseCommand, CommandError

from accounts.models import User
from exchange import importing, reporting
from exchange.mending import picking
from exchange.models import Import, Mapping
from exchange.registry import resource_class


class Command(BaseCommand):
    help = (
        "Stage and check a sheet; with --apply write what was not refused, or nothing. What the "
        "pages would have a person look at first is not written without --sure."
    )

    def add_arguments(self, parser):
        parser.add_argument("kind", choices=list(settings.EXCHANGE_RESOURCES))
        parser.add_argument("file", type=Path)
        parser.add_argument("--by", metavar="USERNAME", help="who brings it in, if several may")
        parser.add_argument("--mapping", metavar="NAME", help="remembered columns to read it by")
        parser.add_argument("--sheet", default="", help="its name in the workbook")
        parser.add_argument(
            "--separator",
            choices=[name.lower() for name in Import.Separator.names],
            help="of the columns of a text, if it is not found",
        )
        parser.add_argument("--header-row", type=int, help="counted from 1, if it is not found")
        parser.add_argument("--apply", action="store_true", help="write it")
        parser.add_argument("--rows", metavar="3,7-20", help="with --apply: write only these")
        parser.add_argument(
            "--sure", action="store_true", help="with --apply: though columns are doubted"
        )
        parser.add_argument("--report", type=Path, metavar="OUT.json")

    def handle(self, *, kind, file, by=None, mapping=None, **options):
        person = importer(kind, by)
        remembered = named(mapping, kind, person) if mapping else None
        with told_in_a_sentence(), report_of_run(options["report"]) as report:
            sheet = checked(kind, file, person, remembered, options)
            doubts = list(reporting.doubts_in_words(sheet))
            try:
                if options["apply"] and (options["sure"] or not doubts):
                    sheet = written(sheet, person, options)
            finally:
                sheet.refresh_from_db()
                report(sheet)
                self.tell(sheet, doubts)
        if options["apply"] and not sheet.is_written:
            raise CommandError(
                "Nothing was written, since the sheet is doubted, as told above. Look at it on its "
                "page and apply it there, name its columns by --mapping, or say --sure."
            )

    def tell(self, sheet, doubts):
        for line in doubts:
            self.stderr.write(line)
        self.stdout.write(reporting.columns_in_words(sheet))
        totals = reporting.totals_in_words(sheet.totals)
        self.stdout.write(f"{sheet.get_state_display()}: {totals}")


@contextmanager
def told_in_a_sentence():
    """What cannot be done ends in one sentence, and in the state 1."""
    try:
        yield
    except OSError as error:
        why = f"{error.strerror or error}."
        where = f"{error.filename} cannot be opened: " if error.filename else ""
        raise CommandError(where + why) from error
    except (ValidationError, PermissionDenied, importing.NotApplied) as error:
        raise CommandError("; ".join(getattr(error, "messages", [str(error)]))) from error


@contextmanager
def report_of_run(path):
    """What writes the report. The file is opened first: where none can be written nothing begins,
    and it tells also of a sheet that was checked and could not be applied."""
    if path is None:
        yield lambda sheet: None
        return
    with path.open("w", encoding="utf-8") as file:
        yield lambda sheet: json.dump(
            reporting.report_of(sheet), file, ensure_ascii=False, indent=1
        )


def checked(kind, file, person, remembered, options):
    with file.open("rb") as content:
        sheet = importing.stage(
            kind=kind,
            content=content,
            name=file.name,
            by=person,
            sheet=options["sheet"],
            separator=separator_called(options["separator"]),
            header_row=options["header_row"],
        )
    if remembered:
        sheet = importing.remap_as(sheet, remembered)
    return importing.check(sheet)


def separator_called(name):
    return Import.Separator[name.upper()] if name else ""


def written(sheet, person, options):
    if options["rows"]:
        return picking.apply_only(sheet, by=person, rows=options["rows"])
    return importing.apply(sheet, by=person)


def importer(kind, username):
    """The person of that name, else the only one who may bring in sheets of the kind."""
    if username:
        person = User.objects.filter(username=username).first()
        if person is None:
            raise CommandError(f"There is nobody called {username}.")
        return person
    people = User.objects.filter(is_active=True, organisation__isnull=False)
    able = [person for person in people if resource_class(kind)(person).may_import()]
    if len(able) != 1:
        names = ", ".join(sorted(person.username for person in able)) or "nobody"
        raise CommandError(f"Say with --by who brings it in. Who may: {names}.")
    return able[0]


def named(name, kind, person):
    """The remembered columns of that name."""
    remembered = Mapping.objects.visible_to(person).filter(kind=kind)
    found = remembered.filter(name=name).first()
    if found is None:
        names = ", ".join(f"“{each}”" for each in remembered.order_by("name")) or "none"
        raise CommandError(f"No columns of {kind} are remembered as “{name}”. There are: {names}.")
    return found

"""``manage.py back_up FILE``: all records and files in one file; people may go on working."""

import sys
from pathlib import Path

from django.core.management import BaseCommand, CommandError

from config.backups.contents import BackupRefused, in_words
from config.backups.making import back_up
from config.backups.programs import ProgramFailed


class Command(BaseCommand):
    help = "Write all records and files into one file, which `bring_back` reads."
    requires_system_checks = ()

    def add_arguments(self, parser):
        parser.add_argument("file", help="a new file; - writes to standard output, to be encrypted")

    def handle(self, *, file, **options):
        try:
            made = back_up(sys.stdout.buffer if file == "-" else Path(file))
        except (BackupRefused, ProgramFailed) as refusal:
            raise CommandError(f"There is no backup: {refusal}") from None
        except OSError as error:
            raise CommandError(f"There is no backup: {in_words(error)}") from None
        self.stderr.write(f"Backed up: records {made.records:,}, files {made.files:,}.")
        self.stderr.write(
            "It holds names and exact points: encrypt it, and keep the key elsewhere."
        )
        if made.missing:
            raise CommandError(f"Records name files that are not there: {', '.join(made.missing)}")

"""``manage.py bring_back FILE``: what `back_up` wrote, into an empty site."""

from pathlib import Path

from django.core.management import BaseCommand, CommandError

from config.backups.bringing_back import bring_back
from config.backups.contents import BackupRefused, in_words
from config.backups.programs import ProgramFailed


class Command(BaseCommand):
    help = "Bring a backup back into an empty database and folder of files."
    requires_system_checks = ()

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)

    def handle(self, *, file, **options):
        try:
            said = bring_back(file)
        except (BackupRefused, ProgramFailed) as refusal:
            raise CommandError(str(refusal)) from None
        except OSError as error:
            raise CommandError(f"Nothing is brought back: {in_words(error)}") from None
        records, files = sum(said["counts"].values()), len(said["files"])
        self.stdout.write(
            f"Brought back as of {said['made_at']}: records {records:,}, files {files:,}."
        )
        self.stdout.write("Everybody signs in anew. With another key of the site than before")
        self.stdout.write("everybody sets up their second step anew: take_second_step --all.")

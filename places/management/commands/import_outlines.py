"""Take the outlines of areas from a GeoJSON file; maps show them in place of indicative lines."""

from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from places.outline_files import take_in


class Command(BaseCommand):
    help = "Replace the outlines of areas by those of a GeoJSON file with p-codes (COD-AB)."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)

    def handle(self, *, file, **_options):
        try:
            read = take_in(file.read_text(encoding="utf-8-sig"))
        except OSError as error:
            raise CommandError(f"{file} cannot be read: {error.strerror or error}.") from error
        except UnicodeDecodeError as error:
            raise CommandError(f"{file} cannot be read: {error}") from error
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        if read.unknown:
            self.stderr.write(f"Not in our list of areas: {', '.join(read.unknown)}")
        self.stdout.write(f"{read.kept} outlines")

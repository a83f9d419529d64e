"""``manage.py purge_contacts``: delete contacts that have outlived their use, in sheets too.

A worker does the same by itself every hour.
"""

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.management import BaseCommand, CommandError

from accounts.models import User
from exchange.importing import forgetting
from ordnance.contacts import due, purge, purge_everywhere
from ordnance.models import Ticket
from ordnance.public_door import forget_contacts


class Command(BaseCommand):
    help = "Delete the names and numbers of callers some time after their ticket was closed."

    def add_arguments(self, parser):
        parser.add_argument(
            "--by",
            help="the protection officer who answers for it, of one organisation; "
            "left out, the machine does, in all of them",
        )
        usual = settings.AFTERMATH_CONTACT_PURGE_DAYS
        words = "after closing, or after the sheet (%(default)s)"
        parser.add_argument("--days", type=int, default=usual, help=words)
        parser.add_argument("--dry-run", action="store_true", help="count, and delete nothing")

    def handle(self, *, by, days, dry_run, **options):
        if by is None and dry_run:
            self.would(due(Ticket.objects.all(), days=days), days)
            return
        if by is None:
            self.tell(purge_everywhere(days=days), days)
            return
        person = User.objects.filter(username=by).first()
        if person is None:
            raise CommandError(f"There is no person “{by}”.")
        if dry_run:
            self.would(due(Ticket.objects.visible_to(person), days=days), days)
            return
        try:
            self.tell(purge(by=person, days=days), days)
        except PermissionDenied as refused:
            raise CommandError(f"“{by}” may not delete contacts: {refused}") from refused

    def would(self, contacts, days):
        sheets = forgetting.due(days=days).count()
        self.stdout.write(f"{contacts.count()} contacts would be deleted.")
        self.stdout.write(f"The files and unread cells of {sheets} sheets would be deleted.")

    def tell(self, count, days):
        self.stdout.write(f"{count} contacts are deleted.")
        self.stdout.write(f"{forget_contacts()} numbers of unanswered reports are deleted.")
        sheets = forgetting.forget_due(days=days)
        self.stdout.write(f"The files and unread cells of {sheets} sheets are deleted.")

"""``manage.py purge_contacts --by USERNAME``: delete contacts that have outlived their use."""

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.management import BaseCommand, CommandError

from accounts.models import User
from ordnance.contacts import due, purge
from ordnance.models import Ticket
from ordnance.public_door import forget_contacts


class Command(BaseCommand):
    help = "Delete the names and numbers of callers some time after their ticket was closed."

    def add_arguments(self, parser):
        parser.add_argument("--by", required=True, help="the protection officer who answers for it")
        usual = settings.AFTERMATH_CONTACT_PURGE_DAYS
        parser.add_argument("--days", type=int, default=usual, help="after closing (%(default)s)")
        parser.add_argument("--dry-run", action="store_true", help="count, and delete nothing")

    def handle(self, *, by, days, dry_run, **options):
        person = User.objects.filter(username=by).first()
        if person is None:
            raise CommandError(f"There is no person “{by}”.")
        if dry_run:
            count = due(Ticket.objects.visible_to(person), days=days).count()
            self.stdout.write(f"{count} contacts would be deleted.")
            return
        try:
            self.stdout.write(f"{purge(by=person, days=days)} contacts are deleted.")
            self.stdout.write(f"{forget_contacts()} numbers of unanswered reports are deleted.")
        except PermissionDenied as refused:
            raise CommandError(f"“{by}” may not delete contacts: {refused}") from refused

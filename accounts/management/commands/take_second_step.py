"""``manage.py take_second_step``: for an administrator who lost their phone and their codes."""

from django.core.management.base import BaseCommand, CommandError

from accounts import second_step
from accounts.models import User


class Command(BaseCommand):
    help = "Take away the second step of one person, or of all after the site got another key."

    def add_arguments(self, parser):
        who = parser.add_mutually_exclusive_group(required=True)
        who.add_argument("name", nargs="?", help="what this person signs in as")
        who.add_argument("--all", action="store_true", help="of everybody")

    def handle(self, *args, name, all, **options):  # noqa: A002 - the option's own name
        people = User.objects.filter(second_step__isnull=False)
        chosen = people if all else people.filter(username=name)
        if all and not chosen:
            self.stdout.write("Nobody has a second step.")
        elif not chosen:
            raise CommandError(f"Nobody who signs in as “{name}” has a second step.")
        for person in chosen:
            second_step.turn_off(person, by=None)
            self.stdout.write(f"{person.username}: the password alone lets in again.")

"""``manage.py load_demo``: the first day, its people, and invented cases for every page."""

from django.conf import settings
from django.core.management import BaseCommand, CommandError

from config.demo.building import Desk
from config.demo.first_day import load_first_day
from config.demo.half_finished import load_half_finished
from config.demo.invented_incidents import load_invented_incidents
from config.demo.invented_tickets import load_invented_tickets
from config.demo.people import load_people, strangers
from config.demo.reference import load_reference
from config.demo.totals import load_totals


class Command(BaseCommand):
    help = "Load the demonstration. Run again, it changes nothing; after a kill, it goes on."

    def add_arguments(self, parser):
        parser.add_argument(
            "--yes-create-demo-people",
            action="store_true",
            help="load into the database that DATABASE_URL names; anyone can then sign in",
        )
        parser.add_argument("--incidents", type=int, default=200, help="how many to invent")
        parser.add_argument("--tickets", type=int, default=300, help="how many to invent")

    def handle(self, *, yes_create_demo_people, incidents, tickets, verbosity, **options):
        self.refuse_real_databases(yes_create_demo_people)
        load_reference()
        desk = Desk(load_people())
        load_invented_incidents(desk, incidents)
        load_invented_tickets(desk, tickets)
        load_first_day(desk)
        load_totals(desk)
        load_half_finished(desk)
        if verbosity:
            self.stdout.write("The demonstration is loaded.")

    def refuse_real_databases(self, asked_for):
        if settings.DATABASE_URL and not asked_for:
            raise CommandError(
                "DATABASE_URL names a database of your own. The demo people have a password that "
                "anybody can read; add --yes-create-demo-people to create them there all the same."
            )
        if stranger := strangers().first():
            raise CommandError(
                f"The demo was not loaded: “{stranger.username}” is a person of your own, and "
                "invented cases must not mix with real ones."
            )

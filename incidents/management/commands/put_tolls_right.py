"""``manage.py put_tolls_right``: compare the tolls that order the lists with the ledger's figures.

A worker does the same by itself every night.
"""

from django.core.management import BaseCommand

from incidents.keeping_tolls import put_right


class Command(BaseCommand):
    help = "Add up every incident's figures, and put right what the lists are ordered by."

    def handle(self, **options):
        wrong = put_right()
        if wrong:
            self.stdout.write(f"{len(wrong)} were kept wrong and are right now: {', '.join(wrong)}")
        else:
            self.stdout.write("All are kept as the figures say.")

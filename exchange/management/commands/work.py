"""``manage.py work``: do what waits in the queues until Ctrl-C."""

import asyncio

from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from exchange.jobs import QUEUES
from exchange.jobs.working import work


class Command(BaseCommand):
    help = "Read, check and apply sheets, and what else waits in the queues, until Ctrl-C."

    def add_arguments(self, parser):
        parser.add_argument(
            "--queues",
            type=lambda text: text.split(","),
            default=list(QUEUES),
            help=f"commas between; all of them if left out: {','.join(QUEUES)}",
        )
        parser.add_argument(
            "--child-of", type=int, metavar="PID", help="end when this process is no longer there"
        )

    def handle(self, *, queues, child_of, **options):
        if unknown := set(queues) - set(QUEUES):
            raise CommandError(
                f"There is no queue {', '.join(sorted(unknown))}. Choose from {', '.join(QUEUES)}."
            )
        connection.ensure_connection()  # joins the embedded server, where there is one
        connection.close()
        if not asyncio.run(work(queues, parent=child_of)):
            raise CommandError("The worker lost the database. Start it again.")

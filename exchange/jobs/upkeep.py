"""What a worker does by itself at set times, without anybody's asking: deleting what is due.

A function under `@upkeep` in an app's tasks.py takes no arguments, can be run at any time and as
often as one likes, and does nothing where nothing is due: times that passed while no worker ran
are made good at the next.
"""

from django.db import close_old_connections
from procrastinate.contrib.django import app

from exchange.jobs.naming import UPKEEP

EVERY_MINUTE = "* * * * *"
EVERY_TEN_MINUTES = "*/10 * * * *"
EVERY_HOUR = "23 * * * *"
CHORES = {}
"""{name: function} of all that is done so."""


def upkeep(name, *, cron):
    """Have a function done at the times of `cron`, once for all workers together."""

    def register(perform):
        @app.periodic(cron=cron)
        @app.task(name=f"upkeep.{name}", queue=UPKEEP, queueing_lock=f"upkeep.{name}")
        def chore(timestamp):
            close_old_connections()
            try:
                perform()
            finally:
                close_old_connections()

        CHORES[name] = perform
        return perform

    return register

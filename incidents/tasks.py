"""What a worker does by itself for incidents: the lists' order follows the figures."""

import logging

from exchange.jobs import EVERY_MINUTE, upkeep
from incidents.keeping_tolls import TOLLS, put_right

EVERY_NIGHT = "10 3 * * *"
log = logging.getLogger(__name__)


@upkeep("tolls", cron=EVERY_MINUTE)
def take_in_tolls():
    TOLLS.bring_in_step()


@upkeep("tolls-whole", cron=EVERY_NIGHT)
def put_tolls_right():
    """Whatever changed a figure without its incident's version, the night finds and tells it."""
    if wrong := put_right():
        log.error("Tolls were kept otherwise than the figures say: %s", ", ".join(wrong))

"""What the whole house has done by itself: the search takes in what changed, letters are sent."""

from casework import indexing
from config import following
from exchange.jobs import EVERY_HOUR, EVERY_MINUTE, upkeep

EVERY_NIGHT = "40 2 * * *"


@upkeep("search", cron=EVERY_MINUTE)
def index_what_changed():
    indexing.bring_in_step()


@upkeep("search-whole", cron=EVERY_NIGHT)
def index_what_was_missed():
    """Whatever changed a case without the time of its change, the night finds it."""
    indexing.bring_in_step(whole=True)


@upkeep("following", cron=EVERY_HOUR)
def write_to_followers():
    following.send_letters()

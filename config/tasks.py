"""What the whole house has done by itself: the search takes in what changed, letters are sent."""

from casework import indexing
from config import following
from exchange.jobs import EVERY_HOUR, upkeep

EVERY_MINUTE = "* * * * *"
A_ROUND = 3000  # cases of a kind: so many are read within some seconds


@upkeep("search", cron=EVERY_MINUTE)
def index_what_changed():
    while indexing.catch_up(A_ROUND):
        pass


@upkeep("following", cron=EVERY_HOUR)
def write_to_followers():
    following.send_letters()

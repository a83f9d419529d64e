"""What the whole house has done by itself: the search takes in the cases that changed."""

from casework import indexing
from exchange.jobs import upkeep

EVERY_MINUTE = "* * * * *"
A_ROUND = 3000  # cases of a kind: so many are read within some seconds


@upkeep("search", cron=EVERY_MINUTE)
def index_what_changed():
    while indexing.catch_up(A_ROUND):
        pass

"""What a worker does by itself for ordnance: what callers left of themselves goes on its day."""

from exchange.jobs import EVERY_HOUR, upkeep
from ordnance import contacts, public_door


@upkeep("contacts", cron=EVERY_HOUR)
def purge_contacts():
    contacts.purge_everywhere()
    public_door.forget_contacts()
    public_door.forget_senders()

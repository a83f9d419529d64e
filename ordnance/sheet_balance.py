"""The balance of an item as a sheet would leave it, before anything is written."""

from collections import defaultdict
from copy import copy

from django.core.exceptions import ValidationError

from casework.actions_many import loaded
from ordnance.models import Disposal


def is_of_stored_item(record):
    return isinstance(record, Disposal) and not record.item._state.adding


def unbalanced(disposals):
    """(disposal, ValidationError) of those that dispose of more than a stored item has."""
    new = defaultdict(list)
    for disposal in disposals:
        new[disposal.item].append(disposal)
    for item, added in new.items():
        together = copy(item)
        together._state = copy(item._state)
        together._state.adding = True  # its balance is counted from these, not read anew
        together._prefetched_objects_cache = {
            "disposals": loaded(Disposal, [*item.disposals.all(), *added])
        }
        last = copy(added[-1])
        last.item = together
        try:
            last.clean_whole()
        except ValidationError as error:
            yield added[-1], error

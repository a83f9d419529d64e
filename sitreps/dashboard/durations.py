"""How long a ticket's stretches took: the median and the ninetieth percentile."""

from django.db.models import Aggregate, Count, DurationField, ExpressionWrapper, F

from ordnance.stretches import STRETCHES, timed
from sitreps.dashboard.clearance import tickets_of
from sitreps.dashboard.numbers import Count as Linked

# Below this, a median tells of one case and not of the service.
ENOUGH = 5
SHARES = {"median": 0.5, "most": 0.9}


class Percentile(Aggregate):
    """The value that a share of the rows do not exceed, between two rows where it must be."""

    function = "PERCENTILE_CONT"
    template = "%(function)s(%(share)s) WITHIN GROUP (ORDER BY %(expressions)s)"

    def __init__(self, expression, *, share, **extra):
        super().__init__(expression, share=share, output_field=DurationField(), **extra)


def durations(asked, user):
    """For each stretch: how many tickets have both times, the median, and the 90th percentile."""
    found = tickets_of(asked, user).aggregate(**expressions())
    return [stretch(name, found, asked) for name in STRETCHES]


def expressions():
    """One query for every stretch."""
    asked = {}
    for name, (_words, start, end) in STRETCHES.items():
        took = ExpressionWrapper(F(end) - F(start), output_field=DurationField())
        asked[f"{name}_n"] = Count("pk", filter=timed(name))
        for share, value in SHARES.items():
            asked[f"{name}_{share}"] = Percentile(took, share=value, filter=timed(name))
    return asked


def stretch(name, found, asked):
    number = found[f"{name}_n"]
    told = {share: found[f"{name}_{share}"] if number >= ENOUGH else None for share in SHARES}
    return {
        "word": str(STRETCHES[name][0]),
        "count": Linked(number, asked.tickets_url(timed=name)),
        "is_enough": number >= ENOUGH,
        **told,
    }

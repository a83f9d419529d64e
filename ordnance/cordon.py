"""The advised cordon: a starting distance for the first cordon, labelled advice everywhere.

Source: domain notes D2: ours, from 130 x NEQ_kg^(1/3) m, never below 300 m; it needs the sign-off
of a qualified EOD lead, is not for planning a demolition, and is never published with the point.
"""

from dataclasses import dataclass
from math import ceil

from django.utils.translation import gettext_lazy as _

from munitions.models import Category

RULE = "cordon-1"  # kept with each figure, so that a later rule does not rewrite old advice
LEAST_M = 300
STEP_M = 50
ADVICE = _(
    "Advisory starting distance. The EOD team leader on site decides. "
    "Not for planning a demolition."
)
CHEMICAL = _("No distance is advised: stay upwind, do not approach, call.")

# Metres when the fill is not known. Confidence: low (ours, by category). Source: domain notes D2.
BY_CATEGORY = {
    Category.SUBMUNITION: 300,
    Category.GRENADE: 300,
    Category.LANDMINE: 300,
    Category.FUZE: 300,
    Category.SAA: 300,
    Category.MORTAR: 300,
    Category.ROCKET: 500,
    Category.PROJECTILE: 500,
    Category.CLUSTER_MUNITION: 1000,
    Category.MISSILE: 1000,
    Category.AIRCRAFT_BOMB: 1000,
    Category.IMPROVISED: 1000,
    Category.IED: 1000,
}
UNKNOWN_M = 700  # ATP 4-32.2's 675 m for unknown items, rounded up to the step


@dataclass(frozen=True)
class Advice:
    """Metres (None where no radius may be shown), the rule's name, and what it rests on."""

    metres: int | None
    rule: str
    basis: str


def by_fill(kilograms):
    """Metres for a net explosive quantity in kg, rounded up to 50."""
    return max(LEAST_M, STEP_M * ceil(130 * float(kilograms) ** (1 / 3) / STEP_M))


def item_metres(item):
    fill = item.munition.explosive_fill_kg if item.munition else None
    if fill is not None:
        return by_fill(fill)
    return BY_CATEGORY.get(item.category, UNKNOWN_M)


def advise(ticket, items=None):
    """The advised cordon of a ticket: its worst item, + 50 m when there is more than one."""
    items = list(ticket.items.select_related("munition")) if items is None else items
    if ticket.chemical_suspected:
        return Advice(None, RULE, str(CHEMICAL))
    if not items:
        return Advice(UNKNOWN_M, RULE, str(_("nothing identified yet")))
    worst = max(items, key=item_metres)
    counts = [item.quantity_found or item.quantity_reported or 1 for item in items]
    more = STEP_M if sum(counts) > 1 else 0
    return Advice(item_metres(worst) + more, RULE, str(worst))

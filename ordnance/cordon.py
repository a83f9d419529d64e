"""The advised cordon: a starting distance for the first cordon, labelled advice everywhere.

Source: domain notes D2: ours, from 130 x NEQ_kg^(1/3) m, never below 300 m; it needs the sign-off
of a qualified EOD lead, is not for planning a demolition, and is never published with the point.
"""

from dataclasses import dataclass
from math import ceil

from django.utils.translation import gettext_lazy as _

from munitions.models import Category, Confidence

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


OURS = _("a rule of our own; no EOD lead has signed it off yet")
OF_FILL = _("from the fill in the catalogue, whose confidence is: %(confidence)s")
OF_KIND = _("by kind alone, because the fill is not known")


@dataclass(frozen=True)
class Advice:
    """Metres (None where no radius may be shown), the rule's name, and what it rests on.

    `how` says what the metres were worked out from. `confidence` is how far to trust the advice:
    low, however sure the catalogue is, while no EOD lead has signed the rule.
    """

    metres: int | None
    rule: str
    basis: str
    how: str = ""
    confidence: str = Confidence.LOW.label
    source: str = OURS


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
    return Advice(item_metres(worst) + more, RULE, str(worst), grounds(worst))


def grounds(item):
    """What the metres of an item are worked out from."""
    if item.munition and item.munition.explosive_fill_kg is not None:
        return OF_FILL % {"confidence": item.munition.get_confidence_display()}
    return str(OF_KIND)


# ---------------------------------------------------------------- the two distances as a drawing

REACH = 70  # per cent of the drawing's width that the axis takes; its words need the rest


@dataclass(frozen=True)
class Mark:
    """Metres, and where they stand on the drawing as a per cent of its width."""

    metres: int
    x: str


def drawing(advised, actual, *, mirrored=False):
    """The marks of an axis from 0, of the advice and of the cordon that was set (None without).

    Right-to-left pages are drawn from the other side: `mirrored` counts from 100 down.
    """
    widest = max(advised or 0, actual or 0)
    step = 200 if widest <= 1000 else 500 if widest <= 2500 else 1000
    end = step * max(1, ceil(widest / step))

    def at(metres):
        x = 2 + REACH * metres / end
        return Mark(metres, f"{100 - x if mirrored else x:.1f}%")

    return {
        "ticks": [at(metres) for metres in range(0, end + 1, step)],
        "advised": at(advised) if advised else None,
        "actual": at(actual) if actual else None,
        "start": at(0).x,
        "end": at(end).x,
    }

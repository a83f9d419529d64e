"""The advised cordon: a starting distance for the first cordon, labelled advice everywhere.

Source: domain notes D2: ours, from 130 x NEQ_kg^(1/3) m, by the numbers of `cordon_rules`; it needs
the sign-off of a qualified EOD lead, is not for planning a demolition, and is never published with
the point.
"""

from dataclasses import dataclass
from math import ceil

from django.db.models import prefetch_related_objects
from django.utils.translation import gettext_lazy as _

from munitions.models import Category
from ordnance.choices import DONE
from ordnance.cordon_rules import WIDEST_M, in_force, named
from ordnance.priority import CHEMICAL_KINDS, HARMLESS

UPWIND_KINDS = CHEMICAL_KINDS | {"incendiary", "incendiary_fragmentation"}
ADVICE = _(
    "Advisory starting distance. The EOD team leader on site decides. "
    "Not for planning a demolition."
)
CHEMICAL = _("No distance is advised: stay upwind, do not approach, call.")
OF_FILL = _("from the fill in the catalogue, whose confidence is: %(confidence)s")
OF_KIND = _("by kind alone, because the fill is not known")
OF_HINT = _("by kind, because no EOD officer has approved the fill in the catalogue")


@dataclass(frozen=True)
class Advice:
    """Metres (None where no radius may be shown), the rule, and what the metres rest on.

    `rule` is the `CordonRule` by whose numbers they were worked out; `how` says from what.
    """

    metres: int | None
    rule: object
    basis: str
    how: str = ""


def by_fill(kilograms, rule):
    """Metres for a net explosive quantity in kg, rounded up to the rule's step."""
    return max(rule.least_m, rule.step_m * ceil(130 * float(kilograms) ** (1 / 3) / rule.step_m))


def item_metres(item, rule):
    """By the fill where it is known; one that nobody has approved only widens the kind's metres."""
    kind, model = rule.by_kind(item.category), item.munition
    if model is None or model.explosive_fill_kg is None:
        return kind
    filled = by_fill(model.explosive_fill_kg, rule)
    return filled if model.approved else max(kind, filled)


def needs_upwind(item):
    """Whether it burns or poisons, or carries what does: no distance is far enough downwind.

    Not where somebody looked and found no hazard in it, or no ordnance.
    """
    if item.state in HARMLESS or item.munition is None:
        return False
    kinds = {item.munition.subcategory}
    if is_carrier(item):
        kinds |= {load.submunition.subcategory for load in item.munition.loads.all()}
    return not UPWIND_KINDS.isdisjoint(kinds)


def is_carrier(item):
    """Whether the catalogue may say what its model is loaded with."""
    model = item.munition
    return item.category == Category.CLUSTER_MUNITION and model is not None and model.pk is not None


def fetch_loads(items):
    """Read what the carriers among the items are loaded with: for all at once, and only once."""
    carriers = [item.munition for item in items if is_carrier(item)]
    prefetch_related_objects(carriers, "loads__submunition")


def advise(ticket, items=None, rule=None):
    """The advised cordon of a ticket: its worst item, and more when there is more than one.

    By the rule in force where none is given; never wider than any cordon may be.
    """
    rule = rule or in_force()
    items = list(ticket.items.select_related("munition")) if items is None else items
    fetch_loads(items)
    if ticket.chemical_suspected or any(map(needs_upwind, items)):
        return Advice(None, rule, str(CHEMICAL))
    if not items:
        return Advice(rule.by_kind(Category.UNKNOWN), rule, str(_("nothing identified yet")))
    worst = max(items, key=lambda item: item_metres(item, rule))
    counts = [item.quantity_found or item.quantity_reported or 1 for item in items]
    more = rule.more_m if sum(counts) > 1 else 0
    metres = min(WIDEST_M, item_metres(worst, rule) + more)
    return Advice(metres, rule, str(worst), grounds(worst, rule))


def advice_follows(ticket):
    """Whether the ticket's advice follows what is known: until the team resolved, or it is sealed.

    From then on it stays as it was when people stood at the cordon, whatever the rule says later.
    """
    return not ticket.seal and ticket.status not in DONE


def keep_advice(ticket, items=None, rule=None):
    """Set the advice of now on the ticket, which its verb saves, with the version of the rule."""
    advice = advise(ticket, items, rule)
    ticket.advised_cordon_m = advice.metres
    ticket.cordon_rule = f"{advice.rule}: {advice.basis}"[:60]


def advice_for(ticket, items):
    """What a page shows: the advice of now, and of a ticket that is done the one that it keeps."""
    if advice_follows(ticket) or not ticket.cordon_rule:
        return advise(ticket, items)
    rule = named(ticket.cordon_rule.partition(":")[0])
    kept = CHEMICAL if ticket.advised_cordon_m is None else _("as kept with the ticket")
    return Advice(ticket.advised_cordon_m, rule, str(kept))


def grounds(item, rule):
    """What the metres of an item are worked out from."""
    if item.munition is None or item.munition.explosive_fill_kg is None:
        return str(OF_KIND)
    if item_metres(item, rule) > by_fill(item.munition.explosive_fill_kg, rule):
        return str(OF_HINT)
    return OF_FILL % {"confidence": item.munition.get_confidence_display()}


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

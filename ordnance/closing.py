"""What a second person looks at before a ticket is closed: each need, met or not, and why.

The needs that block are the guard's own sentences; the others are shown because a person, not the
machine, judges them.
"""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from ordnance import steps
from ordnance.choices import Certainty


@dataclass(frozen=True)
class Need:
    """One thing to look at. `why` says what is missing; unmet and not `blocks` is for the eye."""

    word: str
    why: str = ""
    blocks: bool = True

    @property
    def is_met(self):
        return not self.why


def needs_to_close(ticket, user, items):
    """Every need in the order of the quality review: who, what, where, and the proof."""
    hazards = [item for item in items if steps.is_hazard(item)]
    proof = (located, cordoned, photographed) if hazards else ()
    return [
        second_person(ticket, user),
        *(finished(item) for item in items),
        *(identified(item) for item in hazards),
        *(look(ticket) for look in proof),
    ]


def second_person(ticket, user):
    return Need(_("Somebody else resolved it"), steps.refuse_first_person(ticket, user))


def finished(item):
    words = _("%(item)s: nothing remains, and nothing lies in a store") % {"item": item.isolated}
    return Need(words, steps.item_unfinished(item))


def identified(item):
    words = _("%(item)s: identified") % {"item": item.isolated}
    unsure = item.certainty == Certainty.NOT_IDENTIFIED
    return Need(words, _("Nobody said what it is.") if unsure else "", blocks=False)


def located(ticket):
    known = ticket.latitude is not None or ticket.location_unsafe
    return Need(
        _("The point is known, or it is said that recording it is not safe"),
        "" if known else _("There is no point."),
        blocks=False,
    )


def cordoned(ticket):
    advised, actual = ticket.advised_cordon_m, ticket.actual_cordon_m
    why = ""
    if actual is None:
        why = _("No cordon was recorded.")
    elif advised and actual < advised:
        why = _("%(actual)d m were set; %(advised)d m were advised.") % {
            "actual": actual,
            "advised": advised,
        }
    return Need(_("The cordon was at least as wide as advised"), why, blocks=False)


def photographed(ticket):
    why = "" if steps.has_photo_after(ticket) else _("There is no photo from afterwards.")
    return Need(_("A photo shows the place afterwards"), why, blocks=False)

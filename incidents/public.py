"""What the public may read of an incident: a projection made of public fields, never the row."""

from decimal import Decimal

from incidents import reading
from incidents.ledger import Group, Outcome

# About a kilometre; source: domain notes G6.
ABOUT_A_KILOMETRE = Decimal("0.01")
FEW = 2
FACTS = (
    "ref", "title", "occurred_on", "occurred_until", "date_precision", "part_of_day", "weapon",
    "flags", "evidence_grade",
)  # fmt: skip


def projection(incident):
    """Everything of it that a stranger would see, by name."""
    return {
        "facts": [(label, value) for label, value in reading.facts(incident, FACTS, None) if value],
        "place": incident.place,
        "point": rounded_point(incident),
        "panels": panels(incident),
        "parties": parties(incident),
        "damages": damages(incident),
        "sources": kinds_of_sources(incident),
    }


def panels(incident):
    """The toll; one or two injured people of a group would be known by name in their town."""
    shown = reading.panels(incident)
    for panel in shown:
        if panel["outcome"] == Outcome.INJURED:
            panel["parts"] = coarser(panel)
    return shown


def coarser(panel):
    """The parts without the smallest, which go into those not specified."""
    rest = Group.UNSPECIFIED.label
    kept = [
        (word, told)
        for word, told in panel["parts"]
        if word != rest and (told.maximum is None or told.maximum > FEW)
    ]
    left = reading.remainder(panel["total"], [told for _word, told in kept])
    return [*kept, (rest, left)] if kept and left.is_known else kept


def rounded_point(incident):
    """The point to about a kilometre, or that of the community; "" where neither is known."""
    exact = incident if incident.latitude is not None else incident.place
    if exact.latitude is None:
        return ""
    return ", ".join(
        str(each.quantize(ABOUT_A_KILOMETRE)) for each in (exact.latitude, exact.longitude)
    )


def parties(incident):
    """Who is named, always with the standing that the source gave it."""
    return [(str(each.actor), each.get_standing_display()) for each in incident.attributions.all()]


def damages(incident):
    """What was hit and how badly, without saying which."""
    return [
        (each.get_facility_display(), each.get_level_display()) for each in incident.damages.all()
    ]


def kinds_of_sources(incident):
    """{kind in words: how many}; no name of a source is public."""
    counts = {}
    for source in incident.sources.all():
        word = source.get_kind_display()
        counts[word] = counts.get(word, 0) + 1
    return counts

"""What the public may read of an incident: a projection made of public fields, never the row."""

from decimal import Decimal

from incidents import reading

# About a kilometre; source: domain notes G6.
ABOUT_A_KILOMETRE = Decimal("0.01")
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
        "panels": reading.panels(incident),
        "parties": parties(incident),
        "damages": damages(incident),
        "sources": kinds_of_sources(incident),
    }


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

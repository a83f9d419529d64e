"""What the public may read of an incident: a projection made of public fields, never the row."""

from decimal import Decimal
from zoneinfo import ZoneInfo

from django.db.models import F, OuterRef, Prefetch, Q, Subquery

from incidents import reading
from incidents.choices import Sensitivity, Status
from incidents.ledger import CasualtyReport, Group, Outcome
from incidents.models import Amendment, Incident, IncidentEvent

# About a kilometre; source: domain notes G6.
ABOUT_A_KILOMETRE = Decimal("0.01")
FEW = 2
FACTS = (
    "ref", "title", "occurred_on", "occurred_until", "date_precision", "part_of_day", "weapon",
    "flags", "evidence_grade",
)  # fmt: skip


# While an amendment waits, what was published stands as it was accepted.
STANDS = Q(status=Status.PUBLISHED) | Q(status=Status.AMENDING, published_at__isnull=False)


def stands_before_the_public(incident):
    """Whether it is among `published` now."""
    amending = incident.status == Status.AMENDING and incident.published_at is not None
    stands = incident.status == Status.PUBLISHED or amending
    return stands and incident.sensitivity == Sensitivity.PUBLIC


def published():
    """What stands before the public now, as `projection` reads it."""
    return readable(Incident.objects.filter(STANDS, sensitivity=Sensitivity.PUBLIC))


def readable(incidents):
    """These incidents with the adopted figures alone: what nobody has adopted is not public yet."""
    adopted = CasualtyReport.objects.filter(pk=F("incident__adopted_report"))
    accepted = Amendment.objects.filter(accepted=True).order_by("decided_at")
    return incidents.select_related(
        "organisation", "place__parent__parent__parent__parent"
    ).prefetch_related(
        Prefetch("amendments", accepted),
        Prefetch("casualty_reports", adopted.prefetch_related("figures").select_related("source")),
        "attributions__actor",
        "damages",
        "sources",
    )


def withdrawn():
    """What stood before the public once and was withdrawn, the latest first; `withdrawn_at` when.

    What is hidden is not among them: to a stranger it must be like what never was.
    """
    steps = IncidentEvent.objects.filter(case=OuterRef("pk"), verb="withdraw").order_by("-at")
    gone = Incident.objects.filter(status=Status.WITHDRAWN, published_at__isnull=False)
    at = Subquery(steps.values("at")[:1])
    return gone.annotate(withdrawn_at=at).select_related("organisation").order_by("-withdrawn_at")


def survivor_of(ref):
    """What stands before the public in place of one that stood there too and was merged since."""
    case = Incident.objects.filter(ref=ref, published_at__isnull=False).first()
    while case and case.status == Status.MERGED:
        case = case.merged_into
    return case and published().filter(pk=case.pk).first()


def tombstone(incident):
    """All that is left of it for the public: its number, and the local day of the withdrawal."""
    return {"ref": incident.ref, "withdrawn_on": day_of(incident.withdrawn_at, incident)}


def day_of(moment, incident):
    """The local day of its organisation."""
    return moment.astimezone(ZoneInfo(incident.organisation.time_zone)).date()


def revisions(incident):
    """(local day, whether its figures changed) of what was accepted since it was published.

    That it was revised is for whoever cites it; why was written for colleagues.
    """
    since = incident.published_at
    later = [each for each in incident.amendments.all() if since and each.decided_at > since]
    return [(day_of(each.decided_at, incident), each.report_id is not None) for each in later]


def projection(incident):
    """Everything of it that a stranger would see, by name; the incident comes from `readable`."""
    return {
        "facts": [(label, value) for label, value in reading.facts(incident, FACTS, None) if value],
        "place": incident.place,
        "point": rounded_point(incident),
        "panels": panels(incident),
        "parties": parties(incident),
        "damages": damages(incident),
        "sources": kinds_of_sources(incident),
        "revisions": revisions(incident),
    }


def panels(incident):
    """The toll; one or two injured people of a group would be known by name in their town."""
    shown = reading.panels(incident)
    for panel in shown:
        if panel["outcome"] == Outcome.INJURED:
            panel["parts"] = coarser(panel)
    return shown


def coarser(panel):
    """The parts that may be told apart; all others are among those not specified."""
    rest = Group.UNSPECIFIED.label
    told = told_apart(panel["total"], [part for part in panel["parts"] if part[0] != rest])
    left = reading.remainder(panel["total"], [each for _word, each in told])
    return [*told, (rest, left)] if told and left.is_known else told


def told_apart(total, parts):
    """Those of these (group, range) that may be told: no small one, nor what leaves one over.

    With the small groups go more, the smallest first, until what is left of the total is not small
    itself: whoever adds up would know how many were withheld, and of whom.
    """
    told = [part for part in parts if most(part[1]) > FEW]
    while told and len(told) < len(parts):
        left = reading.remainder(total, [each for _group, each in told])
        if not left.is_known or most(left) > FEW:
            break
        told.remove(min(told, key=lambda part: most(part[1])))
    return told


def most(told):
    """How many people it may be; “at least one” is one as far as anybody knows."""
    return (told.minimum if told.maximum is None else told.maximum) or 0


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


# ---------------------------------------------------------------- for other programs


def as_feed_item(incident):
    """The projection as codes and numbers; a bound that is null is not known, and is not 0."""
    point = rounded_point(incident)
    return {
        "ref": incident.ref,
        "title": incident.title,
        "occurred_on": incident.occurred_on,
        "occurred_until": incident.occurred_until,
        "date_precision": incident.date_precision,
        "part_of_day": incident.part_of_day,
        "weapon": incident.weapon,
        "marks": incident.flags,
        "evidence": incident.evidence_grade,
        "place": {"pcode": incident.place.pcode, "name": incident.place.both_names},
        "point_to_1_km": point or None,
        "parties": [
            {"party": each.actor.name_en, "standing": each.standing}
            for each in incident.attributions.all()
        ],
        "damage": [
            {"facility": each.facility, "level": each.level} for each in incident.damages.all()
        ],
        "sources": kinds_of_sources(incident),
        "revisions": [
            {"revised_on": day, "figures": figures} for day, figures in revisions(incident)
        ],
        **{str(panel["outcome"]): figures_of(panel) for panel in panels(incident)},
    }


def figures_of(panel):
    total = panel["total"]
    parts = {str(word): bounds(told) for word, told in panel["parts"]}
    return bounds(total) | ({"of_whom": parts} if parts else {})


def bounds(told):
    return {"minimum": told.minimum, "maximum": told.maximum, "how": str(told.qualifier)}

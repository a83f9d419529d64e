"""The facts of a day or period: one plain document, made from records, that every page shows.

The document holds codes and names, not sentences: it is worded when shown, in either language,
and frozen whole when a report is issued.
"""

from dataclasses import dataclass

from incidents import choices
from incidents.ledger import Group, Outcome, Population, Range
from incidents.models import Incident
from incidents.toll import counted_reports
from sitreps import figures as sums
from sitreps.models import Claim
from sitreps.ordnance_week import ordnance_done
from sitreps.scene import course_of, responses_of, targets_of, weapons_of

# People whom a claim about civilians does not count; they are named apart.
UNMARKED = (Population.CIVILIAN, Population.UNKNOWN)


def document(scope, user):
    """The facts of a scope as far as this person may see them, ready for JSON."""
    incidents = list(incidents_of(scope, user))
    claim = claim_of(scope, user)
    attacks = [Attack(incident, claim) for incident in incidents]
    places = by_place(attacks)
    return {
        "period": {"first": scope.first.isoformat(), "last": scope.last.isoformat()},
        "organisation": names_of_organisation(scope.organisation),
        "areas": [name_of(area) for area in scope.areas],
        "attacks": len(attacks),
        "claim": claim_facts(claim),
        **attributed(claim, scope.organisation),
        **tolls(attacks, claim),
        "others": others_of(attacks),
        "places": [place_facts(place) for place in places],
        "weapons": weapons_of(places),
        "targets": targets_of(places),
        "responses": responses_of(places),
        "course": course_of(places),
        "ordnance": ordnance_done(scope, user, first_places=[p.area.pk for p in places]),
        "records": [record_facts(incident) for incident in incidents],
    }


def attributed(claim, organisation):
    """Whom the figures are according to: whoever made the claim, in their own words, else the
    service itself, in Arabic too where it has said how."""
    if claim and claim.attribution:
        return {"attribution": claim.attribution}
    in_arabic = organisation.attribution_ar
    return {"attribution": organisation.attribution} | (
        {"attribution_ar": in_arabic} if in_arabic else {}
    )


# ---------------------------------------------------------------- what is fetched


def incidents_of(scope, user):
    """The incidents that count, oldest first; drafts, rejected, merged and hidden ones never."""
    return (
        Incident.objects.visible_to(user)
        .filter(organisation=scope.organisation)
        .reported()
        .on_days(scope.first, scope.last)
        .inside(scope.paths)
        .with_toll()
        .select_related("place__parent__parent__parent__parent")
        .prefetch_related("place__names", "damages", "responses")
        .order_by("occurred_on", "ref")
    )


def drafts_of(scope, user):
    """How many drafts of these days wait; no report counts them."""
    seen = Incident.objects.visible_to(user).filter(status=choices.Status.DRAFT)
    return seen.on_days(scope.first, scope.last).inside(scope.paths).count()


def claim_of(scope, user):
    """The latest standing claim for exactly these days and areas; None without one."""
    claims = Claim.objects.visible_to(user).of_period(scope.first, scope.last)
    claims = claims.exclude(population=Population.COMBATANT).standing().with_figures()
    return claims.covering(scope.areas).first()


# ---------------------------------------------------------------- one incident, one place


class Attack:
    """An incident with its counted figures, taken once. `counted` leaves out who is named apart."""

    def __init__(self, incident, claim=None):
        self.incident = incident
        self.area = incident.place
        self.reports = counted_reports(incident)
        self.is_verified = incident.status in choices.VERIFIED
        among = UNMARKED if claim and claim.population == Population.CIVILIAN else Population
        self.counted = [report for report in self.reports if report.population in among]
        self.figures = sums.added(sums.told(report.ranges()) for report in self.counted)


@dataclass(frozen=True)
class Place:
    """The attacks on one place, and their toll together."""

    area: object
    attacks: tuple

    @property
    def figures(self):
        return sums.added(attack.figures for attack in self.attacks)

    def rank(self):
        """Deadliest first, then by injured, then by name; an unknown toll comes last."""
        figures = self.figures
        killed, injured = (
            figures.get((outcome, Group.TOTAL), Range()).minimum
            for outcome in (Outcome.KILLED, Outcome.INJURED)
        )
        return (-(killed or 0), -(injured or 0), str(self.area))


def by_place(attacks):
    grouped = {}
    for attack in attacks:
        grouped.setdefault(attack.area.pk, []).append(attack)
    places = [Place(each[0].area, tuple(each)) for each in grouped.values()]
    return sorted(places, key=Place.rank)


# ---------------------------------------------------------------- the tolls


def tolls(attacks, claim):
    """The headline and what it is made of: placed, verified, and what a claim leaves unplaced."""
    placed = sums.added(attack.figures for attack in attacks)
    verified = sums.added(attack.figures for attack in attacks if attack.is_verified)
    claimed = sums.told(claim.ranges()) if claim else {}
    rest = sums.residual(claimed, placed)
    return {
        "headline": sums.packed(sums.headline(claimed, placed) if claim else placed),
        "placed": sums.packed(placed),
        "verified": sums.packed(verified),
        "residual": None
        if rest.is_empty
        else {"figures": sums.packed(rest.figures), "conditional": rest.conditional},
        "alarms": [alarm_facts(key, claimed, placed) for key in rest.alarms],
    }


def alarm_facts(key, claimed, placed):
    """Places exceed the claim here."""
    return {
        "outcome": str(key[0]),
        "group": str(key[1]),
        "claimed": sums.pack(claimed[key]),
        "placed": sums.pack(placed[key]),
    }


def others_of(attacks):
    """Volunteers, medical workers and others by name of their population, never lost in a sum."""
    found = {}
    for attack in attacks:
        for report in attack.reports:
            if report.population not in UNMARKED:
                told = sums.told(report.ranges())
                found.setdefault(report.population, []).append(told)
    return [
        {"population": population, "figures": sums.packed(sums.added(many))}
        for population, many in sorted(found.items())
    ]


# ---------------------------------------------------------------- as facts


def name_of(area):
    return {"pcode": area.pcode, "name": area.report_name, "name_ar": area.name_ar}


def names_of_organisation(organisation):
    return {"name": organisation.name_en, "name_ar": organisation.name_ar}


def place_facts(place):
    above = [area for area in place.area.parents() if area.level in (1, 2)]
    return {
        **name_of(place.area),
        "within": " › ".join(str(area) for area in above),
        "within_ar": " › ".join(area.name_ar for area in above),
        "figures": sums.packed(place.figures),
        "verified": all(attack.is_verified for attack in place.attacks),
        "refs": [attack.incident.ref for attack in place.attacks],
        "reason": reason_of(place),
    }


def reason_of(place):
    """Why the place's number is what it is: the newest counted report, and what it said of it."""
    reports = [report for attack in place.attacks for report in attack.counted]
    newest = max(reports, key=lambda report: (report.as_of, report.created_at), default=None)
    if newest is None:
        return {}
    return {"kind": "report", "at": newest.as_of.isoformat(), "text": newest.reason}


def claim_facts(claim):
    if claim is None:
        return None
    return {
        "id": str(claim.pk),
        "source": claim.source,
        "population": claim.population,
        "as_of": claim.as_of.isoformat(),
        "weapons": claim.weapons_text,
        "targets": claim.targets_text,
        "reason": {"kind": "claim", "at": claim.as_of.isoformat(), "text": claim.reason},
    }


def record_facts(incident):
    return {"ref": incident.ref, "version": incident.version, "status": incident.status}

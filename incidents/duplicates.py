"""Likely same events: a score with its reasons; shown at 40, must be answered at 60, never blocks.

Points and thresholds: domain notes G3, measured on 8,111 Airwars incidents.
"""

from dataclasses import dataclass, field
from datetime import date, time, timedelta
from math import inf

from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from rapidfuzz import fuzz

from casework.models import GeoPrecision
from incidents.choices import OUT_OF_PLAY, DatePrecision, Weapon
from incidents.ledger import UNKNOWN, Outcome, Range
from incidents.review import DuplicateAnswer
from incidents.toll import toll
from places.coordinates import Point, distance_km
from places.models import Area
from places.spelling import fold

SHOWN_AT = 40
ANSWERED_AT = 60
STRAIGHT = 100

NEARBY_KM = 15
A_DAY = timedelta(days=1)
# Many incidents share the point of their town: only finer points say anything of two events.
FINER_THAN_TOWN = (GeoPrecision.EXACT, GeoPrecision.STREET, GeoPrecision.NEIGHBOURHOOD)
# How many areas a path names down to the subdistrict and to the community.
SUBDISTRICT, COMMUNITY = 4, 5

# fmt: off
POINTS = {
    "same_day":       (20, _("the same day")),
    "within_hour":    (12, _("within an hour of each other")),
    "hours_apart":   (-20, _("more than three hours apart")),
    "next_day":        (6, _("a day apart, or the day is not sure")),
    "same_town":      (20, _("the same town")),
    "same_name":      (20, _("places of the same name")),
    "like_name":      (12, _("places of like names")),
    "little_alike":    (5, _("places of somewhat like names")),
    "other_name":     (-5, _("places of other names")),
    "within_1km":     (25, _("points within 1 km")),
    "within_3km":     (18, _("points within 3 km")),
    "within_6km":      (8, _("points within 6 km")),
    "within_15km":   (-10, _("points more than 6 km apart")),
    "far":           (-40, _("points more than 15 km apart")),
    "same_weapon":     (8, _("the same kind of weapon")),
    "other_weapon":  (-10, _("another kind of weapon")),
    "killed_agree":   (10, _("the numbers of killed agree")),
    "killed_same":     (6, _("the very same number of killed")),
    "killed_differ":  (-5, _("the numbers of killed differ")),
    "injured_agree":   (6, _("the numbers of injured agree")),
    "injured_differ": (-3, _("the numbers of injured differ")),
    "same_party":      (3, _("the same party named")),
    "same_site":       (8, _("the same site")),
    "same_mark":     (100, _("the same link, file or number")),
}
# fmt: on


@dataclass(frozen=True)
class Candidate:
    """Another incident that may be the same event; `reasons` are (points, sentence) pairs."""

    incident: object
    score: int
    reasons: tuple = field(default=())

    @property
    def must_be_answered(self):
        return self.score >= ANSWERED_AT


@dataclass(frozen=True)
class Account:
    """What is compared of an incident. Null clock and point are unknown and say nothing."""

    first: date
    last: date
    place: object
    sure_of_day: bool = True
    clock: time | None = None
    point: Point | None = None
    family: str = "unknown"
    killed: Range = UNKNOWN
    injured: Range = UNKNOWN
    parties: frozenset = frozenset()
    sites: frozenset = frozenset()
    marks: frozenset = frozenset()


def account_of(incident, told=None):
    """Reads what `nearby` prefetches; `told` maps an outcome to a range that is not saved yet."""
    told = told or {}
    fine = incident.latitude is not None and incident.geo_precision in FINER_THAN_TOWN
    named = [incident.facility, fold(incident.site_name)]
    marks = [incident.external_id]
    marks += [source.url for source in incident.sources.all()]
    marks += [file.sha256 for file in incident.files.all()]
    return Account(
        first=incident.occurred_on,
        last=incident.until,
        place=incident.place,
        sure_of_day=incident.date_precision == DatePrecision.DAY,
        clock=incident.time,
        point=Point(incident.latitude, incident.longitude) if fine else None,
        family=Weapon(incident.weapon).family,
        killed=told.get(Outcome.KILLED) or toll(incident, Outcome.KILLED),
        injured=told.get(Outcome.INJURED) or toll(incident, Outcome.INJURED),
        parties=frozenset(named.actor_id for named in incident.attributions.all()),
        sites=frozenset(filter(None, named)),
        marks=frozenset(filter(None, marks)),
    )


# ---------------------------------------------------------------- the rules: codes of POINTS


def gap(one, other):
    """Days between two accounts; 0 where they overlap."""
    return max((one.first - other.last).days, (other.first - one.last).days, 0)


def by_day(one, other):
    same = gap(one, other) == 0 and one.sure_of_day and other.sure_of_day
    yield "same_day" if same else "next_day"
    if same and one.clock and other.clock:
        apart = abs(minutes(one.clock) - minutes(other.clock))
        if apart <= 60:
            yield "within_hour"
        elif apart > 180:
            yield "hours_apart"


def minutes(clock):
    return clock.hour * 60 + clock.minute


def by_place(one, other):
    mine, theirs = one.place.path.split("/"), other.place.path.split("/")
    towns = mine[:COMMUNITY], theirs[:COMMUNITY]
    if towns[0] == towns[1] and len(mine) > COMMUNITY and len(theirs) > COMMUNITY:
        yield "same_town"
        return
    alike = likeness(one.place, other.place)
    steps = ((0.9, "same_name"), (0.75, "like_name"), (0.6, "little_alike"), (0, "other_name"))
    yield next(code for least, code in steps if alike >= least)


def likeness(one, other):
    """0 to 1: how alike two areas are called, in the script in which they are most so."""
    pairs = ((one.name_en, other.name_en), (one.name_ar, other.name_ar))
    return max(fuzz.ratio(fold(a), fold(b)) / 100 if a and b else 0 for a, b in pairs)


def by_point(one, other):
    if one.point and other.point:
        away = distance_km(one.point, other.point)
        steps = ((1, "within_1km"), (3, "within_3km"), (6, "within_6km"), (15, "within_15km"))
        yield next((code for most, code in steps if away <= most), "far")


def by_weapon(one, other):
    if "unknown" not in (one.family, other.family):
        yield "same_weapon" if one.family == other.family else "other_weapon"


def span(told):
    """The range as two numbers that can be compared; an open end is as far as it goes."""
    return told.minimum or 0, inf if told.maximum is None else told.maximum


def agreement(one, other):
    """ "agree", "differ", or "" where either is unknown or nobody was harmed."""
    if not (one.is_known and other.is_known):
        return ""
    (low, high), (least, most) = span(one), span(other)
    if max(low, least) > min(high, most):
        return "differ"
    return "agree" if high > 0 and most > 0 else ""


def by_killed(one, other):
    if found := agreement(one.killed, other.killed):
        yield f"killed_{found}"
    if one.killed.minimum and one.killed.minimum >= 2 and span(one.killed) == span(other.killed):
        yield "killed_same"


def by_injured(one, other):
    if found := agreement(one.injured, other.injured):
        yield f"injured_{found}"


def by_what_is_named(one, other):
    if one.parties & other.parties:
        yield "same_party"
    if one.sites & other.sites:
        yield "same_site"
    if one.marks & other.marks:
        yield "same_mark"


RULES = (by_day, by_place, by_point, by_weapon, by_killed, by_injured, by_what_is_named)


def compared(one, other):
    """(score, reasons) of two accounts of the same or neighbouring days."""
    codes = [code for rule in RULES for code in rule(one, other)]
    score = STRAIGHT if "same_mark" in codes else sum(POINTS[code][0] for code in codes)
    return score, tuple(POINTS[code] for code in codes)


# ---------------------------------------------------------------- who is compared


def candidates(incident, user, told=None):
    """What this person may see that scores 40 or more, the likeliest first."""
    if not (incident.place_id and incident.occurred_on):
        return []
    mine = account_of(incident, told)
    found = [
        Candidate(other, *compared(mine, account_of(other))) for other in nearby(incident, user)
    ]
    likely = [candidate for candidate in found if candidate.score >= SHOWN_AT]
    return sorted(likely, key=lambda candidate: -candidate.score)


def nearby(incident, user):
    """Incidents of the same subdistrict or within 15 km, on the same or a neighbouring day."""
    first, last = incident.occurred_on - A_DAY, incident.until + A_DAY
    days = Q(occurred_on__range=(first, last)) | Q(occurred_on__lt=first, occurred_until__gte=first)
    return (
        type(incident)
        .objects.visible_to(user)
        .filter(days, around(incident))
        .exclude(status__in=OUT_OF_PLAY)
        .exclude(pk=incident.pk)
        .select_related("place")
        .prefetch_related("sources", "files", "attributions")
        .with_toll()
    )


def around(incident):
    place = incident.place
    above = place.path.split("/")[:SUBDISTRICT]
    here = Q(place__path__startswith="/".join(above).rstrip("/") + "/")
    centre = incident if incident.latitude is not None else place
    if centre.latitude is None:
        return here
    return here | Q(place__in=Area.objects.near(centre.latitude, centre.longitude, NEARBY_KM))


# ---------------------------------------------------------------- what was answered


def verdicts(incident):
    """{key of the other incident: latest answer}, whichever of the two it was asked on."""
    answers = [(answer.other_id, answer) for answer in incident.duplicate_answers.all()]
    answers += [(answer.incident_id, answer) for answer in incident.duplicate_answers_about.all()]
    answers.sort(key=lambda pair: pair[1].created_at)
    return {key: answer.verdict for key, answer in answers}


def unanswered(incident, user):
    """Candidates scoring 60 or more that nobody has answered yet."""
    answered = verdicts(incident)
    return [
        candidate
        for candidate in candidates(incident, user)
        if candidate.must_be_answered and candidate.incident.pk not in answered
    ]


def undecided(incident, user):
    """Candidates scoring 60 or more that nobody has called a different attack."""
    answered = verdicts(incident)
    return [
        candidate
        for candidate in candidates(incident, user)
        if candidate.must_be_answered
        and answered.get(candidate.incident.pk) != DuplicateAnswer.Verdict.DIFFERENT
    ]

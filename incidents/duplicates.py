"""Likely same events: a score with its reasons; shown at 40, must be answered at 60, never blocks.

Points and thresholds: domain notes G3, measured on 8,111 Airwars incidents.
"""

from dataclasses import dataclass, field
from datetime import date, time, timedelta
from functools import lru_cache
from math import inf

from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from rapidfuzz import fuzz

from casework.models import GeoPrecision
from incidents.choices import OUT_OF_PLAY, DatePrecision, Weapon
from incidents.ledger import UNKNOWN, Outcome, Range
from incidents.review import DuplicateAnswer
from incidents.toll import counted_reports, total_of
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


@dataclass(frozen=True, slots=True)
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
    told, reports = told or {}, counted_reports(incident)
    fine = incident.latitude is not None and incident.geo_precision in FINER_THAN_TOWN
    named = [incident.facility, fold(incident.site_name)]
    marks = [incident.external_id]
    # The link of a source that must be protected would tell itself to whoever guesses at it.
    marks += [source.url for source in incident.sources.all() if not source.protected]
    marks += [file.sha256 for file in incident.files.all()]
    return Account(
        first=incident.occurred_on,
        last=incident.until,
        place=incident.place,
        sure_of_day=incident.date_precision == DatePrecision.DAY,
        clock=incident.time,
        point=Point(incident.latitude, incident.longitude) if fine else None,
        family=Weapon(incident.weapon).family,
        killed=told.get(Outcome.KILLED) or total_of(reports, Outcome.KILLED),
        injured=told.get(Outcome.INJURED) or total_of(reports, Outcome.INJURED),
        parties=frozenset(named.actor_id for named in incident.attributions.all()),
        sites=frozenset(filter(None, named)),
        marks=frozenset(filter(None, marks)),
    )


# ---------------------------------------------------------------- the rules: codes of POINTS


def gap(one, other):
    """Days between two accounts; 0 where they overlap."""
    return max((one.first - other.last).days, (other.first - one.last).days, 0)


def by_day(one, other):
    if not (one.sure_of_day and other.sure_of_day and gap(one, other) == 0):
        return ("next_day",)
    if one.clock and other.clock:
        apart = abs(minutes(one.clock) - minutes(other.clock))
        if apart <= 60:
            return "same_day", "within_hour"
        if apart > 180:
            return "same_day", "hours_apart"
    return ("same_day",)


def minutes(clock):
    return clock.hour * 60 + clock.minute


def by_place(one, other):
    return (places_alike(*names_of(one.place), *names_of(other.place)),)


def names_of(area):
    return area.path, area.name_en, area.name_ar


@lru_cache(100_000)
def places_alike(path, name_en, name_ar, other_path, other_en, other_ar):
    """The code for two areas; a sheet compares the same few hundred again and again."""
    mine, theirs = path.split("/"), other_path.split("/")
    same = mine[:COMMUNITY] == theirs[:COMMUNITY]
    if same and len(mine) > COMMUNITY and len(theirs) > COMMUNITY:
        return "same_town"
    alike = max(likeness(name_en, other_en), likeness(name_ar, other_ar))
    steps = ((0.9, "same_name"), (0.75, "like_name"), (0.6, "little_alike"), (0, "other_name"))
    return next(code for least, code in steps if alike >= least)


def likeness(one, other):
    """0 to 1: how alike two names in one script are."""
    return fuzz.ratio(fold(one), fold(other)) / 100 if one and other else 0


def by_point(one, other):
    if not (one.point and other.point):
        return ()
    away = distance_km(one.point, other.point)
    steps = ((1, "within_1km"), (3, "within_3km"), (6, "within_6km"), (15, "within_15km"))
    return (next((code for most, code in steps if away <= most), "far"),)


def by_weapon(one, other):
    if "unknown" in (one.family, other.family):
        return ()
    return ("same_weapon" if one.family == other.family else "other_weapon",)


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
    found = agreement(one.killed, other.killed)
    codes = (f"killed_{found}",) if found else ()
    if one.killed.minimum and one.killed.minimum >= 2 and span(one.killed) == span(other.killed):
        codes += ("killed_same",)
    return codes


def by_injured(one, other):
    found = agreement(one.injured, other.injured)
    return (f"injured_{found}",) if found else ()


def by_what_is_named(one, other):
    named = (("parties", "same_party"), ("sites", "same_site"), ("marks", "same_mark"))
    return tuple(
        code for name, code in named if not getattr(one, name).isdisjoint(getattr(other, name))
    )


# Each rule with the codes that would give the most for it, but for a mark, which says all alone.
RULES = (
    (by_day, ("same_day", "within_hour")),
    (by_place, ("same_town",)),
    (by_point, ("within_1km",)),
    (by_weapon, ("same_weapon",)),
    (by_killed, ("killed_agree", "killed_same")),
    (by_injured, ("injured_agree",)),
    (by_what_is_named, ("same_party", "same_site")),
)


def most_after():
    """For each rule, the most that those after it can add."""
    most = [sum(POINTS[code][0] for code in codes) for _rule, codes in RULES]
    return [sum(most[n + 1 :]) for n in range(len(most))]


STEPS = tuple(zip((rule for rule, _codes in RULES), most_after(), strict=True))
VALUE = {code: points for code, (points, _sentence) in POINTS.items()}


def compared(one, other, least=-inf):
    """(score, reasons) of two accounts of the same or neighbouring days.

    None as soon as it is sure that the score stays below `least`.
    """
    marked = not one.marks.isdisjoint(other.marks)
    score, codes = 0, []
    for rule, most in STEPS:
        for code in rule(one, other):
            codes.append(code)
            score += VALUE[code]
        if score + most < least and not marked:
            return None
    return STRAIGHT if marked else score, tuple(POINTS[code] for code in codes)


# ---------------------------------------------------------------- who is compared


def candidates(incident, user, told=None):
    """What this person may see that scores 40 or more, the likeliest first."""
    if not (incident.place_id and incident.occurred_on):
        return []
    mine = account_of(incident, told)
    found = ((other, compared(mine, account_of(other))) for other in nearby(incident, user))
    likely = [Candidate(other, *said) for other, said in found if said[0] >= SHOWN_AT]
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

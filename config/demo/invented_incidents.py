"""Some two hundred invented incidents, in every status, each marked as invented.

Nobody is accused in them: their parties are unknown.
"""

from datetime import timedelta

from config.demo.building import fresh, incident_of, once, report_of, source_of, surroundings_of
from config.demo.invention import INVENTED, chance_of, merge, moment, spread, statuses
from incidents.choices import Facility, PartOfDay, Rejection, TimePrecision, Weapon
from incidents.models import Incident, Source
from incidents.workflow import WORKFLOW

SHARES = {
    "published": 88,
    "verified": 38,
    "submitted": 16,
    "draft": 14,
    "in_review": 12,
    "returned": 8,
    "rejected": 8,
    "amending": 6,
    "withdrawn": 4,
    "hidden": 3,
    "merged": 3,
}
WEAPONS = {
    Weapon.ARTILLERY: 9,
    Weapon.AIRSTRIKE: 6,
    Weapon.ROCKET: 5,
    Weapon.DRONE_STRIKE: 5,
    Weapon.MORTAR: 3,
    Weapon.UXO_EXPLOSION: 3,
    Weapon.GUIDED_MISSILE: 2,
    Weapon.CLUSTER_MUNITION: 1,
    Weapon.INCENDIARY: 1,
    Weapon.UNKNOWN: 1,
}
# What each weapon tends to hit here, and how it is told; the last is for the rest.
HIT = {
    Weapon.GUIDED_MISSILE: (Facility.VEHICLE, Facility.ROAD),
    Weapon.DRONE_STRIKE: (Facility.VEHICLE, Facility.FARMLAND, Facility.HOME),
    Weapon.UXO_EXPLOSION: (Facility.FARMLAND, Facility.HOME, Facility.ROAD),
    Weapon.MINE_IED: (Facility.FARMLAND, Facility.ROAD, Facility.VEHICLE),
}
ANYTHING = (
    Facility.RESIDENTIAL,
    Facility.HOME,
    Facility.FARMLAND,
    Facility.SCHOOL,
    Facility.MARKET,
    Facility.ROAD,
    Facility.MOSQUE,
    Facility.IDP_CAMP,
)
LEVELS = ("vicinity_hit", "damaged", "damaged", "partially_destroyed", "destroyed", "unknown")
ACTIONS = (
    ["ambulance_transfer"],
    ["site_inspection"],
    ["search_rescue", "ambulance_transfer"],
    ["first_aid", "ambulance_transfer"],
    ["firefighting"],
    ["recover_bodies", "debris_removal"],
)
SOURCES = (
    (Source.Kind.OWN_TEAM, "Duty team", 10),
    (Source.Kind.HOSPITAL, "Hospital list", 3),
    (Source.Kind.MEDIA, "Local media", 3),
    (Source.Kind.WITNESS, "A resident", 3),
    (Source.Kind.SOCIAL, "Post on a channel", 1),
)
COORDINATORS, REVIEWERS = ("coordinator", "coordinator2"), ("reviewer", "reviewer2")
QUESTIONS = (
    ("place", "The town or the village beside it?"),
    ("weapon", "Who says what it was, and how do they know?"),
    ("occurred_on", "Is the hour local time?"),
)


def load_invented_incidents(desk, count):
    """Incidents named invented-incident-1 to -count; a case that is there is left alone."""
    plan = zip(spread("incidents", count), statuses("incidents", SHARES, count), strict=True)
    for number, ((day, place), status) in enumerate(plan, start=1):
        name = f"invented-incident-{number}"
        once(Incident, name, lambda n=name, d=day, p=place, s=status: make(desk, n, d, p, s))


def make(desk, name, day, place, status):
    chance = chance_of(name)
    author = chance.choice(COORDINATORS)
    incident, source = log(desk, name, day, place, chance, author)
    if chance.random() < 0.6:
        desk.add(incident, *around(desk, incident, source, chance), by=author)
    if chance.random() < 0.3:
        desk.add(incident, *later_count(incident, source, day, chance), by=author)
    if status == "merged":
        twin, _ = log(desk, f"{name}-again", day, place, chance_of(name), author)
        merge(desk, incident, twin, by="reviewer", step="merge")
        return incident
    return walk(desk, incident, status, author, chance)


# ---------------------------------------------------------------- what is told


def log(desk, name, day, place, chance, author):
    [weapon] = chance.choices(list(WEAPONS), weights=list(WEAPONS.values()))
    facility = chance.choice(HIT.get(weapon, ANYTHING))
    fields = {
        "occurred_on": day,
        "weapon": weapon,
        "facility": facility,
        "narrative": INVENTED,
        **hour_of(chance),
    }
    incident = incident_of(desk, name, place.pcode, fields)
    source = told_by(incident, chance)
    desk.create(incident, source, *first_count(incident, source, day, chance), by=author)
    return incident, source


def hour_of(chance):
    """Most accounts give no hour; some a part of the day, a few a clock time."""
    roll = chance.random()
    if roll < 0.15:
        return {
            "time": f"{chance.randint(0, 23):02}:{chance.choice((0, 15, 20, 30, 45)):02}",
            "time_precision": TimePrecision.APPROXIMATE,
        }
    if roll < 0.4:
        return {
            "part_of_day": chance.choice(PartOfDay.values),
            "time_precision": TimePrecision.PART_OF_DAY,
        }
    return {}


def told_by(incident, chance):
    [(kind, name, _)] = chance.choices(SOURCES, weights=[weight for *_, weight in SOURCES])
    grading = {"reliability": chance.choice("BBC"), "credibility": chance.choice("223")}
    return source_of(incident, {"kind": kind, "name": name, **grading})


def first_count(incident, source, day, chance):
    facts = {"preliminary": True, "figures": toll(chance)}
    return at_hour(report_of(incident, source, facts | {"as_of": "2024-01-01T00:00"}), day, 18)


def later_count(incident, source, day, chance):
    """The number went up the next morning, as it often does."""
    first = incident.casualty_reports.first()
    killed = (first.range_of("killed").minimum or 0) + chance.choice((1, 1, 2))
    injured = max(first.range_of("injured").minimum or 0, 1)  # one of whom has died
    facts = {
        "as_of": "2024-01-01T00:00",
        "reason": "One of the injured died in hospital.",
        "figures": {"killed": {"total": [killed, killed]}, "injured": {"total": [injured, None]}},
    }
    return at_hour(report_of(incident, source, facts), day + timedelta(days=1), 9)


def at_hour(records, day, hour):
    records[0].as_of = moment(day, hour)
    return records


def toll(chance):
    """Exact, at least, between or unknown, in about the shares that real records have."""
    roll, killed, injured = chance.random(), chance.choice((0, 0, 1, 1, 2, 3)), chance.randint(0, 9)
    if roll < 0.12:
        return {"killed": {"total": [None, None]}, "injured": {"total": [None, None]}}
    if roll < 0.24:
        return {"killed": {"total": at_least(killed)}, "injured": {"total": at_least(injured)}}
    if roll < 0.36:
        return {"killed": {"total": [killed, killed + 2]}, "injured": {"total": at_least(injured)}}
    figures = {"killed": {"total": [killed, killed]}, "injured": {"total": [injured, injured]}}
    if killed and roll < 0.6:
        figures["killed"]["children"] = [1, 1]
    if injured > 2 and roll > 0.8:
        figures["injured"] |= {"children": [1, 1], "women": [1, 1]}
    return figures


def at_least(number):
    """“At least 0” says no more than that nobody knows, and nobody reports it so."""
    return [number or None, None]


def around(desk, incident, source, chance):
    facts = {
        "damages": [{"facility": incident.facility, "level": chance.choice(LEVELS)}],
        "responses": [{"organisation": "Syrian Civil Defence", "actions": chance.choice(ACTIONS)}],
        "attributions": [{"actor": "unknown-party", "standing": "suspected"}],
    }
    return surroundings_of(desk, incident, source, facts)


# ---------------------------------------------------------------- along the workflow


def walk(desk, incident, status, author, chance):
    reviewer = chance.choice(REVIEWERS)
    for step in WORKFLOW.path_to(status):
        given = given_to(step, desk, incident, author, chance)
        desk.move(incident, step, by=taker(step, author, reviewer), **given)
    return incident


def taker(step, author, reviewer):
    return {
        "submit": author,
        "amend": author,
        "publish": "publisher",
        "withdraw": "publisher",
        "hide": "protection",
    }.get(step, reviewer)


def given_to(step, desk, incident, author, chance):
    """What the step demands, on good values."""
    if step == "amend":
        report = later_count(incident, incident.sources.first(), incident.occurred_on, chance)
        desk.add(incident, *report, by=author)
        return {"reason": "A later count came in.", "report": report[0]}
    if step == "verify":
        return verdict(fresh(incident), chance)
    return {
        "return": {"comments": chance.sample(QUESTIONS, k=chance.choice((1, 2)))},
        "reject": {
            "rejection": chance.choice([r for r in Rejection.values if r != Rejection.DUPLICATE]),
            "reason": "Nothing that was told could be borne out.",
        },
        "publish": {"redaction_confirmed": True},
        "withdraw": {"reason": "A family asked for it."},
        "hide": {"reason": "It would lead to a witness."},
    }.get(step, {})


def verdict(incident, chance):
    own = incident.sources.filter(kind=Source.Kind.OWN_TEAM).exists()
    return {
        "evidence_grade": chance.choice(("fair", "confirmed")) if own else "weak",
        "adopted_report": incident.casualty_reports.last(),
        "location_checked": True,
        "sensitivity": "public",
    }

"""Plain keyword functions that make what tests need, through the verbs and along the workflow.

No case here can hold a state that the product cannot reach: `make_incident(status=…)` walks the
table's own path, each step taken by the first person of the cast who may.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import count
from zoneinfo import ZoneInfo

from django.contrib.auth.models import Group
from django.utils import timezone

from accounts.models import Organisation, User
from accounts.roles import ROLES as TABLE
from casework import actions, merging
from incidents import choices as incident_words
from incidents.duplicates import undecided
from incidents.ledger import CasualtyReport, Figure, Outcome
from incidents.ledger import Group as Of
from incidents.models import DuplicateAnswer, Incident, Source
from munitions.models import Category
from ordnance.choices import Certainty, Method
from ordnance.models import Disposal, Item, Sighting, Team, Ticket
from places.models import Area, AreaName

DAY = date(2024, 11, 28)
DAMASCUS = ZoneInfo("Asia/Damascus")
NUMBER = count(1)

ROLES = (
    "coordinator",
    "reviewer",
    "publisher",
    "dispatcher",
    "team_leader",
    "quality_reviewer",
    "data_manager",
    "protection_officer",
    "viewer",
    "administrator",
)

AREAS = (
    # pcode, level, parent, English, Arabic, point
    ("SY", 0, None, "Syria", "سوريا", (35.0, 38.5)),
    ("SY02", 1, "SY", "Aleppo", "حلب", (36.1469, 37.3952)),
    ("SY0200", 2, "SY02", "Jebel Saman", "جبل سمعان", (36.1, 37.0)),
    ("SY020001", 3, "SY0200", "Atareb", "أتارب", (36.14, 36.83)),
    ("C1022", 4, "SY020001", "Atareb", "الأتارب", (36.1379, 36.8284)),
    ("SY020004", 3, "SY0200", "Daret Azza", "دارة عزة", (36.28, 36.85)),
    ("C1139", 4, "SY020004", "Daret Azza", "دارة عزة", (36.285, 36.8511)),
    ("SY07", 1, "SY", "Idleb", "إدلب", (35.83, 36.63)),
    ("SY0703", 2, "SY07", "Harim", "حارم", (36.2, 36.5)),
    ("SY070301", 3, "SY0703", "Dana", "الدانا", (36.21, 36.77)),
    ("C4121", 4, "SY070301", "Sarmada", "سرمدا", (36.1866, 36.7239)),
)


def make_areas():
    """The two governorates and three towns of the first day; again makes nothing."""
    there = {each.pcode: each for each in Area.objects.with_parents()}
    for pcode, level, parent, name_en, name_ar, (latitude, longitude) in AREAS:
        if pcode not in there:
            there[pcode] = Area.objects.create(
                pcode=pcode,
                level=level,
                parent=there.get(parent),
                name_en=name_en,
                name_ar=name_ar,
                latitude=latitude,
                longitude=longitude,
            )
    return there


def empty_house():
    """No people and no areas, as before the first start; undone with the test."""
    User.objects.all().delete()
    Organisation.objects.all().delete()
    AreaName.objects.all().delete()
    for level in sorted(Area.Level.values, reverse=True):  # those below hold those above
        Area.objects.filter(level=level).delete()


def area(pcode="C1022"):
    return Area.objects.filter(pcode=pcode).first() or make_areas()[pcode]


def at(day=DAY, hour=12, minute=0):
    """An aware time of the organisation's local day."""
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=DAMASCUS)


# ---------------------------------------------------------------- people


def make_organisation(*, name="Civil Defence"):
    return Organisation.objects.get_or_create(
        name_en=name, defaults={"attribution": "the Syrian Civil Defense (White Helmets)"}
    )[0]


def make_person(*, role, organisation=None, username=None, areas=()):
    person = User.objects.create_user(
        username or f"{role}{next(NUMBER)}",
        password="a-password-of-tests",
        organisation=organisation or make_organisation(),
    )
    person.groups.add(Group.objects.get(name=role))
    person.areas.set(areas)
    return person


# Who plays what: one person of each role, second ones where a second person decides.
PARTS = {role: role for role in ROLES} | {
    "colleague": "coordinator",
    "second_reviewer": "reviewer",
    "second_quality": "quality_reviewer",
    "stranger": "reviewer",
}


@dataclass
class Cast:
    """The people of PARTS by name, all of one organisation but for the stranger."""

    players: dict

    def __getattr__(self, name):
        try:
            return self.players[name]
        except KeyError:
            raise AttributeError(name) from None

    @property
    def people(self):
        """One person of each role, by role."""
        return {role: self.players[role] for role in ROLES}

    def everyone(self):
        return [person for name, person in self.players.items() if name != "stranger"]

    def holders(self, permission):
        """Those of the organisation whose role holds the permission."""
        return [
            person
            for name, person in self.players.items()
            if name != "stranger" and permission in TABLE[PARTS[name]]
        ]


def make_cast():
    """The cast, from the database where it stands already."""
    there = User.objects.select_related("organisation").in_bulk(PARTS, field_name="username")
    elsewhere = {"stranger": "Another service"}
    for name, role in PARTS.items():
        if name not in there:
            service = make_organisation(name=elsewhere.get(name, "Civil Defence"))
            there[name] = make_person(role=role, username=name, organisation=service)
    return Cast({name: there[name] for name in PARTS})


# ---------------------------------------------------------------- incidents


def make_source(incident, *, kind=Source.Kind.OWN_TEAM, name="Civil Defence", **fields):
    return Source(incident=incident, kind=kind, name=name, **fields)


def figures(report, numbers):
    """{("killed", "total"): 15} or a (minimum, maximum) pair, None for unknown bounds."""
    rows = []
    for (outcome, group), value in numbers.items():
        low, high = value if isinstance(value, tuple) else (value, value)
        rows.append(Figure(report=report, outcome=outcome, group=group, minimum=low, maximum=high))
    return rows


def toll(*, killed=None, injured=None, children=None, women=None):
    """The figures most tests need, by outcome and group; None leaves one out: unknown."""
    named = {
        (Outcome.KILLED, Of.TOTAL): killed,
        (Outcome.INJURED, Of.TOTAL): injured,
        (Outcome.KILLED, Of.CHILDREN): children,
        (Outcome.KILLED, Of.WOMEN): women,
    }
    return {key: value for key, value in named.items() if value is not None}


def report_records(incident, source, numbers, **fields):
    report = CasualtyReport(incident=incident, source=source, **{"as_of": at(hour=18), **fields})
    return [report, *figures(report, numbers)]


def make_incident(*, cast, status="draft", by=None, place="C1022", numbers=None, **fields):
    """An incident with one source and one casualty report, walked to a status."""
    incident = Incident(
        place=area(place),
        **{"occurred_on": DAY, "weapon": incident_words.Weapon.AIRSTRIKE, **fields},
    )
    source = make_source(incident)
    records = [source, *report_records(incident, source, numbers or toll(killed=15, injured=5))]
    actions.create(incident, by=by or cast.coordinator, children=records)
    return walk(incident, status, cast, incident_inputs)


def incident_inputs(incident, step, cast):
    """What each step of an incident demands, on good values."""
    return {
        "verify": {
            "evidence_grade": "confirmed",
            "adopted_report": incident.casualty_reports.first(),
            "location_checked": True,
            "sensitivity": "public",
        },
        "return": {"comments": [("place", "Which quarter?")]},
        "reject": {"rejection": "test", "reason": "An exercise."},
        "publish": {"redaction_confirmed": True},
        "amend": {"reason": "A later count.", "report": incident.casualty_reports.last()},
    }.get(step, {"reason": "Because a test asks for it."})


def tell_apart(incident, *, by):
    """Say that none of the likely duplicates is the same attack; tests make many on one day."""
    answers = [
        DuplicateAnswer(
            incident=incident,
            other=found.incident,
            verdict=DuplicateAnswer.Verdict.DIFFERENT,
            score=found.score,
        )
        for found in undecided(incident, by)
    ]
    return actions.add(incident, *answers, by=by) if answers else incident


# ---------------------------------------------------------------- tickets


def make_team(cast, *, name="Team Aleppo 1", eod_level=4):
    team, _ = Team.objects.get_or_create(
        organisation=cast.team_leader.organisation,
        name=name,
        defaults={"eod_level": eod_level, "ied_skill": True},
    )
    team.members.add(cast.team_leader)
    return team


def make_ticket(*, cast, status="reported", by=None, place="C1022", found=1, **fields):
    """A ticket with one sighting and one submunition, walked to a status."""
    ticket = Ticket(place=area(place), **{"reported_at": at(hour=9), **fields})
    item = Item(
        ticket=ticket, category=Category.SUBMUNITION, quantity_reported=found, burial="surface"
    )
    sighting = Sighting(ticket=ticket, description="A small object with a ribbon.")
    actions.create(ticket, by=by or cast.dispatcher, children=[sighting, item])
    return walk(ticket, status, cast, ticket_inputs)


def ticket_inputs(ticket, step, cast):
    """What each step of a ticket demands, on good values."""
    reason = {"reason": "Because a test asks for it."}
    return {
        "triage": {
            "land_use": "home",
            "distance_to_people": "under_100",
            "duplicates_checked": True,
        },
        "cancel": {"cancel_reason": "test"},
        "assign": {
            "team": make_team(cast),
            "leader": cast.team_leader,
            "due_at": timezone.now() + timedelta(days=1),
        },
        "arrive": {
            "arrived_at": at(hour=11),
            "latitude": "36.137900",
            "longitude": "36.828400",
            "geo_precision": "exact",
        },
        "mark": {
            "marking": "tape",
            "actual_cordon_m": 300,
            "next_visit_on": DAY + timedelta(days=1),
            **reason,
        },
        "hold": {
            "hold_reason": "insecurity",
            "review_on": timezone.localdate() + timedelta(days=3),
        },
        "resolve": {
            "work_started_at": at(hour=12),
            "work_ended_at": at(hour=13),
            "actual_cordon_m": 300,
            "community_informed": True,
            **reason,
        },
        "resolve_empty": {
            "outcome": "not_found",
            "reason": "Searched the yard and the roof for an hour.",
        },
        "close": {"checked": True},
    }.get(step, reason)


def dispose_of_all(ticket, *, by, method=Method.DESTROYED_IN_PLACE):
    """Identify, count and dispose of everything, as the team does before it resolves."""
    for item in ticket.items.all():
        item.quantity_found = item.quantity_found or item.quantity_reported or 1
        item.certainty = Certainty.CONFIRMED
        actions.edit(item, by=by)
        ticket.refresh_from_db()
        left = item.balance.remaining
        if left:
            actions.add(
                ticket, Disposal(item=item, method=method, quantity=left, done_at=at()), by=by
            )
            ticket.refresh_from_db()
    return ticket


# ---------------------------------------------------------------- walking the table


def taker(case, step, cast):
    """The first of the cast whose roles and whose past allow the step."""
    holders = cast.holders(step.permission)
    for person in holders:
        if not step.guard(case, person):
            return person
    reasons = {str(p): str(step.guard(case, p)) for p in holders}
    raise AssertionError(f"nobody may take {step.name!r} on {case}: {reasons}")


def take(case, name, cast, inputs, *, by=None):
    """Take one step with good inputs; returns the fresh case."""
    step = case.workflow.steps[name]
    if isinstance(case, Incident) and name in ("submit", "verify"):
        case = tell_apart(case, by=cast.coordinator)
    if name == "resolve":
        case = dispose_of_all(case, by=cast.team_leader)
    if step.verb == "merge":
        survivor = (make_incident if isinstance(case, Incident) else make_ticket)(cast=cast)
        merging.merge(
            case, survivor, by=by or taker(case, step, cast), reason="The same.", step=name
        )
    elif step.verb == "unmerge":
        merging.unmerge(case, by=by or taker(case, step, cast), reason="Two after all.", step=name)
    else:
        given = inputs(case, name, cast)
        actions.move(case, name, by=by or taker(case, step, cast), **given)
    return type(case).objects.get(pk=case.pk)


def walk(case, status, cast, inputs):
    for name in case.workflow.path_to(status):
        case = take(case, name, cast, inputs)
    return case

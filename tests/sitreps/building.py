"""The first day of the project, put into the database through the verbs, as its people did."""

import json
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from casework import actions
from incidents.models import Damage, Incident, Response
from ordnance.models import Ticket
from sitreps.actions import add_claim
from sitreps.models import Claim, ClaimFigure
from sitreps.scope import Scope
from tests.factories import (
    DAMASCUS,
    DAY,
    Cast,
    area,
    at,
    dispose_of_all,
    incident_inputs,
    make_source,
    make_ticket,
    report_records,
    take,
    ticket_inputs,
    walk,
)

FACTS = json.loads(Path(__file__).with_name("first_day.json").read_text(encoding="utf-8"))
CLAIMS = {each["name"]: each for each in FACTS["claims"]}
HOUSE_SPELLINGS = {"C1022": "Atarib", "C1139": "Darat Izza"}


@dataclass
class FirstDay:
    """What the tests change or look up."""

    cast: Cast
    atarib: Incident
    darat_izza: Incident
    tickets: list
    scope: Scope


def numbers(rows):
    return {(outcome, group): (low, high) for outcome, group, low, high in rows}


def spell_as_the_house_does():
    for pcode, text in HOUSE_SPELLINGS.items():
        area(pcode).report_as(text)


def the_scope(organisation, first=DAY, last=DAY, pcodes=("SY02", "SY07")):
    return Scope(organisation, first, last, tuple(area(pcode) for pcode in pcodes))


def build_first_day(cast):
    organisation = cast.publisher.organisation
    spell_as_the_house_does()
    organisation.areas.set([area("SY02"), area("SY07")])
    atarib, darat_izza, _ = (build_incident(cast, facts) for facts in FACTS["incidents"])
    tickets = [build_ticket(cast, facts) for facts in FACTS["tickets"]]
    return FirstDay(cast, atarib, darat_izza, tickets, the_scope(organisation))


def build_incident(cast, facts, status="verified"):
    """Logged, with all that is known, by the coordinator; verified by others."""
    incident = Incident(
        place=area(facts["place"]), occurred_on=facts["day"], weapon=facts["weapon"]
    )
    source = make_source(incident)
    records = [source]
    for report in facts["reports"]:
        records += report_records(
            incident,
            source,
            numbers(report["figures"]),
            as_of=at(date.fromisoformat(facts["day"]), hour=report["hour"]),
            reason=report.get("reason", ""),
        )
    records += [Damage(incident=incident, **damage) for damage in facts["damages"]]
    records += [
        Response(incident=incident, organisation="Civil Defence", actions=done)
        for done in facts["responses"]
    ]
    actions.create(incident, by=cast.coordinator, children=records)
    return walk(incident, status, cast, latest_adopted)


def latest_adopted(incident, step, cast):
    given = incident_inputs(incident, step, cast)
    if step == "verify":
        given["adopted_report"] = incident.casualty_reports.last()
    return given


def build_ticket(cast, facts):
    """Reported, worked by the team and resolved on its day."""
    day = date.fromisoformat(facts["day"])
    inputs = inputs_on(day)
    ticket = make_ticket(
        cast=cast,
        place=facts["place"],
        title=facts["title"],
        site_name=facts["site_name"],
        reported_at=at(day, hour=7),
    )
    ticket = walk(ticket, "on_site", cast, inputs)
    dispose_of_all(ticket, by=cast.team_leader, method=facts["method"])
    return take(Ticket.objects.get(pk=ticket.pk), "resolve", cast, inputs)


def inputs_on(day):
    """What each step demands, with the times of a day's work."""
    times = {
        "arrive": {"arrived_at": at(day, hour=11)},
        "resolve": {"work_started_at": at(day, hour=12), "work_ended_at": at(day, hour=13)},
    }
    return lambda ticket, step, cast: {**ticket_inputs(ticket, step, cast), **times.get(step, {})}


def build_claim(cast, name="day", *, by=None, pcodes=("SY02", "SY07"), **changed):
    """One of the facts' claims, added as a reviewer would."""
    facts = CLAIMS[name]
    claim = Claim(
        source="Syrian Civil Defence",
        as_of=datetime.fromisoformat(facts["as_of"]).replace(tzinfo=DAMASCUS),
        period_start=facts["first"],
        period_end=facts["last"],
        weapons_text=facts.get("weapons", []),
        targets_text=facts.get("targets", []),
        reason=facts.get("reason", ""),
    )
    for key, value in changed.items():
        setattr(claim, key, value)
    figures = [
        ClaimFigure(outcome=outcome, group=group, minimum=low, maximum=high)
        for outcome, group, low, high in facts["figures"]
    ]
    areas = [area(pcode) for pcode in pcodes]
    return add_claim(claim, figures, areas=areas, by=by or cast.reviewer)

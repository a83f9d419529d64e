"""The first days, step by step: two strikes on towns, one on a camp, and what they left behind."""

from config.demo.building import (
    disposal_of,
    fresh,
    incident_of,
    item_of,
    once,
    report_of,
    sighting_of,
    source_of,
    surroundings_of,
    ticket_of,
)
from config.demo.facts import FIRST_DAY, local_time, with_times
from incidents.models import FieldComment, Incident
from ordnance.choices import Certainty
from ordnance.models import Item, Ticket

TEAM = "UXO team Atarib 1"
ACTS_OF_REVIEW = {"evidence_grade": "fair", "location_checked": True, "sensitivity": "public"}


def load_first_day(desk):
    """The three incidents, then the two tickets; what is there already stays as it is."""
    camp, atarib, darat_izza = FIRST_DAY["incidents"]
    once(Incident, camp["key"], lambda: strike_on_the_camp(desk, camp))
    once(Incident, atarib["key"], lambda: strike_on_atarib(desk, atarib))
    once(Incident, darat_izza["key"], lambda: strike_on_darat_izza(desk, darat_izza))
    for facts in FIRST_DAY["tickets"]:
        once(Ticket, facts["key"], lambda facts=facts: work_ticket(desk, facts))


# ---------------------------------------------------------------- incidents


def log(desk, facts, *, by="coordinator"):
    """The flash report: what was known at the first call."""
    incident = incident_of(desk, facts["key"], facts["place"], facts["fields"])
    source = source_of(incident, facts["source"])
    return desk.create(incident, source, *report_of(incident, source, facts["first_report"]), by=by)


def add_surroundings(desk, incident, facts):
    source = incident.sources.last()
    desk.add(incident, *surroundings_of(desk, incident, source, facts), by="coordinator")


def verify(desk, incident, *, by="reviewer", grade="fair"):
    """Start the review and verify with the last report adopted."""
    desk.move(incident, "submit", by="coordinator")
    desk.move(incident, "claim", by=by)
    desk.move(
        incident,
        "verify",
        by=by,
        adopted_report=incident.casualty_reports.last(),
        **{**ACTS_OF_REVIEW, "evidence_grade": grade},
    )
    return fresh(incident)


def strike_on_the_camp(desk, facts):
    incident = log(desk, facts)
    add_surroundings(desk, incident, facts)
    return verify(desk, incident)


def strike_on_atarib(desk, facts):
    """Three counts, a question of the reviewer, and the third count adopted."""
    incident = log(desk, facts)
    desk.move(incident, "submit", by="coordinator")
    add_count(desk, incident, facts, "second")
    desk.move(incident, "claim", by="reviewer")
    comment = facts["comment"]
    desk.move(incident, "return", by="reviewer", comments=[(comment["field"], comment["text"])])
    add_count(desk, incident, facts, "third")
    add_surroundings(desk, incident, facts)
    answer(desk, incident, comment["answer"])
    incident = verify(desk, incident, grade="confirmed")
    return desk.move(incident, "publish", by="publisher", redaction_confirmed=True)


def add_count(desk, incident, facts, nth):
    """A later count by another source: a new row on the ledger, the earlier ones stay."""
    source = source_of(incident, facts[f"{nth}_source"])
    report = report_of(incident, source, facts[f"{nth}_report"])
    desk.add(incident, source, *report, by="coordinator")


def answer(desk, incident, text):
    comment = FieldComment.objects.select_related("incident").get(incident=incident, answer="")
    comment.answer = text
    desk.edit(comment, by="coordinator")


def strike_on_darat_izza(desk, facts):
    incident = log(desk, facts)
    add_surroundings(desk, incident, facts)
    desk.add(incident, source_of(incident, facts["second_source"]), by="coordinator")
    return verify(desk, incident, by="reviewer2", grade="confirmed")


# ---------------------------------------------------------------- tickets


def work_ticket(desk, facts):
    """From the call to the disposal; closed only where nothing is left in a store."""
    incident = None
    if key := facts.get("incident"):
        incident = once(Incident, key, None)
    ticket = ticket_of(desk, facts["key"], facts["place"], facts["fields"], incident)
    item = item_of(desk, ticket, facts["item"])
    desk.create(ticket, sighting_of(ticket, facts["sighting"]), item, by="dispatcher")
    send_team(desk, ticket, facts)
    count_and_dispose(desk, ticket, facts)
    desk.move(ticket, "resolve", by="teamleader", **with_times(facts["resolve"]))
    if facts.get("closed"):
        desk.move(ticket, "close", by="quality", checked=True)
    return ticket


def send_team(desk, ticket, facts):
    desk.move(ticket, "triage", by="dispatcher", duplicates_checked=True, **facts["triage"])
    desk.move(
        ticket,
        "assign",
        by="dispatcher",
        team=desk.teams[TEAM],
        leader=desk.people["teamleader"],
        due_at=local_time(facts["due_at"]),
    )
    desk.move(ticket, "arrive", by="teamleader", **with_times(facts["arrive"]))


def count_and_dispose(desk, ticket, facts):
    item = Item.objects.select_related("ticket").get(ticket=ticket)
    item.quantity_found, item.certainty = facts["found"], Certainty.CONFIRMED
    desk.edit(item, by="teamleader")
    desk.add(ticket, disposal_of(item, desk.teams[TEAM], facts["disposal"]), by="teamleader")

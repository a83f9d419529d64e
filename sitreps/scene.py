"""What happened at the places of a day: weapons, what was hit, who answered, how a toll grew."""

from incidents.choices import DamageLevel, Weapon
from incidents.ledger import Group, Outcome

HARMED = (
    DamageLevel.DAMAGED,
    DamageLevel.PARTIAL,
    DamageLevel.DESTROYED,
    DamageLevel.OUT_OF_SERVICE,
)


def weapons_of(places):
    """The weapons on record with where they struck, in the order of the places."""
    found = {}
    for place in places:
        for attack in place.attacks:
            weapon = attack.incident.weapon
            if weapon != Weapon.UNKNOWN:
                found.setdefault(weapon, {})[place.area.pcode] = None
    return [{"weapon": str(code), "places": list(pcodes)} for code, pcodes in found.items()]


def targets_of(places):
    """What was hit, place by place; without damage on record the incident's facility says it."""
    return [
        {"place": place.area.pcode, "ref": attack.incident.ref, **hit}
        for place in places
        for attack in place.attacks
        for hit in hits_of(attack.incident)
    ]


def hits_of(incident):
    hits = [
        {
            "facility": damage.facility,
            "site": damage.site,
            "level": damage.level,
            "note": damage.note,
            "count": damage.count,
        }
        for damage in incident.damages.all()
    ]
    if not hits and incident.facility:
        hits = [
            {
                "facility": incident.facility,
                "site": "",
                "level": str(DamageLevel.UNKNOWN),
                "note": "",
                "count": None,
            }
        ]
    return hits


def responses_of(places):
    """What was done at each place, each action once."""
    found = []
    for place in places:
        done = dict.fromkeys(
            action
            for attack in place.attacks
            for response in attack.incident.responses.all()
            for action in response.actions
        )
        if done:
            found.append({"place": place.area.pcode, "actions": list(done)})
    return found


# ---------------------------------------------------------------- the toll as the day went on


def course_of(places):
    """Every counted-class report of the deadliest incident of the deadliest place, oldest first.

    Empty unless two reports or more tell of its dead: one number has no course.
    """
    if not places:
        return None
    attack = max(places[0].attacks, key=killed_least)
    counted = {report.pk for report in attack.counted}
    kinds = {report.population for report in attack.counted}
    rows = [
        course_row(report, report.pk in counted)
        for report in attack.incident.casualty_reports.all()
        if report.population in kinds and report.range_of(Outcome.KILLED).is_known
    ]
    if len(rows) < 2:
        return None
    return {"place": places[0].area.pcode, "ref": attack.incident.ref, "rows": rows}


def killed_least(attack):
    killed = attack.figures.get((Outcome.KILLED, Group.TOTAL))
    return (killed and killed.minimum) or 0


def course_row(report, counted):
    killed = report.range_of(Outcome.KILLED)
    return {
        "at": report.as_of.isoformat(),
        "source": "" if report.source.protected else report.source.name,
        "kind": report.source.kind,
        "min": killed.minimum,
        "max": killed.maximum,
        "about": killed.about,
        "counted": counted,
    }

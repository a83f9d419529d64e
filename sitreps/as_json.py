"""A report as JSON for other programs, in English, whatever the reader's language is.

A figure's plain key (`killed`, `children`) is its minimum; `<key>_max` stands beside it where the
maximum is known and another. Of whom: `children` is exact, `children_min` a lower bound. Totals
that are unknown and parts that are unknown or none are left out: absent is unknown, never 0.
"""

from django.utils import translation

from incidents.choices import DamageLevel
from incidents.ledger import Group, Outcome, Range
from sitreps import figures as sums
from sitreps import wording
from sitreps.scene import HARMED

# What stands before a part's name: the killed of a place are its plain `children`.
PREFIX = {
    Outcome.KILLED: "",
    Outcome.INJURED: "injured_",
    Outcome.MISSING: "missing_",
    Outcome.TRAPPED: "trapped_",
}


def as_json(facts, status="preliminary"):
    """The shape that partners read; see docs/sitreps.md."""
    with translation.override("en"):
        return {
            **head(facts, status),
            **tolls(facts),
            "by_place": by_place(facts),
            **deadliest(facts),
            "weapons": weapons(facts),
            "targets": targets(facts),
            "damage": damage(facts),
            "responses": responses(facts),
            "ordnance_week_to_date": ordnance(facts["ordnance"]),
            "safety_message": str(wording.SAFETY),
        }


def head(facts, status):
    first, last = facts["period"]["first"], facts["period"]["last"]
    days = {"date": first} if first == last else {"period": {"first": first, "last": last}}
    said_by = facts["attribution"]
    return {
        **days,
        "area": [f"{area['pcode']} {area['name']}" for area in facts["areas"]],
        **({"attribution": f"according to {said_by}"} if said_by else {}),
        "status": status,
    }


# ---------------------------------------------------------------- tolls


def tolls(facts):
    """Killed and injured always, “unknown” if need be; missing and trapped where somebody said."""
    figures = sums.unpacked(facts["headline"])
    always = (Outcome.KILLED, Outcome.INJURED)
    return {
        str(code): toll(figures, code)
        for code in sums.OUTCOMES
        if code in always or (code, Group.TOTAL) in figures
    }


def toll(figures, code):
    total = figures.get((code, Group.TOTAL), Range())
    return {
        "text": wording.figure(total),
        **bounds("", total),
        "of_whom": of_whom(figures, code),
    }


def bounds(prefix, value):
    """`min`, and `max` where it is known and another."""
    said = {} if value.minimum is None else {f"{prefix}min": value.minimum}
    if value.maximum is not None and value.maximum != value.minimum:
        said[f"{prefix}max"] = value.maximum
    return said


def of_whom(figures, code):
    said = {}
    for group, value in wording.parts(figures, code):
        exact = value.minimum == value.maximum
        said |= {group: value.minimum} if exact else bounds(f"{group}_", value)
    rest = sums.unspecified(figures, code)
    return said | ({"unspecified": rest} if rest else {})


# ---------------------------------------------------------------- places


def by_place(facts):
    rows = [
        {"place": place["name"], "pcode": place["pcode"], **counts(place["figures"], exact=True)}
        for place in facts["places"]
    ]
    if facts["residual"]:
        row = {"place": "Other / not located"}
        rows.append(row | counts(facts["residual"]["figures"], exact=False))
    return rows


def counts(stored, *, exact):
    """A row's minima. `exact` rows say in words where a total is not one number.

    The remainder of a claim is as vague as the claim, which the headline says.
    """
    figures, said = sums.unpacked(stored), {}
    for code in sums.OUTCOMES:
        total = figures.get((code, Group.TOTAL))
        if total is None:
            continue
        said |= count(str(code), total)
        if exact and total.minimum != total.maximum:
            said[f"{code}_text"] = wording.figure(total)
        for group, value in wording.parts(figures, code):
            said |= count(f"{PREFIX[code]}{group}", value)
    return said


def count(key, value):
    said = {} if value.minimum is None else {key: value.minimum}
    if value.maximum is not None and value.maximum != value.minimum:
        said[f"{key}_max"] = value.maximum
    return said


def deadliest(facts):
    """The one place with most killed; nothing where none is known to be killed, or two tie."""
    killed = [
        (least_killed(place), place["name"]) for place in facts["places"] if least_killed(place)
    ]
    most = [name for number, name in killed if number == max(killed)[0]]
    return {"deadliest": most[0]} if len(most) == 1 else {}


def least_killed(place):
    return sums.unpacked(place["figures"]).get((Outcome.KILLED, Group.TOTAL), Range()).minimum or 0


# ---------------------------------------------------------------- what, who, ordnance


def place_names(facts):
    return {place["pcode"]: place["name"] for place in facts["places"]}


def unique(texts):
    return list(dict.fromkeys(texts))


def weapons(facts):
    named = (facts["claim"] or {}).get("weapons", [])
    return unique([*(wording.weapon(each["weapon"]) for each in facts["weapons"]), *named])


def targets(facts):
    named = (facts["claim"] or {}).get("targets", [])
    return unique([*(wording.site(hit) for hit in facts["targets"]), *named])


def damage(facts):
    """What was harmed; a place whose vicinity was hit, or whose state is unknown, is no damage."""
    names = place_names(facts)
    return [
        {
            "place": names[hit["place"]],
            "site": wording.site(hit),
            "level": wording.damage_level(hit),
            **({"count": hit["count"]} if hit["count"] else {}),
        }
        for hit in facts["targets"]
        if DamageLevel(hit["level"]) in HARMED
    ]


def responses(facts):
    names = place_names(facts)
    return [f"{wording.actions(each)} ({names[each['place']]})" for each in facts["responses"]]


def ordnance(week):
    """Exact points are never part of a report."""
    return {
        "responses_min": len(week["items"]),
        "items": [
            {
                "where": wording.ordnance_place(item),
                "what": wording.ordnance_what(item),
                "action": wording.ordnance_done(item),
            }
            for item in week["items"]
        ],
    }

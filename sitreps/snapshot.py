"""A document frozen: its one way of being written, its hash, and what changed since."""

import hashlib
import json

from sitreps.figures import GROUPS, OUTCOMES


def canonical(document):
    """The same bytes for the same facts, on every machine."""
    return json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def digest(text):
    return hashlib.sha256(text.encode()).hexdigest()


def fingerprint(facts):
    """What a person saw of the facts. Record versions are left out: they change no figure."""
    shown = {key: value for key, value in facts.items() if key != "records"}
    return digest(canonical(shown))


# ---------------------------------------------------------------- what changed


def changes(old, new):
    """Every figure that differs between two documents' facts, the day's own first.

    Each is {"place", "what", "group", "old", "new", "reason"}; place null means the whole report,
    old or new null means not stated.
    """
    why = claim_reason(old, new)
    found = figure_changes(None, old["headline"], new["headline"], why)
    found += count_change("attacks", old["attacks"], new["attacks"])
    before = {place["pcode"]: place for place in old["places"]}
    after = {place["pcode"]: place for place in new["places"]}
    for pcode in {**after, **before}:
        place = after.get(pcode) or before[pcode]
        told = [side[pcode]["figures"] if pcode in side else {} for side in (before, after)]
        found += figure_changes(place, *told, after.get(pcode, {}).get("reason", {}))
    done = [len(facts["ordnance"]["items"]) for facts in (old, new)]
    return found + count_change("ordnance", *done)


def claim_reason(old, new):
    """The new claim's reason; nothing where the headline moved with the records alone."""
    if new["claim"] and (old["claim"] or {}).get("id") != new["claim"]["id"]:
        return new["claim"]["reason"]
    return {}


def figure_changes(place, old, new, why):
    named = place and {key: place[key] for key in ("pcode", "name", "name_ar")}
    return [
        {
            "place": named,
            "what": str(code),
            "group": str(group),
            "old": before,
            "new": after,
            "reason": why,
        }
        for code in OUTCOMES
        for group in GROUPS
        if (before := old.get(code, {}).get(group)) != (after := new.get(code, {}).get(group))
    ]


def count_change(what, old, new):
    """A count of records, exact by nature."""
    if old == new:
        return []
    packed = [{"min": number, "max": number, "about": False} for number in (old, new)]
    shown = {"place": None, "what": what, "group": "total", "reason": {}}
    return [{**shown, "old": packed[0], "new": packed[1]}]

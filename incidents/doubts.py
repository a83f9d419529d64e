"""What is odd in an incident and may be right: told wherever it comes in, never a mistake.

Two of them, a large area and very many people, want a word from whoever submits it.
"""

from collections import Counter
from typing import NamedTuple

from casework.sentences import say as _
from incidents.ledger import OUTCOME_FIRST, UNKNOWN, Group, Outcome, parts_minimum
from places.models import Area

# Killed and injured of one report together; source: domain notes G1.
MANY = 500
PARTS_ABOVE, MANY_PEOPLE = "parts_above", "many_people"


class Doubt(NamedTuple):
    """One sentence on an outcome's numbers; `code` names the kind."""

    outcome: str
    code: str
    sentence: str


def doubts_of(ranges):
    """The Doubts about one report; `ranges` is {(outcome, group): Range}."""
    named = Counter(outcome for outcome, _group in ranges)
    told = [outcome for outcome, n in named.items() if n > 1]  # one number doubts no other
    found = [doubt for outcome in told for doubt in doubts_of_parts(ranges, outcome)]
    if people := very_many(ranges):
        sentence = _("%(n)d people killed and injured: look at the numbers once more.")
        found.append(Doubt(Outcome.KILLED, MANY_PEOPLE, sentence % {"n": people}))
    return found


def doubts_of_parts(ranges, outcome):
    if parts := parts_above_least(ranges, outcome):
        sentence = _("%(outcome)s: the parts add up to %(parts)d. Raise “at least” to %(parts)d?")
        facts = {"outcome": OUTCOME_FIRST[outcome], "parts": parts}
        yield Doubt(outcome, PARTS_ABOVE, sentence % facts)
    yield from groups_above(ranges, outcome)


def parts_above_least(ranges, outcome):
    """What the parts add up to, if that is above the total's minimum and not above its maximum,
    which is an error; else 0."""
    total = ranges.get((outcome, Group.TOTAL), UNKNOWN)
    if total.minimum is None:
        return 0
    parts = parts_minimum(ranges, outcome)
    possible = total.maximum is None or parts <= total.maximum
    return parts if parts > total.minimum and possible else 0


# Counted inside; source: domain notes G1.
INSIDE = {Group.CHILDREN: (Group.BOYS, Group.GIRLS), Group.ADULTS: (Group.MEN, Group.WOMEN)}


def groups_above(ranges, outcome):
    """A Doubt where boys and girls are more than the children can be, or men and women than the
    adults. No mistake: a sheet may call “children” those whose sex nobody knows."""
    for group, inside in INSIDE.items():
        most = ranges.get((outcome, group), UNKNOWN).maximum
        if most is None:
            continue
        parts = sum(ranges.get((outcome, part), UNKNOWN).minimum or 0 for part in inside)
        if parts > most:
            sentence = _("%(outcome)s: %(groups)s add up to %(parts)d, and %(whole)s are %(most)d.")
            facts = {
                "outcome": OUTCOME_FIRST[outcome],
                "groups": [part.label for part in inside],
                "parts": parts,
                "whole": group.label,
                "most": most,
            }
            yield Doubt(outcome, f"{group}_parts", sentence % facts)


def very_many(ranges):
    """How many people a report may speak of as killed or injured, if more than MANY; else 0."""
    if sum(max(r.minimum or 0, r.maximum or 0) for r in ranges.values()) <= MANY:
        return 0  # as in all but a few of a sheet's rows
    people = most(ranges, Outcome.KILLED) + most(ranges, Outcome.INJURED)
    return people if people > MANY else 0


def most(ranges, outcome):
    total = ranges.get((outcome, Group.TOTAL), UNKNOWN)
    named = total.minimum if total.maximum is None else total.maximum
    return max(named or 0, parts_minimum(ranges, outcome))


def is_large(area):
    """Whether an area is no place yet: a district, a governorate, the country."""
    return area.level < Area.Level.SUBDISTRICT


def asked_at_submission(area, tolls):
    """Sentences that whoever submits answers with a word; `tolls` are the ranges of each report."""
    asked = []
    if is_large(area):
        sentence = _(
            "%(place)s is a large area. Choose the sub-district or the town, or submit it with a "
            "word why it is not known."
        )
        asked.append(sentence % {"place": area.name})
    if people := max(map(very_many, tolls), default=0):
        sentence = _(
            "%(n)d people killed and injured: submit it with a word that the numbers are right."
        )
        asked.append(sentence % {"n": people})
    return asked

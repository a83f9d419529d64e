"""The arithmetic of a day: sums of ranges, what a claim leaves unplaced, who is not specified.

A set of figures is {(outcome, group): Range}, holding known ranges only: what is absent is
unknown, and unknown is never 0.
"""

from dataclasses import dataclass

from incidents.ledger import UNKNOWN, Group, Outcome, Range

OUTCOMES = (Outcome.KILLED, Outcome.INJURED, Outcome.MISSING, Outcome.TRAPPED)
# Groups that do not overlap once `told` has been over them, in the order that reports name them.
PARTS = (Group.CHILDREN, Group.WOMEN, Group.MEN, Group.ADULTS)
GROUPS = (Group.TOTAL, *PARTS)


def told(ranges):
    """What one report or claim says, in groups that do not overlap.

    Boys and girls are told as children where children were not stated; adults stay only where
    neither men nor women were; a total that was not stated is at least its parts.
    """
    figures = {}
    for outcome in OUTCOMES:
        parts = {group: ranges.get((outcome, group), UNKNOWN) for group in PARTS}
        if not parts[Group.CHILDREN].is_known:
            parts[Group.CHILDREN] = sum_known(ranges, outcome, (Group.BOYS, Group.GIRLS))
        if parts[Group.WOMEN].is_known or parts[Group.MEN].is_known:
            del parts[Group.ADULTS]
        total = ranges.get((outcome, Group.TOTAL), UNKNOWN)
        if not total.is_known and any(each.is_known for each in parts.values()):
            total = Range(sum(each.minimum or 0 for each in parts.values()))
        for group, value in {Group.TOTAL: total, **parts}.items():
            if value.is_known:
                figures[outcome, group] = value
    return figures


def sum_known(ranges, outcome, groups):
    """The sum over groups; “at least” where one of them is unknown."""
    return Range.total(ranges.get((outcome, group), UNKNOWN) for group in groups)


def added(many):
    """Σ of minima to Σ of maxima, group by group, over several sets of figures.

    None here and unknown there is unknown: “at least 0” would say nothing.
    """
    many = list(many)
    keys = {key for figures in many for key in figures}
    totals = {key: Range.total(figures.get(key, UNKNOWN) for figures in many) for key in keys}
    return {key: each for key, each in totals.items() if each.minimum or each.maximum is not None}


def headline(claimed, placed):
    """The claim's figures, and what the records add to them: parts that the claim is silent on.

    The records say only how many at least: people not yet located may belong to the part too.
    """
    figures = dict(claimed)
    for outcome in OUTCOMES:
        for group in GROUPS:
            value = placed.get((outcome, group), UNKNOWN)
            if not claimed.get((outcome, group), UNKNOWN).is_known and value.minimum:
                figures[outcome, group] = Range(value.minimum)
    return figures


def unspecified(figures, outcome):
    """The total's minimum less the parts that are stated; None where the total is unknown."""
    total = figures.get((outcome, Group.TOTAL), UNKNOWN).minimum
    if total is None:
        return None
    stated = sum(figures.get((outcome, group), UNKNOWN).minimum or 0 for group in PARTS)
    return max(0, total - stated)


# ---------------------------------------------------------------- other, not yet located


@dataclass(frozen=True)
class Residual:
    """What a claim counts beyond the places on record.

    `conditional`: a part holds only if places that do not state it had none of it.
    `alarms` are (outcome, group) whose places exceed the claim: it is stale, or one was entered
    twice.
    """

    figures: dict
    conditional: bool = False
    alarms: tuple = ()

    @property
    def is_empty(self):
        return not any(value.minimum or value.maximum for value in self.figures.values())


def residual(claimed, placed):
    """Claim − Σ records, per outcome and group that the claim states."""
    figures, alarms, conditional = {}, [], False
    for outcome in OUTCOMES:
        rest = {}
        for group in GROUPS:
            claim, sum_ = claimed.get((outcome, group)), placed.get((outcome, group), UNKNOWN)
            if claim is None:
                continue
            if exceeds(sum_, claim):
                alarms.append((outcome, group))
            else:
                rest[group] = less(claim, sum_)
                conditional |= group in PARTS and sum_.maximum is None and bool(claim.minimum)
        figures |= {(outcome, group): value for group, value in consistent(rest).items()}
    return Residual(figures, conditional, tuple(alarms))


def exceeds(placed, claim):
    ceiling = claim.minimum if claim.maximum is None else claim.maximum
    return (placed.minimum or 0) > ceiling


def less(claim, placed):
    """What is left of a claim. A place whose number is unknown or open leaves its minimum out."""
    low = placed.minimum or 0
    high = low if placed.maximum is None else placed.maximum
    return Range(
        None if claim.minimum is None else max(0, claim.minimum - high),
        None if claim.maximum is None else claim.maximum - low,
        claim.about or placed.about,
    )


def consistent(rest):
    """Parts are left unsaid where they add up to more people than the rest can hold."""
    total = rest.get(Group.TOTAL)
    if total is None:
        return {}
    parts = sum(rest[group].minimum or 0 for group in PARTS if group in rest)
    ceiling = total.minimum if total.maximum is None else total.maximum
    return rest if parts <= (ceiling or 0) else {Group.TOTAL: total}


# ---------------------------------------------------------------- as JSON


def packed(figures):
    """{"killed": {"total": {"min": 20, "max": null, "about": false}}}; known ranges only."""
    found = {}
    for outcome in OUTCOMES:
        for group in GROUPS:
            value = figures.get((outcome, group), UNKNOWN)
            if value.is_known:
                found.setdefault(str(outcome), {})[str(group)] = pack(value)
    return found


def pack(value):
    return {"min": value.minimum, "max": value.maximum, "about": value.about}


def unpack(value):
    """The Range of one packed value; unknown for None."""
    return Range(value["min"], value["max"], value["about"]) if value else UNKNOWN


def unpacked(stored):
    """A set of figures again."""
    return {
        (Outcome(outcome), Group(group)): unpack(value)
        for outcome, groups in stored.items()
        for group, value in groups.items()
    }

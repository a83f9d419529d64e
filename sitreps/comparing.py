"""Two documents side by side: another day's figures, or the same days told at another time.

Of other days the numbers may be more or fewer, where their bounds allow it to be said. Of the same
days a number that differs is revised: the same people were counted again.
"""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from casework.wording import figure_parts
from incidents.ledger import UNKNOWN, Group, Range
from sitreps import charts, wording
from sitreps import figures as sums
from sitreps.sheet import Cell, change_name, told_changes

NO_END = float("inf")


@dataclass(frozen=True)
class Difference:
    """How a number stands to another's: `sign` is more, fewer, same or open (cannot be said)."""

    sign: str
    words: str


# ---------------------------------------------------------------- other days


def difference(before, now):
    """What can be said for sure: bounds that overlap say neither more nor fewer."""
    if not before.is_known:
        return Difference("open", _("unknown before"))
    if not now.is_known:
        return Difference("open", _("unknown now"))
    for sign, high, low in (("more", now, before), ("fewer", before, now)):
        gap = floor(high) - ceiling(low)
        if gap > 0:
            return Difference(sign, in_words(sign, gap, before, now))
    if all(is_exact(value) and not value.about for value in (before, now)):
        return Difference("same", _("the same"))
    return Difference("open", _("the bounds overlap"))


def floor(value):
    return value.minimum or 0


def ceiling(value):
    return NO_END if value.maximum is None else value.maximum


def is_exact(value):
    return value.minimum is not None and value.minimum == value.maximum


def in_words(sign, gap, before, now):
    """“3 more”, “at least 3 fewer”, “about 3 more”."""
    exact = is_exact(before) and is_exact(now)
    most = gap if exact else None
    pattern, shown = figure_parts(gap, most, "about" if before.about or now.about else "")
    figure = str(pattern).format(n=shown)
    sentence = _("%(figure)s more") if sign == "more" else _("%(figure)s fewer")
    return sentence % {"figure": figure}


def beside(before, now):
    """The lines of two documents about other days: the whole first, then place by place."""
    lines = [line(_("attacks"), exactly(before["attacks"]), exactly(now["attacks"]))]
    heads = [sums.unpacked(facts["headline"]) for facts in (before, now)]
    for code in sums.OUTCOMES:
        for group in sums.GROUPS:
            values = [figures.get((code, group), UNKNOWN) for figures in heads]
            if any(value.is_known for value in values):
                named = change_name({"what": code, "group": group})
                lines.append(line(named, *values, is_part=group != Group.TOTAL))
    done = [exactly(responses(facts)) for facts in (before, now)]
    return [*lines, line(_("ordnance responses"), *done)]


def exactly(number):
    return Range(number, number)


def responses(facts):
    """Ordnance work that ended inside the period; the list of a report reaches back to its week."""
    period = facts["period"]
    days = [item["day"] for item in facts["ordnance"]["items"]]
    return sum(period["first"] <= day <= period["last"] for day in days)


def line(name, before, now, *, is_part=False):
    return {
        "name": wording.capital_first(name),
        "before": Cell(before),
        "now": Cell(now),
        "difference": difference(before, now),
        "is_part": is_part,
    }


def places_beside(before, now):
    """Places struck in either, the latter's first; "" for a side that has no attack on record."""
    sides = [{place["pcode"]: place for place in facts["places"]} for facts in (before, now)]
    return [
        {
            "name": wording.name(sides[1].get(pcode) or sides[0][pcode]),
            "before": told_at(sides[0].get(pcode)),
            "now": told_at(sides[1].get(pcode)),
        }
        for pcode in {**sides[1], **sides[0]}
    ]


def told_at(place):
    return wording.toll_line(sums.unpacked(place["figures"])) if place else ""


def bars(before, now, names):
    """The two headlines as bars on one scale; an unknown number has none."""
    rows = [sums.unpacked(facts["headline"]) for facts in (before, now)]
    drawn = charts.place_bars(rows, mirrored=wording.is_mirrored())
    return [
        {"name": name, "bars": each, "unplaced": False}
        for name, each in zip(names, drawn, strict=True)
    ]


# ---------------------------------------------------------------- the same days


def revisions(changes):
    """Lines of what `snapshot.changes` found, each with what kind of change it is."""
    return [
        told | {"kind": kind_of(change)}
        for told, change in zip(told_changes(changes), changes, strict=True)
    ]


def kind_of(change):
    """New where nothing was stated before; never “more” or “fewer” of the same people."""
    old, new = sums.unpack(change["old"]), sums.unpack(change["new"])
    if not old.is_known:
        return _("newly stated")
    return _("revised") if new.is_known else _("no longer stated")

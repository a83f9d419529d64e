"""A document laid out for one sheet of paper: rows, cells and links, in the reader's language."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from casework.wording import UNSTATED_MARK, figure_parts
from incidents.choices import DamageLevel
from incidents.ledger import Group, Outcome, Qualifier, Range
from sitreps import as_json, charts, wording
from sitreps import figures as sums
from sitreps.scene import HARMED

MARKS = {Qualifier.AT_LEAST: "≥ ", Qualifier.UP_TO: "≤ ", Qualifier.ABOUT: "≈ "}


@dataclass(frozen=True)
class Cell:
    """A number of the table: short for the eye, in words for the ear; links to its rows."""

    value: Range
    strong: bool = False
    url: str = ""

    @property
    def short(self):
        if not self.value.is_known:
            return str(UNSTATED_MARK)
        shown = figure_parts(self.value.minimum, self.value.maximum)[1]
        return f"{MARKS.get(self.value.qualifier, '')}{shown}"

    @property
    def words(self):
        return wording.figure(self.value)


class Sheet:
    """What the page and the text for messaging show of one document's facts."""

    def __init__(self, facts):
        self.facts = facts
        self.headline = sums.unpacked(facts["headline"])
        self.residual = sums.unpacked((facts["residual"] or {}).get("figures", {}))
        self.places = [(place, sums.unpacked(place["figures"])) for place in facts["places"]]
        self.names = {place["pcode"]: wording.name(place) for place, _figures in self.places}
        self.mirrored = wording.is_mirrored()

    # -- head

    @property
    def is_day(self):
        return self.facts["period"]["first"] == self.facts["period"]["last"]

    @property
    def title(self):
        first, last = self.facts["period"]["first"], self.facts["period"]["last"]
        return wording.long_day(first) if self.is_day else wording.dates(first, last)

    @property
    def areas(self):
        return wording.listed([wording.name(area) for area in self.facts["areas"]])

    @property
    def is_empty(self):
        facts = self.facts
        return not (facts["attacks"] or facts["claim"] or facts["ordnance"]["items"])

    # -- key figures

    @property
    def keys(self):
        always = (Outcome.KILLED, Outcome.INJURED)
        return [
            {
                "outcome": wording.outcome(code),
                "code": str(code),
                "value": self.headline.get((code, Group.TOTAL), Range()),
                "parts": self.key_parts(code),
                "bar": charts.share_bar(self.headline, code, mirrored=self.mirrored),
                "line": wording.parts_line(self.headline, code),
            }
            for code in sums.OUTCOMES
            if code in always or (code, Group.TOTAL) in self.headline
        ]

    def key_parts(self, code):
        parts = [
            {"group": group, "label": wording.group(group), "value": value}
            for group, value in wording.parts(self.headline, code)
        ]
        if rest := sums.unspecified(self.headline, code):
            group = str(Group.UNSPECIFIED)
            whole = Range(rest, rest)
            parts.append({"group": group, "label": wording.group(group), "value": whole})
        return parts

    # -- the table by place

    @property
    def columns(self):
        """Killed and injured, each with the parts that anybody stated; children always."""
        every = [self.headline, self.residual, *(figures for _place, figures in self.places)]
        said = {key for figures in every for key in figures}
        return [
            (code, group)
            for code in sums.OUTCOMES[:2]
            for group in sums.GROUPS
            if group in (Group.TOTAL, Group.CHILDREN) or (code, group) in said
        ]

    @property
    def heads(self):
        return [
            {
                "label": wording.capital_first(wording.outcome(code))
                if group == Group.TOTAL
                else wording.group(group)
            }
            for code, group in self.columns
        ]

    def cells(self, figures, url=""):
        return [
            Cell(figures.get((code, group), Range()), group == Group.TOTAL, url)
            for code, group in self.columns
        ]

    @property
    def rows(self):
        return [
            {
                "name": wording.name(place),
                "within": place["within_ar"] if wording.is_arabic() else place["within"],
                "cells": self.cells(figures, self.place_url(place)),
                "url": self.place_url(place),
                "refs": [(ref, reverse("incidents:detail", args=[ref])) for ref in place["refs"]],
                "line": wording.toll_line(figures),
                "verified": place["verified"],
            }
            for place, figures in self.places
        ]

    def place_url(self, place):
        """The record itself where there is one, else the list of those that make up the row."""
        if len(place["refs"]) == 1:
            return reverse("incidents:detail", args=place["refs"])
        return self.incidents_url(place["pcode"])

    def incidents_url(self, pcode=""):
        period = self.facts["period"]
        asked = {"since": period["first"], "until": period["last"]}
        return (
            f"{reverse('incidents:list')}?{urlencode(asked | ({'area': pcode} if pcode else {}))}"
        )

    @property
    def rest(self):
        """The line “other, not yet located”; None where nothing is left over."""
        if not self.facts["residual"]:
            return None
        return {
            "cells": self.cells(self.residual),
            "line": wording.toll_line(self.residual),
            "conditional": self.facts["residual"]["conditional"],
            "sum": [self.residual_sum(code) for code in self.residual_totals()],
        }

    def residual_totals(self):
        return [code for code in sums.OUTCOMES if (code, Group.TOTAL) in self.residual]

    def residual_sum(self, code):
        """“killed: 20 − (15 + 4) = 1”, in minima."""
        least = [
            figures.get((code, Group.TOTAL), Range()).minimum for _place, figures in self.places
        ]
        numbers = " + ".join(str(number) for number in least if number) or "0"
        return {
            "outcome": wording.outcome(code),
            "sum": f"{self.headline[code, Group.TOTAL].minimum} − ({numbers}) = "
            f"{self.residual[code, Group.TOTAL].minimum}",
        }

    @property
    def unplaced(self):
        """How many deaths and injuries, at the least, have no place yet."""
        totals = [self.residual[code, Group.TOTAL].minimum or 0 for code in self.residual_totals()]
        return sum(totals)

    @property
    def total(self):
        return {"cells": self.cells(self.headline), "url": self.claim_url or self.incidents_url()}

    @property
    def claim_url(self):
        claim = self.facts["claim"]
        return reverse("sitreps:claim", args=[claim["id"]]) if claim else ""

    @property
    def alarms(self):
        return [
            {
                "outcome": wording.outcome(alarm["outcome"]),
                "group": wording.group(alarm["group"]) if alarm["group"] != Group.TOTAL else "",
                "claimed": wording.figure(sums.unpack(alarm["claimed"])),
                "placed": wording.figure(sums.unpack(alarm["placed"])),
            }
            for alarm in self.facts["alarms"]
        ]

    @property
    def checked(self):
        """Reported against verified, for each outcome that anybody counted."""
        placed, verified = (sums.unpacked(self.facts[key]) for key in ("placed", "verified"))
        return [
            {
                "outcome": wording.outcome(code),
                "reported": placed[code, Group.TOTAL],
                "verified": verified.get((code, Group.TOTAL), Range()),
            }
            for code in sums.OUTCOMES
            if (code, Group.TOTAL) in placed
        ]

    @property
    def others(self):
        return [
            {
                "who": wording.population(each["population"]),
                "line": wording.toll_line(sums.unpacked(each["figures"])),
            }
            for each in self.facts["others"]
        ]

    # -- charts

    @property
    def bars(self):
        names = [wording.name(place) for place, _figures in self.places]
        rows = [figures for _place, figures in self.places]
        if self.rest:
            names, rows = [*names, wording.ELSEWHERE], [*rows, self.residual]
        drawn = charts.place_bars(rows, mirrored=self.mirrored)
        last = len(names) - 1 if self.rest else None
        return [
            {"name": name, "bars": bars, "unplaced": place == last}
            for place, (name, bars) in enumerate(zip(names, drawn, strict=True))
        ]

    @property
    def course(self):
        found = self.facts["course"]
        if not found:
            return None
        points = charts.course(found["rows"], mirrored=self.mirrored)
        for point in points:
            point["when"] = wording.moment(point["at"])
            point["who"] = point["source"] or wording.source_kind(point["kind"])
        return {"place": self.names[found["place"]], "points": points}

    # -- what, who, ordnance

    @property
    def weapons(self):
        found = [
            {
                "name": wording.weapon(each["weapon"]),
                "where": gettext(", ").join(self.names[pcode] for pcode in each["places"]),
            }
            for each in self.facts["weapons"]
        ]
        named = (self.facts["claim"] or {}).get("weapons", [])
        return found + [{"name": name, "where": ""} for name in named]

    @property
    def hits(self):
        """What was hit: first what was harmed, then where the level of damage says no harm."""
        found = [
            {
                "site": wording.site(hit),
                "where": self.names[hit["place"]],
                "level": wording.damage_level(hit) if hit["level"] != DamageLevel.UNKNOWN else "",
                "harmed": DamageLevel(hit["level"]) in HARMED,
                "count": hit["count"],
            }
            for hit in self.facts["targets"]
        ]
        named = (self.facts["claim"] or {}).get("targets", [])
        bare = {"where": "", "level": "", "harmed": False, "count": None}
        found += [{"site": name, **bare} for name in named]
        return sorted(found, key=lambda hit: not hit["harmed"])

    @property
    def hits_told(self):
        """“popular market (partially destroyed), homes”, each once."""
        return as_json.unique(
            f"{hit['site']} ({hit['level']})" if hit["harmed"] else hit["site"] for hit in self.hits
        )

    @property
    def responses(self):
        return [
            {"where": self.names[each["place"]], "what": wording.actions(each)}
            for each in self.facts["responses"]
        ]

    @property
    def ordnance(self):
        """The work of the week so far, or of the whole period where that is longer."""
        week, last = self.facts["ordnance"], self.facts["period"]["last"]
        items = [
            {
                "where": wording.ordnance_place(item),
                "what": wording.ordnance_what(item),
                "done": wording.ordnance_done(item),
                "url": reverse("ordnance:detail", args=[item["ref"]]),
                "today": item["day"] == last,
            }
            for item in week["items"]
        ]
        today = sum(item["today"] for item in items)
        said = {
            "title": wording.ordnance_title(self.facts),
            "days": wording.days(week["since"], last),
        }
        return said | {"items": items, "today": today}

    @property
    def deadliest(self):
        return as_json.deadliest(self.facts).get("deadliest", "")

    # -- what it says of itself

    @property
    def method(self):
        return wording.METHOD

    @property
    def source(self):
        return wording.according_to(self.facts) or wording.name(self.facts["organisation"])


FIGURE_NAMES = {"attacks": _("attacks"), "ordnance": _("ordnance responses, week to date")}


def told_changes(changes):
    """Old → new with the reason, as rows of a table."""
    return [
        {
            "figure": change_name(change),
            "where": wording.name(change["place"]) if change["place"] else gettext("whole report"),
            "old": Cell(sums.unpack(change["old"])),
            "new": Cell(sums.unpack(change["new"])),
            "why": wording.reason(change["reason"]),
        }
        for change in changes
    ]


def change_name(change):
    name = FIGURE_NAMES.get(change["what"]) or wording.outcome(change["what"])
    if change["group"] == Group.TOTAL:
        return str(name)
    return f"{name}, {wording.group(change['group'])}"

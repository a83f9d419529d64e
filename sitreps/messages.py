"""Short texts for messaging, with nothing in them that the public may not know.

The day's total is a claim, which is somebody's word in public; places, weapons and what was hit
come from published incidents alone, in their public projection: adopted figures, kinds instead of
sites, no small groups of injured. Where other records stand behind, a sum is “at least”.
"""

from dataclasses import dataclass

from django.contrib.humanize.templatetags.humanize import apnumber
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from casework.wording import figure_parts
from incidents.choices import Facility, Weapon
from incidents.ledger import Group, Outcome, Population, Range
from incidents.public import published, told_apart
from sitreps import figures as sums
from sitreps import wording
from sitreps.daily import UNMARKED, incidents_of
from sitreps.models import Claim

# What messaging services hold: one short post, and a message that is still read to its end.
LIMITS = {"short": 280, "long": 1000}
TOLD = (Outcome.KILLED, Outcome.INJURED)


@dataclass(frozen=True)
class Public:
    """What may be told of days. `claimed` is empty without a claim; `whole`: all is public."""

    facts: dict
    claimed: dict
    incidents: tuple
    whole: bool

    @property
    def placed(self):
        return sums.added(told_by(incident, self.is_civilian) for incident in self.incidents)

    @property
    def is_civilian(self):
        claim = self.facts["claim"]
        return bool(claim) and claim["population"] == Population.CIVILIAN

    @property
    def headline(self):
        if self.claimed:
            return sums.headline(self.claimed, self.placed)
        if self.whole:
            return self.placed
        return {key: Range(value.minimum) for key, value in self.placed.items() if value.minimum}


def public_of(scope, user, facts):
    """The public side of a document's facts, as it is now."""
    counted = incidents_of(scope, user).order_by()
    incidents = published().filter(pk__in=counted.values("pk")).order_by("place__path", "ref")
    shown = tuple(incidents.prefetch_related("place__names"))
    claim = facts["claim"] and Claim.objects.with_figures().get(pk=facts["claim"]["id"])
    claimed = sums.told(claim.ranges()) if claim else {}
    return Public(facts, claimed, shown, len(shown) == facts["attacks"])


def told_by(incident, civilian):
    """The adopted figures, which alone are prefetched, of those whom the claim counts."""
    among = UNMARKED if civilian else Population
    reports = [each for each in incident.casualty_reports.all() if each.population in among]
    reports = [each for each in reports if each.population != Population.COMBATANT]
    return sums.added(sums.told(report.ranges()) for report in reports)


# ---------------------------------------------------------------- composed


def messages(public, language):
    """{"short": text, "long": text} in a language; each within its limit."""
    with translation.override(language):
        return {size: fitted(public, limit) for size, limit in LIMITS.items()}


def fitted(public, limit):
    """The first way of telling the toll that fits, then whatever else fits, in reading order."""
    ways = [first_sentence(public, parts=parts, areas=areas) for parts, areas in
            ((True, True), (False, True), (True, False), (False, False))]  # fmt: skip
    first = next((way for way in ways if len(way) <= limit), ways[-1])
    rest = [*places(public), weapons(public), hits(public), ordnance(public)]
    safety, caution = str(wording.SAFETY), _("Figures may still change.")
    kept = [first]
    for sentence in (caution, safety):  # these go before details
        kept = with_it(kept, sentence, limit)
    details = []
    for sentence in filter(None, rest):
        if len("\n".join([*kept, *details, sentence])) <= limit:
            details.append(sentence)
    return "\n".join([kept[0], *details, *kept[1:]])


def with_it(kept, sentence, limit):
    longer = [*kept, sentence]
    return longer if len("\n".join(longer)) <= limit else kept


def first_sentence(public, *, parts, areas):
    facts = public.facts
    first, last = facts["period"]["first"], facts["period"]["last"]
    days = wording.long_day(first) if first == last else wording.dates(first, last)
    where = wording.listed([wording.name(area) for area in facts["areas"]]) if areas else ""
    said = {
        "when": _(", ").join(filter(None, [where, days])),
        "toll": toll(public.headline, parts=parts),
        "who": wording.according_to(facts),
    }
    if not said["toll"]:
        return _("%(when)s: no figure is public yet.") % said
    if said["who"]:
        return _("%(when)s: %(toll)s, according to %(who)s.") % said
    return _("%(when)s: %(toll)s.") % said


def toll(figures, *, parts=True):
    """“at least 20 killed, among them five children; 33 injured”; "" where nothing is public."""
    said = [outcome(figures, code, parts=parts) for code in TOLD]
    return _("; ").join(filter(None, said))


def outcome(figures, code, *, parts):
    value = figures.get((code, Group.TOTAL))
    if value is None:
        return ""
    told = _("%(figure)s %(outcome)s") % {
        "figure": wording.figure(value),
        "outcome": wording.outcome(code),
    }
    among = [part(group, each) for group, each in tellable(figures, code)] if parts else []
    if not among:
        return told
    return _("%(toll)s, among them %(parts)s") % {"toll": told, "parts": wording.listed(among)}


def tellable(figures, code):
    """The parts of an outcome; one or two injured of a group would be known by name."""
    found = wording.parts(figures, code)
    if code != Outcome.INJURED:
        return found
    return told_apart(figures[code, Group.TOTAL], found)


def part(group, value):
    """“five children”, “at least two women”."""
    words = {
        Group.CHILDREN: ngettext("%(n)s child", "%(n)s children", value.minimum or 0),
        Group.WOMEN: ngettext("%(n)s woman", "%(n)s women", value.minimum or 0),
        Group.MEN: ngettext("%(n)s man", "%(n)s men", value.minimum or 0),
        Group.ADULTS: ngettext("%(n)s adult", "%(n)s adults", value.minimum or 0),
    }
    return words[group] % {"n": spelled(value)}


def spelled(value):
    """Small numbers as words where the language writes them so; ranges in digits."""
    pattern, shown = figure_parts(value.minimum, value.maximum, str(value.qualifier))
    small = shown.isdigit() and not wording.is_arabic()
    return str(pattern).format(n=apnumber(shown) if small else wording.left_to_right(shown))


# ---------------------------------------------------------------- details


def places(public):
    """One sentence a place, the most killed first."""
    found = {}
    for incident in public.incidents:
        found.setdefault(incident.place, []).append(told_by(incident, public.is_civilian))
    tolls = {area: sums.added(many) for area, many in found.items()}
    ranked = sorted(tolls, key=lambda area: -killed(tolls[area]))
    told = [{"place": place_name(area), "toll": toll(tolls[area])} for area in ranked]
    return [_("%(place)s: %(toll)s.") % each for each in told if each["toll"]]


def killed(figures):
    return figures.get((Outcome.KILLED, Group.TOTAL), Range()).minimum or 0


def place_name(area):
    return (wording.is_arabic() and area.name_ar) or area.report_name


def weapons(public):
    codes = dict.fromkeys(incident.weapon for incident in public.incidents)
    named = [wording.weapon(code) for code in codes if code != Weapon.UNKNOWN]
    return _("Weapons: %(list)s.") % {"list": wording.listed(named)} if named else ""


def hits(public):
    """Kinds of places, never which."""
    codes = dict.fromkeys(
        damage.facility for incident in public.incidents for damage in incident.damages.all()
    )
    named = [wording.lower_first(wording.label(Facility, code)) for code in codes]
    return _("Hit: %(list)s.") % {"list": wording.listed(named)} if named else ""


def ordnance(public):
    """How many responses; where they were is not public."""
    number = len(public.facts["ordnance"]["items"])
    if not number:
        return ""
    if not wording.tells_of_one_week(public.facts):
        return ngettext(
            "Explosive ordnance: at least %(n)s response.",
            "Explosive ordnance: at least %(n)s responses.",
            number,
        ) % {"n": number}
    return ngettext(
        "Explosive ordnance, this week: at least %(n)s response.",
        "Explosive ordnance, this week: at least %(n)s responses.",
        number,
    ) % {"n": number}

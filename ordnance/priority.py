"""The priority rule: fixed, explained, and never lowered by the machine. Source: domain notes G6.

Every line is a name, a sentence and a test; the first that fires gives the priority. An unknown
answer counts as the worse case, and the finding says which unknowns it assumed.
"""
# ruff: noqa: E501 - a table is read across

from dataclasses import dataclass, field, replace

from django.utils.translation import gettext_lazy as _

from munitions.models import Category
from ordnance.choices import DONE, Burial, Condition, Distance, LandUse, Priority, State

CROWDED = {LandUse.HOME, LandUse.SCHOOL, LandUse.HOSPITAL, LandUse.CAMP, LandUse.MARKET}
PASSED = {LandUse.ROAD, LandUse.WATER_POINT, LandUse.PUBLIC_BUILDING, LandUse.WORSHIP}
TILLED = {LandUse.FARMLAND, LandUse.PASTURE}
EXPOSED = {Burial.SURFACE, Burial.PARTLY, Burial.IN_BUILDING}
LARGE_NEQ_KG = 25  # net explosive quantity from which a whole building is at stake
# Kinds among which 25 kg are nothing rare; barrel bombs and carriers have no fill in the catalogue.
MAY_BE_LARGE = {
    Category.AIRCRAFT_BOMB,
    Category.CLUSTER_MUNITION,
    Category.ROCKET,
    Category.MISSILE,
    Category.IED,
    Category.IMPROVISED,
    Category.UAV,
    Category.BULK_EXPLOSIVE,
    Category.UNKNOWN,
}


@dataclass
class Facts:
    """What the rule looks at. Every answer is True, False or None for unknown."""

    land_use: str = ""
    distance: str = ""
    chemical_suspected: bool | None = None
    accident_happened: bool | None = None
    children_near: bool | None = None
    item_handled: bool | None = None
    blocks_service: bool | None = None
    sensitive: bool | None = None
    exposed: bool | None = None
    leaking: bool | None = None
    large: bool | None = None
    unseen: bool = False  # said to be harmless, and nobody was there yet
    assumed: list = field(default_factory=list)

    def worse(self, name):
        """The answer, or True where it is unknown, noting the assumption."""
        answer = getattr(self, name)
        if answer is None and name not in self.assumed:
            self.assumed.append(name)
        return answer is not False

    def within(self, *distances):
        """Whether people may be that near; an unknown distance is the nearest."""
        if self.distance in ("", Distance.UNKNOWN):
            if "distance" not in self.assumed:
                self.assumed.append("distance")
            return True
        return self.distance in distances

    def used_as(self, kinds):
        """Whether the land may be so used; an unknown use is the worst."""
        if not self.land_use:
            if "land_use" not in self.assumed:
                self.assumed.append("land_use")
            return True
        return self.land_use in kinds


@dataclass(frozen=True)
class Finding:
    """The priority, the name and sentence of the line that fired, and the unknowns it assumed."""

    priority: str
    line: str
    sentence: str
    assumed: tuple = ()


# What counts once somebody says so, and is not assumed: every first report leaves it unknown.
VOICED = ("leaking", "accident_happened", "chemical_suspected")
NEAR = (Distance.UNDER_100,)
WITHIN_500 = (Distance.UNDER_100, Distance.FROM_100_TO_500)
P = Priority

# fmt: off
LINES = (
    # priority     name                 sentence                                                           fires when
    (P.IMMEDIATE, "chemical",          _("A chemical fill is suspected."),                                 lambda f: f.chemical_suspected is True),
    (P.IMMEDIATE, "accident",          _("An accident has happened here."),                                lambda f: f.accident_happened is True),
    (P.IMMEDIATE, "sensitive_near",    _("Sensitive and exposed, less than 100 m from people."),           lambda f: f.within(*NEAR) and f.worse("sensitive") and f.worse("exposed")),
    (P.IMMEDIATE, "crowded_sensitive", _("Sensitive, where people live, learn, heal or trade."),           lambda f: f.used_as(CROWDED) and f.worse("sensitive")),
    (P.IMMEDIATE, "crowded_large",     _("25 kg of explosive or more, where people live, learn, heal or trade."), lambda f: f.used_as(CROWDED) and f.worse("large")),
    (P.IMMEDIATE, "crowded_children",  _("Children near, where people live, learn, heal or trade."),       lambda f: f.used_as(CROWDED) and f.worse("children_near")),
    (P.IMMEDIATE, "crowded_handled",   _("Moved or handled, where people live, learn, heal or trade."),    lambda f: f.used_as(CROWDED) and f.worse("item_handled")),
    (P.IMMEDIATE, "leaking",           _("Leaking or burnt, less than 500 m from people."),                lambda f: f.leaking is True and f.within(*WITHIN_500)),
    (P.INDIRECT,  "near",              _("Less than 100 m from people."),                                  lambda f: f.within(*NEAR)),
    (P.INDIRECT,  "passed",            _("Beside a road, water point, public building or place of worship."), lambda f: f.used_as(PASSED)),
    (P.INDIRECT,  "blocks_service",    _("It blocks a service."),                                          lambda f: f.worse("blocks_service")),
    (P.INDIRECT,  "sensitive",         _("Sensitive and exposed."),                                        lambda f: f.worse("sensitive") and f.worse("exposed")),
    (P.MINOR,     "some_way_off",      _("100 to 500 m from people."),                                     lambda f: f.distance == Distance.FROM_100_TO_500),
    (P.MINOR,     "unseen",            _("Said to be harmless; nobody of ours has seen it yet."),          lambda f: f.unseen),
    (P.MINOR,     "tilled",            _("On farmland or pasture."),                                       lambda f: f.land_use in TILLED),
)
# fmt: on
SENTENCES = {name: sentence for _priority, name, sentence, _fires in LINES}


def judge(facts):
    """The first line that fires; NO_THREAT only when nothing does and place and distance are known."""
    for priority, name, sentence, fires in LINES:
        before = list(facts.assumed)
        if fires(facts):
            assumed = tuple(name for name in facts.assumed if name not in before)
            return Finding(priority, name, str(sentence), assumed)
        facts.assumed = before
    return Finding(Priority.NO_THREAT, "none", str(_("No line of the rule fires.")))


# ---------------------------------------------------------------- facts of a ticket

HARMLESS = (State.NO_HAZARD, State.NOT_EO)
CHEMICAL_KINDS = {"chemical_improvised"}
SENSITIVE_CATEGORIES = {Category.SUBMUNITION}
SENSITIVE_LANDMINES = {
    "ap_blast",
    "ap_fragmentation",
    "ap_bounding",
    "ap_scatterable",
    "av_scatterable",
}


def is_sensitive(item):
    """Submunition, AP or scatterable mine, victim-operated IED, booby trap, fuzed and armed, or
    UXO of unknown type. None cannot come out: what is unknown is sensitive."""
    if item.state in HARMLESS:
        return False
    kind = item.munition.subcategory if item.munition else ""
    return (
        item.category in SENSITIVE_CATEGORIES
        or item.state == State.BOOBY_TRAP
        or (item.category == Category.LANDMINE and (not kind or kind in SENSITIVE_LANDMINES))
        or (item.category == Category.IED and kind in ("", "victim_operated", "booby_trap"))
        or (item.state == State.UXO and item.category == Category.UNKNOWN)
        or (item.fuzed is True and item.armed is True)
    )


def is_chemical(item):
    """Whether its model is of a kind that is filled with poison: a suspicion that nobody voices.

    Not where somebody looked and found no hazard in it, or no ordnance.
    """
    if item.state in HARMLESS or item.munition is None:
        return False
    return item.munition.subcategory in CHEMICAL_KINDS


def is_exposed(item):
    return item.burial in EXPOSED if item.burial else None


def is_leaking(item):
    return None if item.condition == Condition.UNKNOWN else item.condition in (
        Condition.LEAKING, Condition.BURNT,
    )  # fmt: skip


def is_large(item):
    """25 kg of explosive or more in one item of the line; None when the fill is not known.

    A fill that nobody has approved may make an item large, and never small.
    """
    if item.state in HARMLESS:
        return False
    model = item.munition
    if model and model.explosive_fill_kg is not None:
        large = model.explosive_fill_kg >= LARGE_NEQ_KG
        if large or model.approved:
            return large
    return None if item.category in MAY_BE_LARGE else False


def worst(answers):
    """True if any is true, else None if any is unknown, else False; None without answers."""
    answers = list(answers)
    if not answers:
        return None
    return True if True in answers else None if None in answers else False


def facts_of(ticket, items=None):
    """The facts of a ticket and its items. A ticket without items counts as unknown throughout."""
    items = list(ticket.items.select_related("munition")) if items is None else items
    return Facts(
        land_use=ticket.land_use,
        distance=ticket.distance_to_people,
        chemical_suspected=True if any(map(is_chemical, items)) else ticket.chemical_suspected,
        accident_happened=ticket.accident_happened,
        children_near=ticket.children_near,
        item_handled=ticket.item_handled,
        blocks_service=ticket.blocks_service,
        sensitive=worst(is_sensitive(item) for item in items),
        exposed=worst(is_exposed(item) for item in items),
        leaking=worst(is_leaking(item) for item in items),
        large=worst(is_large(item) for item in items),
        unseen=ticket.arrived_at is None and any(item.state in HARMLESS for item in items),
    )


def judge_ticket(ticket, items=None):
    return judge(facts_of(ticket, items))


# ---------------------------------------------------------------- the finding as a page shows it

WORDS = {
    "land_use": _("land use"),
    "distance": _("distance to people"),
    "sensitive": _("sensitive item"),
    "exposed": _("exposed"),
    "large": _("25 kg or more"),
    "leaking": _("leaking or burnt"),
    "children_near": _("children near"),
    "item_handled": _("moved or handled"),
    "accident_happened": _("accident happened here"),
    "blocks_service": _("blocks a service"),
    "chemical_suspected": _("chemical suspected"),
}


@dataclass(frozen=True)
class Fact:
    """One thing the rule looks at: its name, its words, None for unknown, and whether the line
    that fired took it for the worse case."""

    name: str
    label: str
    value: object
    assumed: bool

    @property
    def mark(self):
        """The sign beside it: unknown, known and not so, known and so."""
        if self.value is None:
            return "question-mark-circle"
        return "x-mark" if self.value is False else "check"


@dataclass(frozen=True)
class Line:
    """One line of the rule beside a finding. `fate` is “passed” (it was asked and did not fire),
    “fires”, or “after” (it was not asked any more)."""

    priority: str
    sentence: str
    fate: str


@dataclass(frozen=True)
class Explanation:
    """The finding for what is known now, every fact, every line of the rule in its order, the
    names of the unknowns assumed, and the words of what is to be asked."""

    finding: Finding
    facts: tuple
    lines: tuple = ()
    to_ask: tuple = ()

    @property
    def assumed(self):
        return [fact.label for fact in self.facts if fact.assumed]


def explain(ticket, items=None):
    facts = facts_of(ticket, items)
    finding = judge(facts)
    shown = {
        "land_use": ticket.get_land_use_display() or None,
        "distance": None
        if ticket.distance_to_people in ("", Distance.UNKNOWN)
        else ticket.get_distance_to_people_display(),
    }
    rows = tuple(
        Fact(name, label, shown.get(name, getattr(facts, name)), name in finding.assumed)
        for name, label in WORDS.items()
    )
    ask = () if ticket.status in DONE else to_ask(facts, finding)
    return Explanation(finding, rows, tuple(lines_beside(finding)), ask)


def to_ask(facts, finding):
    """The words of what nobody answered and the rule takes for “no”, where a yes would raise it.

    An accident, poison or a leak is a thing that somebody tells of, see decision 52.
    """
    unknown = (name for name in VOICED if getattr(facts, name) is None)
    raised = (
        name
        for name in unknown
        if judge(replace(facts, assumed=[], **{name: True})).priority != finding.priority
    )
    return tuple(WORDS[name] for name in raised)


def lines_beside(finding):
    """The whole rule, read from the top to the line that fired."""
    fate = "passed"
    for priority, name, sentence, _fires in LINES:
        here = "fires" if name == finding.line else fate
        yield Line(priority, str(sentence), here)
        fate = "after" if here == "fires" else fate


def sentence_of(line):
    """What a line of the rule says, by its name as the ticket keeps it; "" for none."""
    return str(SENTENCES.get(line, ""))

"""Incidents in the layout of ACLED's files, for whoever compares or merges the two.

Columns and their order: domain notes B1; what fills them: G5. What we do not know stays blank: no
“unidentified group”, no conservative guess for a number nobody gave.
"""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from exchange import widgets
from exchange.cells import write_people
from exchange.exporting.columns import OutColumn
from exchange.exporting.countries import country
from exchange.exporting.points import may_take_points, shown_point
from incidents.choices import DatePrecision, Weapon
from incidents.evidence import Actor
from incidents.ledger import Figure, Group, Outcome
from incidents.models import Attribution, Damage, Incident, Source
from incidents.sheet_out import FIGURES, parties_of, sources_of
from incidents.sheet_presets import IncidentLayout, bound_reader, of_place, plain

REMOTE, VIOLENCE = "Explosions/Remote violence", "Violence against civilians"
AIR, SHELLING = "Air/drone strike", "Shelling/artillery/missile attack"
EMPLACED = "Remote explosive/landmine/IED"
EVENTS = {
    Weapon.AIRSTRIKE: (REMOTE, AIR),
    Weapon.DRONE_STRIKE: (REMOTE, AIR),
    Weapon.BARREL_BOMB: (REMOTE, AIR),
    Weapon.ARTILLERY: (REMOTE, SHELLING),
    Weapon.MORTAR: (REMOTE, SHELLING),
    Weapon.ROCKET: (REMOTE, SHELLING),
    Weapon.MISSILE: (REMOTE, SHELLING),
    Weapon.GUIDED_MISSILE: (REMOTE, SHELLING),
    Weapon.CLUSTER_MUNITION: (REMOTE, SHELLING),
    Weapon.INCENDIARY: (REMOTE, SHELLING),
    Weapon.CHEMICAL: (REMOTE, "Chemical weapon"),
    Weapon.MINE_IED: (REMOTE, EMPLACED),
    Weapon.UXO_EXPLOSION: (REMOTE, EMPLACED),
    Weapon.NAVAL_MINE: (REMOTE, EMPLACED),
    Weapon.SMALL_ARMS: (VIOLENCE, "Attack"),
}
INTER = {
    Actor.Kind.STATE_FORCES: "State forces",
    Actor.Kind.EXTERNAL_FORCES: "External/Other forces",
    Actor.Kind.REBEL_GROUP: "Rebel group",
    Actor.Kind.MILITIA: "Political militia",
    Actor.Kind.CIVILIANS: "Civilians",
}
DAYS = {DatePrecision.DAY: 1, DatePrecision.RANGE: 2, DatePrecision.WEEK: 2}
PRECISE = {"exact", "street_or_landmark", "neighbourhood", "town"}
NEAR = {"near_town", "subdistrict"}


class AcledIncidents(IncidentLayout):
    """One row an incident, under ACLED's own headers."""

    name = "acled"
    title = _("ACLED-like")
    says = _("The columns of ACLED's files, in their order. What is unknown stays blank.")
    forms = ("csv", "xlsx", "ods")
    fixed = True

    def columns(self):
        return [*self.event(), *self.parties(), *self.where(), *self.told()]

    def event(self):
        return [
            plain("ref", column="event_id_cnty"),
            OutColumn("event_date", read=lambda e: day_of(e.case.occurred_on), **DAY),
            OutColumn("year", read=lambda e: e.case.occurred_on.year, **DAY),
            plain("date_precision", column="time_precision",
                  read=lambda e: DAYS.get(e.case.date_precision, 3), widget=None),
            constant("disorder_type", "Political violence"),
            plain("weapon", column="event_type", read=lambda e: event_of(e)[0]),
            plain("weapon", column="sub_event_type", read=lambda e: event_of(e)[1]),
        ]  # fmt: skip

    def parties(self):
        named = {"parts": ("parties",), "reads": ((Attribution, "actor"),)}
        return [
            OutColumn("actor1", read=parties_of, **named),
            constant("assoc_actor_1", ""),
            OutColumn("inter1", read=inter_of, **named),
            OutColumn("actor2", read=lambda e: f"Civilians ({e.place.name(0)})"),
            constant("assoc_actor_2", ""),
            constant("inter2", "Civilians"),
            OutColumn("interaction", read=interaction_of, **named),
            constant("civilian_targeting", "Civilian targeting"),
        ]

    def where(self):
        exact = may_take_points(Incident, self.by)
        point = {"fields": ("latitude", "longitude", "geo_precision")}
        if exact:
            point["reads"] = ((Incident, "latitude longitude geo_precision"),)

        def part(place):
            return lambda e: shown_point(e, exact=exact)[place]

        return [
            of_place("iso", "", lambda e: country(e.place)[0]),
            of_place("region", "", lambda e: country(e.place)[2]),
            of_place("country", "", lambda e: e.place.name(0)),
            *[of_place(f"admin{n}", "", level_reader(n)) for n in (1, 2, 3)],
            of_place("location", "", lambda e: e.place.area.named("")),
            OutColumn("latitude", read=part(0), widget=widgets.DecimalCell(), **point),
            OutColumn("longitude", read=part(1), widget=widgets.DecimalCell(), **point),
            OutColumn("geo_precision", read=lambda e: rough(part(2)(e)), **point),
        ]

    def told(self):
        killed = bound_reader((Outcome.KILLED.value, Group.TOTAL.value), 0)
        numbers = ((Figure, "outcome group minimum maximum"), (Incident, "narrative"))
        notes = {
            "fields": (*FIGURES["fields"], "narrative"),
            "parts": FIGURES["parts"],
            "reads": numbers,
        }
        return [
            OutColumn("source", read=sources_of, parts=("sources",), reads=((Source, "name"),)),
            constant("source_scale", ""),
            OutColumn("notes", read=notes_of, **notes),
            OutColumn("fatalities", read=killed, reads=numbers[:1], **FIGURES),
            OutColumn("tags", read=tags_of, parts=("damages",), fields=("flags",),
                      reads=((Damage, "facility"), (Incident, "flags"))),
            plain("updated_at", column="timestamp",
                  read=lambda e: int(e.case.updated_at.timestamp()), widget=None),
        ]  # fmt: skip


DAY = {"fields": ("occurred_on",), "reads": ((Incident, "occurred_on"),)}


def constant(name, text):
    return OutColumn(name, read=lambda each: text)


def day_of(day):
    """28 November 2024, as ACLED writes it, whatever the reader's language."""
    return f"{day.day} {day:%B} {day.year}"


def event_of(each):
    return EVENTS.get(each.case.weapon, ("", ""))


def level_reader(level):
    return lambda each: each.place.name(level)


def inter_of(each):
    return "; ".join(dict.fromkeys(INTER.get(p.actor__kind, "") for p in each.parts["parties"]))


def interaction_of(each):
    """Who against whom; blank while nobody names a party."""
    inter = inter_of(each)
    return f"{inter}-Civilians" if inter else ""


def rough(precision):
    """1 in the town, 2 near it, 3 somewhere in a larger area; blank without a point."""
    if not precision:
        return ""
    return 1 if precision in PRECISE else 2 if precision in NEAR else 3


def tags_of(each):
    facilities = [damage.facility for damage in each.parts["damages"]]
    return "; ".join(dict.fromkeys([*facilities, *(each.case.flags or ())]))


def notes_of(each):
    """The narrative, then what ACLED has no column for: the whole range, the injured."""
    with override("en"):
        said = [number_of(each, outcome) for outcome in (Outcome.KILLED, Outcome.INJURED)]
    return " ".join(filter(None, [each.case.narrative.strip(), *said]))


def number_of(each, outcome):
    bounds = each.parts["toll"].get((outcome.value, Group.TOTAL.value))
    cell = "" if bounds is None else write_people(bounds[0], bounds[1], about=bounds[2])
    return f"[{outcome.label}: {'unknown' if cell == '' else cell}]"

"""Attacks of a period and area: how many, by weapon, by what was hit, and their toll."""

from collections import Counter

from django.db.models import Count as Number
from django.db.models import Exists, OuterRef, Q
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from incidents.choices import VERIFIED, Facility, Weapon
from incidents.ledger import Group
from incidents.models import Damage, Incident
from incidents.narrowing import NOT_STATED
from incidents.toll_sums import GROUPS, OUTCOMES, toll_in_sets
from sitreps import wording
from sitreps.dashboard.numbers import Count, Told, lines


def attacks_of(asked, user):
    """The incidents that count: those that a report of these days would count."""
    seen = Incident.objects.visible_to(user).reported().order_by()
    return seen.on_days(asked.first, asked.last).inside(asked.paths)


def attacks(asked, user):
    """All that the page says of attacks."""
    incidents = attacks_of(asked, user)
    whole = incidents.aggregate(
        reported=Number("pk"), verified=Number("pk", filter=Q(status__in=VERIFIED))
    )
    return {
        "reported": Count(whole["reported"], asked.incidents_url()),
        "verified": Count(whole["verified"], asked.incidents_url(counted="verified")),
        "weapons": by_weapon(incidents, asked),
        "facilities": by_facility(incidents, asked),
        "toll": toll(incidents, asked, whole["reported"]),
    }


def by_weapon(incidents, asked):
    counts = dict(incidents.values_list("weapon").annotate(Number("pk")))
    return lines(
        counts,
        lambda code: capfirst(wording.label(Weapon, code)),
        lambda code: asked.incidents_url(weapon=code),
    )


def by_facility(incidents, asked):
    """An incident counts once for each kind of thing that it or its damage names."""
    hit = Damage.objects.filter(incident__in=incidents).order_by()
    counts = Counter(dict(hit.values_list("facility").annotate(Number("incident", distinct=True))))
    told_twice = Damage.objects.filter(incident=OuterRef("pk"), facility=OuterRef("facility"))
    alone = incidents.exclude(facility="").exclude(Exists(told_twice))
    counts.update(dict(alone.values_list("facility").annotate(Number("pk"))))
    if bare := incidents.filter(facility="").exclude(pk__in=hit.values("incident")).count():
        counts[NOT_STATED] = bare
    return lines(
        counts,
        lambda code: _("Not stated") if code == NOT_STATED else wording.label(Facility, code),
        lambda code: asked.incidents_url(facility=code),
    )


def toll(incidents, asked, whole):
    """Each outcome that anybody counted, its total first, then of whom."""
    found = toll_in_sets(incidents)
    return [
        Told(
            word=capfirst(wording.outcome(outcome))
            if group == Group.TOTAL
            else wording.group(group),
            value=found[outcome, group][0],
            count=Count(found[outcome, group][1], asked.incidents_url(tells=f"{outcome}-{group}")),
            silent=Count(
                whole - found[outcome, group][1], asked.incidents_url(silent=f"{outcome}-{group}")
            ),
            is_part=group != Group.TOTAL,
        )
        for outcome in OUTCOMES
        for group in GROUPS
        if found[outcome, group][1]
    ]

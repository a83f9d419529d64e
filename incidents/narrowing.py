"""What the numbers of reports and dashboards narrow the list of incidents to."""

from django.db.models import Q
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from incidents.choices import REPORTED, VERIFIED, Facility
from incidents.keeping_tolls import telling
from incidents.ledger import Group
from incidents.models import Damage
from incidents.toll_sums import GROUPS, OUTCOMES, name_of

NOT_STATED = "none"
COUNTED = {
    "reported": (_("what reports count"), REPORTED),
    "verified": (_("verified"), VERIFIED),
}
COUNTED_CHOICES = [("", _("any")), *((name, words) for name, (words, _s) in COUNTED.items())]
FACILITY_CHOICES = [("", _("any")), *Facility.choices, (NOT_STATED, _("not stated"))]


def figure_words(outcome, group):
    """“Killed”, “Killed, children”."""
    if group == Group.TOTAL:
        return capfirst(outcome.label)
    return _("%(outcome)s, %(group)s") % {
        "outcome": capfirst(outcome.label),
        "group": group.label,
    }


FIGURES = {name_of(outcome, group): (outcome, group) for outcome in OUTCOMES for group in GROUPS}
BY_FIGURE = {"tells": _("Figure stated"), "silent": _("Figure not stated")}
FIGURE_CHOICES = [("", _("any")), *((name, name) for name in FIGURES)]


def by_counted(name):
    return Q(status__in=COUNTED[name][1])


def by_facility(facility):
    """What the record or its damage says was hit."""
    if facility == NOT_STATED:
        return Q(facility="") & ~Q(pk__in=Damage.objects.values("incident"))
    hit = Damage.objects.filter(facility=facility).values("incident")
    return Q(facility=facility) | Q(pk__in=hit)


def by_figure(incidents, name, figure):
    """Those of the incidents whose counted reports tell this figure, or are silent on it."""
    told = telling(incidents, *FIGURES[figure])
    return incidents.filter(told if name == "tells" else ~told)


def in_words(asked):
    """{field: (label, words)} of what is asked by fields that no reader sees."""
    given = {name: asked[name] for name in BY_FIGURE if asked.get(name)}
    return {
        name: (BY_FIGURE[name], figure_words(*FIGURES[figure])) for name, figure in given.items()
    }

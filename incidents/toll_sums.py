"""The counted toll of many incidents at once, in sets: what `toll` says of one, the database adds.

Sums follow the rules of a report: unknown is not 0, so that one incident whose number nobody
stated makes a sum “at least”; boys and girls are children where children were not stated; adults
count only where neither men nor women were; a total not stated is at least its parts.
"""

from functools import reduce
from operator import or_

from django.db.models import Case, Count, F, Max, Q, Sum, Value, When
from django.db.models.functions import Coalesce

from incidents.ledger import (
    UNKNOWN,
    CasualtyReport,
    Figure,
    Group,
    Outcome,
    Population,
    Qualifier,
    Range,
)
from incidents.toll import RANK

OUTCOMES = (Outcome.KILLED, Outcome.INJURED, Outcome.MISSING, Outcome.TRAPPED)
PARTS = (Group.CHILDREN, Group.WOMEN, Group.MEN, Group.ADULTS)
GROUPS = (Group.TOTAL, *PARTS)
STATED = (*GROUPS, Group.BOYS, Group.GIRLS)
# No report tells a number of these but by a figure of one of those.
SPOKEN_OF_BY = {group: (group,) for group in PARTS} | {
    Group.CHILDREN: (Group.CHILDREN, Group.BOYS, Group.GIRLS),
    Group.TOTAL: STATED,
}


def name_of(outcome, group):
    """What a figure is called in addresses: killed-children."""
    return f"{outcome}-{group}"


def counted_in_sets(incidents):
    """The reports that count: one of each population of an incident, as `counted_of` chooses."""
    kinds = [When(source__kind=kind, then=Value(place)) for place, kind in enumerate(RANK)]
    adopted = When(pk=F("incident__adopted_report"), then=Value(0))
    return (
        CasualtyReport.objects.filter(incident__in=incidents)
        .exclude(population=Population.COMBATANT)
        .annotate(
            rank=Case(*kinds, default=Value(len(RANK))), waits=Case(adopted, default=Value(1))
        )
        .order_by("incident_id", "population", "waits", "rank", "-as_of", "-created_at", "id")
        .distinct("incident_id", "population")
    )


def told_in_sets(incidents):
    """A row for each counted report and outcome, with `<group>_least`, `_most`, `_about`.

    Both bounds null: this report says nothing of the group.
    """
    reports = counted_in_sets(incidents.order_by()).values("pk")
    rows = Figure.objects.filter(report__in=reports, outcome__in=OUTCOMES).order_by()
    rows = rows.values("report_id", "report__incident_id", "outcome")
    for group in STATED:
        of, about = Q(group=group), Q(group=group, qualifier=Qualifier.ABOUT)
        rows = rows.annotate(
            **{
                f"said_{group}_least": Max("minimum", filter=of),
                f"said_{group}_most": Max("maximum", filter=of),
                f"said_{group}_about": Count("pk", filter=about),
            }
        )
    return with_total(with_adults(with_children(rows)))


def is_told(group, said=""):
    """Whether a row has either bound of a group."""
    return Q(**{f"{said}{group}_least__isnull": False}) | Q(
        **{f"{said}{group}_most__isnull": False}
    )


def with_children(rows):
    """Children as stated, else boys and girls together; one of them unknown leaves it open."""
    stated, boys, girls = (is_told(g, "said_") for g in (Group.CHILDREN, Group.BOYS, Group.GIRLS))
    least = Coalesce("said_boys_least", 0) + Coalesce("said_girls_least", 0)
    most = F("said_boys_most") + F("said_girls_most")  # null where either is
    about = F("said_boys_about") + F("said_girls_about")
    return rows.annotate(
        children_least=Case(
            When(stated, then=F("said_children_least")), When(boys | girls, then=least)
        ),
        children_most=Case(
            When(stated, then=F("said_children_most")), When(boys | girls, then=most)
        ),
        children_about=Case(When(stated, then=F("said_children_about")), default=about),
    )


def with_adults(rows):
    """Women and men as stated; adults where neither was."""
    split = is_told(Group.WOMEN, "said_") | is_told(Group.MEN, "said_")
    bounds = ("least", "most", "about")
    rows = rows.annotate(
        **{f"{g}_{b}": F(f"said_{g}_{b}") for g in (Group.WOMEN, Group.MEN) for b in bounds}
    )
    return rows.annotate(
        adults_least=Case(When(~split, then=F("said_adults_least"))),
        adults_most=Case(When(~split, then=F("said_adults_most"))),
        adults_about=Case(When(~split, then=F("said_adults_about")), default=Value(0)),
    )


def with_total(rows):
    """The total as stated, else at least the parts."""
    stated = is_told(Group.TOTAL, "said_")
    parts = reduce(or_, (is_told(group) for group in PARTS))
    least = sum((Coalesce(f"{group}_least", 0) for group in PARTS), Value(0))
    return rows.annotate(
        total_least=Case(When(stated, then=F("said_total_least")), When(parts, then=least)),
        total_most=Case(When(stated, then=F("said_total_most"))),
        total_about=F("said_total_about"),
    )


# ---------------------------------------------------------------- the sums


def toll_in_sets(incidents):
    """{(outcome, group): (Range, number of incidents that tell it)} of all these incidents.

    Three queries, however many incidents there are.
    """
    whole = counting_reports(incidents).aggregate(
        reports=Count("*"), incidents=Count("incident_id", distinct=True)
    )
    silent = incidents.count() - whole["incidents"]
    asked = {}
    for outcome in OUTCOMES:
        for group in GROUPS:
            asked |= sums_of(outcome, group)
    found = told_in_sets(incidents).aggregate(**asked)
    return {
        (outcome, group): sum_of(found, f"{outcome}_{group}", 0 if silent else whole["reports"])
        for outcome in OUTCOMES
        for group in GROUPS
    }


def counting_reports(incidents):
    """(incident, population) pairs: one report of each counts, whichever it is."""
    reports = CasualtyReport.objects.filter(incident__in=incidents.order_by())
    reports = reports.exclude(population=Population.COMBATANT).order_by()
    return reports.values("incident_id", "population").distinct()


def sums_of(outcome, group):
    told = Q(outcome=outcome) & is_told(group)
    closed = Q(outcome=outcome, **{f"{group}_most__isnull": False})
    name = f"{outcome}_{group}"
    return {
        f"{name}_low": Sum(f"{group}_least", filter=told),
        f"{name}_high": Sum(f"{group}_most", filter=told),
        f"{name}_vague": Sum(f"{group}_about", filter=told),
        f"{name}_closed": Count("report_id", filter=closed),
        f"{name}_in": Count("report__incident_id", filter=told, distinct=True),
    }


def sum_of(found, name, reports):
    """The sum is closed above only where every counted report closes it."""
    low, high, vague, closed, told_in = (
        found[f"{name}_{part}"] for part in ("low", "high", "vague", "closed", "in")
    )
    if not told_in:
        return UNKNOWN, 0
    most = high if closed == reports else None
    if most is None and not low:
        return UNKNOWN, told_in  # “at least 0” would say nothing
    alone = reports == 1  # one number is itself: “up to 6” stays so, and becomes no “0 to 6”
    return Range(low if alone else low or 0, most, bool(vague)), told_in


def telling(incidents, outcome, group):
    """Condition for those of the incidents whose counted reports tell this number."""
    stated = Figure.objects.filter(outcome=outcome, group__in=SPOKEN_OF_BY[group])
    some_report = incidents.filter(pk__in=stated.values("report__incident"))
    rows = told_in_sets(some_report).filter(is_told(group), outcome=outcome)
    return Q(pk__in=rows.values("report__incident_id"))

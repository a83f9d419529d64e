"""Keeps `KeptToll` in step with the incidents, and puts it right.

Adding up every figure of a hundred thousand incidents takes a second, so what a list is ordered and
narrowed by is written down once for each version of an incident. What is written comes from the
reports that count, as the sums of reports and the number in the incident's row do: there is no
second rule. Where more is new than is taken in at once, a filter asks the figures themselves, and
an order says so.
"""

from collections import defaultdict
from itertools import islice

from django.db.models import Q

from casework import in_step
from casework.in_step import A_ROUND, Follower
from incidents import toll_sums
from incidents.kept import KeptToll
from incidents.ledger import UNKNOWN, Outcome, Range
from incidents.models import Incident


def keep(incidents):
    """Write down what counts of these incidents now."""
    write(made_of([incident.pk for incident in incidents]))


def write(rows):
    KeptToll.objects.bulk_create(
        sorted(rows, key=lambda row: row.incident_id),  # two writers never wait in a ring
        update_conflicts=True,
        unique_fields=["incident"],
        update_fields=["version", "killed", "tells"],
    )


def made_of(keys):
    """What counts of these incidents as their figures stand: versions are read before figures, so
    that whatever comes in between is taken in once more."""
    incidents = Incident.objects.filter(pk__in=keys).order_by()
    versions = dict(incidents.values_list("pk", "version"))
    counted = defaultdict(dict)  # {incident: {report: its range of killed}}
    for incident, report in toll_sums.counted_in_sets(incidents).values_list("incident", "pk"):
        counted[incident][report] = UNKNOWN
    tells = defaultdict(set)
    for row in toll_sums.told_in_sets(incidents):
        incident = row["report__incident_id"]
        tells[incident].update(figures_told(row))
        if row["outcome"] == Outcome.KILLED:
            stated = Range(row["said_total_least"], row["said_total_most"])
            counted[incident][row["report_id"]] = stated
    return [
        KeptToll(
            incident_id=key,
            version=version,
            killed=Range.total(counted[key].values()).minimum,
            tells=sorted(tells[key]),
        )
        for key, version in versions.items()
    ]


def figures_told(row):
    """The names of the figures that one row of `told_in_sets` tells."""
    for group in toll_sums.GROUPS:
        if (row[f"{group}_least"], row[f"{group}_most"]) != (None, None):
            yield toll_sums.name_of(row["outcome"], group)


TOLLS = Follower("incidents.kepttoll", Incident, KeptToll.objects.all, "incident", keep)


# ---------------------------------------------------------------- what lists ask


def catch_up():
    """Take in the few tolls that came since; who has more to take in leaves it to the worker."""
    TOLLS.catch_up(in_step.AT_ONCE)


def is_behind():
    """Whether some toll is not kept as it stands."""
    return TOLLS.is_behind()


def telling(incidents, outcome, group):
    """Condition for those of the incidents whose counted reports tell this figure, without fail:
    where not all is kept as it stands, the figures themselves are asked."""
    catch_up()
    if is_behind():
        return toll_sums.telling(incidents, outcome, group)
    told = KeptToll.objects.filter(tells__contains=[toll_sums.name_of(outcome, group)])
    return Q(pk__in=told.values("incident"))


# ---------------------------------------------------------------- putting it right


def put_right():
    """Add up every incident anew and write down what was kept otherwise; takes in what is new.

    Returns the references of those that were kept wrong. They should be none: whatever changes
    a toll counts up a version.
    """
    TOLLS.bring_in_step(whole=True)
    keys, wrong = Incident.objects.order_by().values_list("pk", flat=True).iterator(), []
    while some := list(islice(keys, A_ROUND)):
        anew = {row.pk: row for row in made_of(some)}
        kept = KeptToll.objects.filter(pk__in=some).select_related("incident")
        differ = [row for row in kept if is_wrong(row, anew.get(row.pk))]
        write(anew[row.pk] for row in differ)
        wrong += [row.incident.ref for row in differ]
    return sorted(wrong)


def is_wrong(kept, anew):
    same = anew is not None and kept.version == anew.version
    return same and (kept.killed, kept.tells) != (anew.killed, anew.tells)

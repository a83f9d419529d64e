"""Which casualty report counts: the adopted one, or until then the one to be suggested."""

from incidents.evidence import Source
from incidents.ledger import Group, Outcome, Population, Range

# Own teams > hospital > official > media: the order in which a figure is suggested for adoption.
# Source: domain notes G1, adopted figure rule.
RANK = (
    Source.Kind.OWN_TEAM,
    Source.Kind.HOSPITAL,
    Source.Kind.OFFICIAL,
    Source.Kind.UN,
    Source.Kind.NGO,
    Source.Kind.MEDIA,
    Source.Kind.DOCUMENT,
    Source.Kind.SHEET,
    Source.Kind.WITNESS,
    Source.Kind.SOCIAL,
    Source.Kind.SATELLITE,
)


def rank(kind, as_of, created_at):
    """Sort key, best last: the more reliable class of source, then the later word."""
    return (-RANK.index(kind), as_of, created_at)


def preference(report):
    return rank(report.source.kind, report.as_of, report.created_at)


def suggested_report(reports):
    """The latest report of the most reliable class of source; None without reports."""
    return max(reports, key=preference, default=None)


def counted_reports(incident):
    """The reports that count of an incident; reads prefetched `casualty_reports`.

    See `IncidentQuerySet.with_toll`.
    """
    return counted_of(incident.casualty_reports.all(), incident.adopted_report_id)


def counted_of(reports, adopted, preference=preference):
    """One report for each population: the adopted one for its own, the suggested for the others.

    Reports of one population are never added to each other; those of different populations may be.
    """
    chosen = {}
    for report in reports:
        held = chosen.get(report.population)
        if held is None or (
            held.pk != adopted and (report.pk == adopted or preference(report) > preference(held))
        ):
            chosen[report.population] = report
    return [report for name, report in chosen.items() if name != Population.COMBATANT]


def toll(incident, outcome=Outcome.KILLED, group=Group.TOTAL):
    """The counted range of an outcome and group; unknown is a range without bounds."""
    return total_of(counted_reports(incident), outcome, group)


def total_of(reports, outcome, group=Group.TOTAL):
    return Range.total(report.range_of(outcome, group) for report in reports)

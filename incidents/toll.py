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


def preference(report):
    """Sort key, best last: the more reliable class of source, then the later word."""
    return (-RANK.index(report.source.kind), report.as_of, report.created_at)


def suggested_report(reports):
    """The latest report of the most reliable class of source; None without reports."""
    return max(reports, key=preference, default=None)


def counted_reports(incident):
    """One report for each population: the adopted one for its own, the suggested for the others.

    Reads prefetched `casualty_reports` (see `IncidentQuerySet.with_toll`). Reports of one
    population are never added to each other; those of different populations may be.
    """
    by_population = {}
    for report in incident.casualty_reports.all():
        by_population.setdefault(report.population, []).append(report)
    chosen = {name: suggested_report(reports) for name, reports in by_population.items()}
    for reports in by_population.values():
        for report in reports:
            if report.pk == incident.adopted_report_id:
                chosen[report.population] = report
    return [report for name, report in chosen.items() if name != Population.COMBATANT]


def toll(incident, outcome=Outcome.KILLED, group=Group.TOTAL):
    """The counted range of an outcome and group; unknown is a range without bounds."""
    return Range.total(r.range_of(outcome, group) for r in counted_reports(incident))

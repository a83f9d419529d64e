"""What is kept of tolls for the lists beside what the ledger says of the same incidents."""

from incidents.keeping_tolls import TOLLS
from incidents.models import Incident, KeptToll
from incidents.toll import counted_reports, toll
from incidents.toll_sums import name_of
from sitreps import figures as sums


def kept():
    """{reference: (killed, figures told)} once all is taken in."""
    TOLLS.bring_in_step()
    rows = KeptToll.objects.select_related("incident")
    return {row.incident.ref: (row.killed, set(row.tells)) for row in rows}


def by_the_ledger():
    """The same as the row of the list shows it and as reports tell it, one by one."""
    return {
        incident.ref: (toll(incident).minimum, told(incident))
        for incident in Incident.objects.with_toll()
    }


def told(incident):
    reports = counted_reports(incident)
    return {name_of(*key) for report in reports for key in sums.told(report.ranges())}

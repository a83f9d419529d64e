"""The report day of a new ticket whose sheet says none: many know their disposals alone."""

from casework.sentences import say as _
from ordnance.items import Disposal, day_of


def take_report_day(ticket, records, row):
    """Of a new ticket of a row that says no report day: the day of the first of its disposals.

    Otherwise it would be reported now, and every disposal lie before that.
    """
    times = [each.done_at for each in records if isinstance(each, Disposal) and each.done_at]
    first = min(times, default=ticket.reported_at)
    if row.values.get("reported_at") or first >= ticket.reported_at:
        return
    ticket.reported_at = first
    if not row.refuses("reported_at"):
        sentence = _(
            "No cell says when this was reported. %(day)s is taken, the day of the first disposal, "
            "since the report came no later. A column “reported_at” would settle it."
        )
        row.warn("reported_at", sentence % {"day": day_of(first).isoformat()}, "report_day_taken")

"""How an import ends: every row under one verdict, or nothing written and a sentence why."""

from django.utils.translation import gettext as _

from exchange.rows import Verdict

TALLY = tuple(Verdict.values)


class NotApplied(Exception):
    """Nothing was written; the sentence says why."""


def reconciled(sheet, tally):
    """The totals, if they add up to the rows of the file; raises NotApplied otherwise."""
    total = sheet.rows.count()
    if sum(tally[verdict] for verdict in TALLY) != total:
        raise NotApplied(_("The rows do not add up, so nothing was written."))
    return {"rows": total} | {verdict: tally[verdict] for verdict in TALLY}

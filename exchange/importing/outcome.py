"""How an import ends: every row under one verdict, or nothing written and a sentence why."""

from django.db import connection
from django.db.models import Count

from casework.sentences import say as _
from exchange.rows import Verdict

TALLY = tuple(Verdict.values)

PROBLEMS = """
    SELECT found ->> 'severity', found ->> 'code', count(*)
    FROM exchange_importrow, jsonb_array_elements(findings) AS found
    WHERE sheet_id = %s
    GROUP BY 1, 2 ORDER BY 3 DESC, 1, 2
"""


class NotApplied(Exception):
    """Nothing was written; the sentence says why."""


def reconciled(sheet):
    """{"rows": all, verdict: rows under it} as they are stored; raises NotApplied unless they add
    up to the rows of the file."""
    tally = tallied(sheet.rows)
    total = sheet.totals.get("rows", sheet.rows.count())
    if sum(tally[verdict] for verdict in TALLY) != total:
        raise NotApplied(_("The rows do not add up, so nothing was written."))
    return {"rows": total} | tally


def tallied(rows):
    counted = dict(rows.order_by().values_list("verdict").annotate(Count("pk")))
    return {verdict: counted.get(verdict, 0) for verdict in TALLY}


def problems(sheet):
    """How many findings there are of each kind, the commonest first."""
    with connection.cursor() as cursor:
        cursor.execute(PROBLEMS, [sheet.pk])
        return [
            {"severity": severity, "code": code, "rows": rows}
            for severity, code, rows in cursor.fetchall()
        ]

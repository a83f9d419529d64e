"""Every row gets its verdict and all its findings; nothing but these is written."""

import json

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, transaction

from casework.sentences import say as _
from exchange import fixes
from exchange.importing.aside import set_aside
from exchange.importing.companions import companions, speaking
from exchange.importing.judging import judged, quiet, resource_for
from exchange.importing.keeping_plans import Planner
from exchange.importing.known import mark_known
from exchange.importing.outcome import NotApplied, problems, reconciled
from exchange.models import Import
from exchange.registry import resource_class


@transaction.atomic
def check(sheet, *, numbers=None, told=quiet):
    """Judge every row, or those of `numbers` with what hangs on them and on words that were
    answered since; returns the Import.

    Nothing but verdicts and totals is written. `told(rows done, rows in all)` is called for each
    chunk; what it raises ends the check as if it had never begun.
    """
    if sheet.is_written:
        raise NotApplied(_("This sheet was applied already."))
    if sheet.by.organisation_id != sheet.organisation_id:  # they see another service's cases now
        raise NotApplied(_("Who brought this sheet in has left. Bring the file in again."))
    planner = Planner(sheet, resource_class(sheet.kind))
    resource = resource_for(sheet)
    again, wanted, beside = set_aside(sheet), None, set()
    if numbers is not None and sheet.state == Import.State.CHECKED and resource.chunk:
        spoken = speaking(sheet, resource, planner.reworded())
        wanted, beside = companions(sheet, resource, spoken.union(numbers))
        again = again.filter(number__in=wanted)
    planner.begin(resource, wanted)
    again.exclude(verdict="").update(verdict="", findings=[], changes={}, shown={}, ref="")
    mark_known(sheet, resource)
    unsettled = sheet.rows.filter(verdict="")
    rows = unsettled | sheet.rows.filter(number__in=beside) if beside else unsettled
    for pairs in judged(sheet, resource, rows, told):
        judged_now = [pair for pair in pairs if pair[1].number not in beside]
        rows_now = [row for _staged, row in judged_now]
        fixes.propose(rows_now, sheet.report.setdefault("year", fixes.year_of(rows_now)))
        save_verdicts(judged_now)
        planner.keep(rows_now)
    planner.finish()
    return settle(sheet)


def settle(sheet):
    """The sheet as checked, with its totals and what is wrong with its rows."""
    sheet.state = Import.State.CHECKED
    sheet.totals = reconciled(sheet)
    sheet.report = sheet.report | {"problems": problems(sheet)}
    sheet.save(update_fields=["state", "totals", "report"])
    return sheet


SAVE_VERDICTS = """
    UPDATE exchange_importrow AS kept
    SET verdict = said.verdict, findings = said.findings, changes = said.changes,
        shown = said.shown, ref = said.ref
    FROM jsonb_to_recordset(%s::jsonb)
        AS said(id bigint, verdict text, findings jsonb, changes jsonb, shown jsonb, ref text)
    WHERE kept.id = said.id
"""


def save_verdicts(pairs):
    """What became of each row, in one statement."""
    said = [
        {
            "id": staged.pk,
            "verdict": row.verdict,
            "findings": row.findings,
            "changes": row.changes,
            "shown": row.shown,
            "ref": row.ref,
        }
        for staged, row in pairs
    ]
    with connection.cursor() as cursor:
        cursor.execute(SAVE_VERDICTS, [json.dumps(said, cls=DjangoJSONEncoder)])

"""Every row gets its verdict and all its findings; nothing but these is written."""

import json
from collections import Counter

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, transaction
from django.utils.translation import gettext as _

from exchange.importing.outcome import NotApplied, reconciled
from exchange.joining import Joiner
from exchange.models import Import, ImportRow
from exchange.registry import resource_class
from exchange.rows import Row, Verdict


@transaction.atomic
def check(sheet):
    """Judge every row, writing nothing but the verdicts; returns the Import with its totals."""
    if sheet.state == Import.State.APPLIED:
        raise NotApplied(_("This sheet was applied already."))
    tally, problems = Counter(), Counter()
    for rows, staged in judged(sheet, applying=False):
        tally.update(row.verdict for row in rows)
        problems.update(
            (found["severity"], found["code"]) for row in rows for found in row.findings
        )
        save_verdicts(rows, staged)
    sheet.state = Import.State.CHECKED
    sheet.totals = reconciled(sheet, tally)
    sheet.report = sheet.report | {
        "problems": [
            {"severity": severity, "code": code, "rows": n}
            for (severity, code), n in problems.most_common()
        ]
    }
    sheet.save(update_fields=["state", "totals", "report"])
    return sheet


def judged(sheet, *, applying):
    """(rows, their staged records) chunk by chunk, each row with its verdict."""
    resource = resource_class(sheet.kind)(sheet.by, source_name=sheet.name)
    resource.applying = applying
    staged = list(sheet.rows.order_by("number"))
    joiner = Joiner(sheet.mapping, sheet.given)
    rows = [as_row(joiner, each) for each in staged]
    resource.survey(rows)
    if applying:
        leave_out(rows, staged)
    mark_known(sheet, staged, rows)
    start = 0
    while start < len(rows):
        stop = chunk_end(rows, start, resource)
        resource.judge(rows[start:stop])
        if applying:
            resource.write(rows[start:stop], sheet.batch)
        for row in rows[start:stop]:
            row.plan = None
        yield rows[start:stop], staged[start:stop]
        start = stop


def leave_out(rows, staged):
    """What the check refused or skipped is not judged again: it was shown as left out."""
    for row, each in zip(rows, staged, strict=True):
        if each.verdict in (Verdict.REFUSED, Verdict.SKIPPED):
            row.verdict, row.findings, row.shown = each.verdict, each.findings, each.shown


def chunk_end(rows, start, resource):
    """The end of a chunk, never between two rows of one record."""
    stop = len(rows) if resource.chunk is None else min(start + resource.chunk, len(rows))
    while stop < len(rows) and resource.belong_together(rows[stop - 1], rows[stop]):
        stop += 1
    return stop


def as_row(joiner, staged):
    cells = joiner.cells(staged.cell)
    return Row(staged.number, cells, raw=staged.raw, answers=staged.answers)


def mark_known(sheet, staged, rows):
    """A row that was applied before, cell for cell, says nothing new: its record stays as it is.

    Rows with a version are judged against the record itself, whatever was applied before.
    """
    fresh = [
        (each, row)
        for each, row in zip(staged, rows, strict=True)
        if not row.verdict and not row.cells.get("version")
    ]
    applied = ImportRow.objects.filter(
        sheet__organisation_id=sheet.organisation_id,
        sheet__kind=sheet.kind,
        sheet__state=Import.State.APPLIED,
        fingerprint__in=[each.fingerprint for each, _row in fresh],
        verdict__in=(Verdict.NEW, Verdict.CHANGED, Verdict.UNCHANGED),
    ).exclude(ref="")
    refs = dict(applied.order_by("sheet__at").values_list("fingerprint", "ref"))
    for each, row in fresh:
        if each.fingerprint in refs:
            row.verdict, row.ref = Verdict.UNCHANGED, refs[each.fingerprint]
            row.note("", _("Applied before, as %(ref)s.") % {"ref": row.ref}, "applied_before")


SAVE_VERDICTS = """
    UPDATE exchange_importrow AS kept
    SET verdict = said.verdict, findings = said.findings, changes = said.changes,
        shown = said.shown, ref = said.ref
    FROM jsonb_to_recordset(%s::jsonb)
        AS said(id bigint, verdict text, findings jsonb, changes jsonb, shown jsonb, ref text)
    WHERE kept.id = said.id
"""


def save_verdicts(rows, staged):
    """What became of each row, in one statement."""
    said = [
        {
            "id": each.pk,
            "verdict": row.verdict,
            "findings": row.findings,
            "changes": row.changes,
            "shown": row.shown,
            "ref": row.ref,
        }
        for row, each in zip(rows, staged, strict=True)
    ]
    with connection.cursor() as cursor:
        cursor.execute(SAVE_VERDICTS, [json.dumps(said, cls=DjangoJSONEncoder)])

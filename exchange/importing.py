"""From a file to records: stage the rows, check them all, apply them in one transaction or not.

Rows in the file = new + changed + unchanged + skipped + refused, at every stage.
"""

import hashlib
import json
from collections import Counter

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.base import ContentFile
from django.core.serializers.json import DjangoJSONEncoder
from django.db import DatabaseError, connection, transaction
from django.utils.translation import gettext as _

from casework.actions_many import Faults
from casework.errors import StaleCase
from casework.models import Batch
from exchange import mapping, reading
from exchange.models import Import, ImportRow
from exchange.registry import resource_class
from exchange.rows import Row, Verdict

AT_ONCE = 2000
TALLY = tuple(Verdict.values)


class NotApplied(Exception):
    """Nothing was written; the sentence says why."""


# ---------------------------------------------------------------- stage


def stage(*, kind, content, name, by, sheet="", header_row=None):
    """Keep the file and its raw rows as an Import. Raises ValidationError, PermissionDenied."""
    resource = resource_class(kind)(by)
    if not resource.may_import() or by.organisation_id is None:
        raise PermissionDenied(_("You may not bring in sheets of this kind."))
    found = reading.read(content, name, sheet)
    header_row = header_row or mapping.guess_header_row(found.rows, resource.columns, found.merged)
    refuse_header(header_row, found)
    headers, columns = header_of(found, header_row, resource)
    return keep(
        Import(
            kind=kind,
            organisation_id=by.organisation_id,
            by=by,
            file=ContentFile(content, name=name),
            name=name[-200:],
            sha256=hashlib.sha256(content).hexdigest(),
            sheet=found.name[:100],
            header_row=header_row,
            headers=headers,
            mapping=columns,
            report={"encoding": found.encoding, "sheets": list(found.names)},
        ),
        found.rows,
    )


def refuse_header(header_row, found):
    if header_row is None:
        raise ValidationError(
            {"header_row": _("No row names columns that we know. Say which row holds the headers.")}
        )
    if header_row >= len(found.rows):
        raise ValidationError(
            {"header_row": _("There is no row below row %(n)d of this sheet.") % {"n": header_row}}
        )


def header_of(found, header_row, resource):
    """(headers, {position: column name}); merged cells below are filled on the way."""
    groups = mapping.groups_above(found.rows, header_row, found.merged)
    headers = [str(cell).strip() for cell in found.rows[header_row - 1]]
    columns = mapping.recognise(headers, groups, resource.columns)
    if not columns:
        raise ValidationError(
            {"header_row": _("Row %(n)d names no column that we know.") % {"n": header_row}}
        )
    mapping.fill_merged(found.rows, columns, resource.columns, found.merged)
    labelled = [
        f"{group} / {header}" if group and header else header
        for header, group in zip(headers, groups or [""] * len(headers), strict=True)
    ]
    return labelled, {str(position): name for position, name in columns.items()}


@transaction.atomic
def keep(sheet, rows):
    sheet.save()
    keep_rows(sheet, rows)
    return sheet


def keep_rows(sheet, rows):
    below = list(enumerate(rows[sheet.header_row :], sheet.header_row + 1))
    seen = Counter()
    ImportRow.objects.bulk_create(
        (
            ImportRow(
                sheet=sheet, number=number, raw=raw, fingerprint=fingerprint(sheet, raw, seen)
            )
            for number, raw in below
        ),
        batch_size=AT_ONCE,
    )
    sheet.totals = {"rows": len(below)}
    sheet.save(update_fields=["totals"])


@transaction.atomic
def restage(sheet, *, header_row):
    """The same file read again from another header row; only what was not applied."""
    if sheet.state == Import.State.APPLIED:
        raise NotApplied(_("This sheet was applied already."))
    with sheet.file.open() as file:
        found = reading.read(file.read(), sheet.name, sheet.sheet)
    refuse_header(header_row, found)
    resource = resource_class(sheet.kind)(sheet.by)
    sheet.headers, sheet.mapping = header_of(found, header_row, resource)
    sheet.header_row, sheet.state = header_row, Import.State.STAGED
    sheet.rows.all().delete()
    sheet.save(update_fields=["headers", "mapping", "header_row", "state"])
    keep_rows(sheet, found.rows)
    return sheet


def fingerprint(sheet, raw, seen):
    """Equal for equal rows; the second of two equal rows in a file is another than the first."""
    said = {name: raw[int(position)] for position, name in sheet.mapping.items()}
    plain = json.dumps([sheet.kind, said], sort_keys=True, cls=DjangoJSONEncoder)
    seen[plain] += 1
    return hashlib.sha256(f"{plain}{seen[plain]}".encode()).hexdigest()


# ---------------------------------------------------------------- check


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
    rows = [as_row(sheet, each) for each in staged]
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


def as_row(sheet, staged):
    cells = {name: staged.raw[int(position)] for position, name in sheet.mapping.items()}
    return Row(staged.number, cells, raw=staged.raw)


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


def reconciled(sheet, tally):
    """The totals, if they add up to the rows of the file; raises NotApplied otherwise."""
    total = sheet.rows.count()
    if sum(tally[verdict] for verdict in TALLY) != total:
        raise NotApplied(_("The rows do not add up, so nothing was written."))
    return {"rows": total} | {verdict: tally[verdict] for verdict in TALLY}


# ---------------------------------------------------------------- apply


def apply(sheet, *, by):
    """Write every row that was not refused, in one transaction, or nothing. Raises NotApplied."""
    if not resource_class(sheet.kind)(by).may_import():
        raise PermissionDenied(_("You may not bring in sheets of this kind."))
    try:
        with transaction.atomic():
            return write_all(Import.objects.select_for_update().get(pk=sheet.pk), by)
    except NotApplied:
        raise
    except Faults as error:
        raise NotApplied(
            _("Something changed since the check, and nothing was written. Check again: %(why)s")
            % {"why": " ".join(error.messages)}
        ) from error
    except (ValidationError, StaleCase, PermissionDenied, DatabaseError) as error:
        raise NotApplied(
            _("Nothing was written. Check again: %(why)s") % {"why": first_line(error)}
        ) from error


def first_line(error):
    return str(error).splitlines()[0] if str(error) else type(error).__name__


def write_all(sheet, by):
    if sheet.state != Import.State.CHECKED:
        raise NotApplied(_("This sheet was applied already, or not checked yet."))
    sheet.by = by
    sheet.batch = Batch.objects.create(kind=Batch.Kind.IMPORT, by=by, note=sheet.name[:300])
    tally = Counter()
    for rows, staged in judged(sheet, applying=True):
        changed = [r.number for r, s in zip(rows, staged, strict=True) if r.verdict != s.verdict]
        if changed:
            raise NotApplied(
                _("Row %(n)d would now end otherwise than it was shown. Check again.")
                % {"n": changed[0]}
            )
        tally.update(row.verdict for row in rows)
        save_verdicts(rows, staged)
    if {"rows": sum(tally.values())} | {v: tally[v] for v in TALLY} != sheet.totals:
        raise NotApplied(_("The rows do not add up, so nothing was written."))
    sheet.totals = reconciled(sheet, tally)
    sheet.state = Import.State.APPLIED
    sheet.save(update_fields=["state", "totals", "batch", "by"])
    return sheet

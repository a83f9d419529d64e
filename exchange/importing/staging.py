"""A file becomes an Import: kept as it came, its header found, its raw rows stored."""

import hashlib
import json
from collections import Counter

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.base import ContentFile
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.utils.translation import gettext as _

from exchange import mapping, reading
from exchange.importing.outcome import NotApplied
from exchange.importing.recognising import take_headers
from exchange.models import Import, ImportRow
from exchange.registry import resource_class

AT_ONCE = 2000


def stage(*, kind, content, name, by, sheet="", header_row=None):
    """Keep the file and its raw rows as an Import. Raises ValidationError, PermissionDenied."""
    resource = resource_class(kind)(by)
    if not resource.may_import() or by.organisation_id is None:
        raise PermissionDenied(_("You may not bring in sheets of this kind."))
    found = reading.read(content, name, sheet)
    header_row = header_row or mapping.guess_header_row(found.rows, resource.columns, found.merged)
    refuse_header(header_row, found)
    staged = Import(
        kind=kind,
        organisation_id=by.organisation_id,
        by=by,
        file=ContentFile(content, name=name),
        name=name[-200:],
        sha256=hashlib.sha256(content).hexdigest(),
        sheet=found.name[:100],
        header_row=header_row,
        report={"encoding": found.encoding, "sheets": list(found.names)},
    )
    read_header(staged, found, resource)
    return keep(staged, found.rows)


def refuse_header(header_row, found):
    if header_row is None:
        raise ValidationError(
            {"header_row": _("No row names columns that we know. Say which row holds the headers.")}
        )
    if header_row >= len(found.rows):
        raise ValidationError(
            {"header_row": _("There is no row below row %(n)d of this sheet.") % {"n": header_row}}
        )


def read_header(sheet, found, resource):
    """Settle what the columns are; merged cells below are filled on the way."""
    groups = mapping.groups_above(found.rows, sheet.header_row, found.merged)
    headers = [str(cell).strip() for cell in found.rows[sheet.header_row - 1]]
    take_headers(sheet, headers, groups, found.rows, resource)
    read_as = {int(position): name for position, name in sheet.mapping.items()}
    mapping.fill_merged(found.rows, read_as, resource.columns, found.merged)


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
    sheet.header_row, sheet.state = header_row, Import.State.STAGED
    read_header(sheet, found, resource)
    sheet.rows.all().delete()
    sheet.save(update_fields=["headers", "mapping", "given", "report", "header_row", "state"])
    keep_rows(sheet, found.rows)
    return sheet


def fingerprint(sheet, raw, seen):
    """Equal for equal rows; the second of two equal rows in a file is another than the first."""
    said = {name: raw[int(position)] for position, name in sheet.mapping.items()}
    plain = json.dumps([sheet.kind, said], sort_keys=True, cls=DjangoJSONEncoder)
    seen[plain] += 1
    return hashlib.sha256(f"{plain}{seen[plain]}".encode()).hexdigest()

"""A file becomes an Import: kept as it came, then read, its header found, its raw rows stored."""

import hashlib
import json
from itertools import islice
from pathlib import PurePath

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.base import ContentFile, File
from django.db import transaction

from casework.sentences import say as _
from exchange import reading
from exchange.answers import remembered_people
from exchange.importing import carrying, merged
from exchange.importing.outcome import NotApplied
from exchange.importing.recognising import take_headers
from exchange.importing.storing import Keeper
from exchange.mapping import remembered_columns, shape
from exchange.models import Import
from exchange.parsing.counting import UNCOUNTED
from exchange.parsing.plain import mended
from exchange.registry import resource_class

WRITTEN = (
    *("state", "sheet", "separator", "header_row", "headers"),
    *("mapping", "given", "totals", "report", "put_aside"),
)


def stage(**given):
    """Receive a sheet and read it at once; one that cannot be read leaves nothing behind."""
    sheet = receive(**given)
    try:
        return read(sheet)
    except BaseException:
        discard(sheet)
        raise


def discard(sheet):
    """Leave nothing of a sheet of which nothing was read."""
    sheet.file.delete(save=False)
    sheet.delete()


def receive(*, kind, content, name, by, sheet="", separator="", header_row=None):
    """Keep a file as an Import still to be read. `content` is bytes or an open binary file.

    `sheet`, `separator` and `header_row` are found by themselves where they are left out. Raises
    ValidationError for what no reading could mend, PermissionDenied.
    """
    resource = resource_class(kind)(by)
    if not resource.may_import() or by.organisation_id is None:
        raise PermissionDenied(_("You may not bring in sheets of this kind."))
    [name] = mended([PurePath(name).name])
    file = ContentFile(content) if isinstance(content, bytes) else File(content)
    reading.refuse_upload(name, file.size)
    made = Import(
        kind=kind,
        organisation_id=by.organisation_id,
        by=by,
        name=name[-200:],
        sha256=sha256_of(file),
        sheet=sheet[:100],
        separator=separator,
        header_row=header_row,
        state=Import.State.RECEIVED,
    )
    made.file.save(f"{made.pk}{PurePath(name).suffix.lower()}", file, save=False)
    made.save()
    return made


def sha256_of(file):
    digest = hashlib.sha256()
    for piece in file.chunks():
        digest.update(piece)
    file.seek(0)
    return digest.hexdigest()


def quiet(done, of):
    """Nobody asked how far it is."""


@transaction.atomic
def read(sheet, *, told=quiet):
    """Read the kept file into raw rows, whatever was read of it before.

    `told(rows done, about how many)` hears of every chunk; what it raises undoes all of it.
    Raises ValidationError for a file that cannot be read, NotApplied for a sheet that was applied.
    """
    if sheet.is_written:
        raise NotApplied(_("This sheet was applied already."))
    if is_forgotten(sheet):
        raise ValidationError(_("The file is deleted. Bring it in again."))
    resource = resource_class(sheet.kind)(sheet.by)
    sheet.report = {}
    sheet.rows.all().delete()
    asked = {"sheet": sheet.sheet, "separator": sheet.separator}
    asked["choose"] = chooser(sheet, resource)
    with sheet.file.open("rb") as file, reading.opened(file, sheet.name, **asked) as found:
        describe(sheet, found)
        sheet.header_row = header_row_of(sheet, found, resource)
        filler = head(sheet, found, resource)
        sheet.report["hidden"] = sum(number > sheet.header_row for number in found.hidden)
        sheet.totals = {"rows": keep_rows(sheet, found, filler, told)}
    carrying.bring_back(sheet)
    sheet.state = Import.State.STAGED
    sheet.save(update_fields=WRITTEN)
    return sheet


def is_forgotten(sheet):
    """Whether the file is gone; if not, nobody forgets it until our transaction ends."""
    held = Import.objects.select_for_update(no_key=True).filter(pk=sheet.pk)
    return held.values_list("forgotten_at", flat=True).first() is not None


def chooser(sheet, resource):
    """Which of a workbook's sheets is read, if several hold something; of a text, by what."""

    def choose(heads):
        if heads[0].separator:
            return shape.likeliest(heads, resource.columns).where
        chosen = shape.choose(
            heads,
            resource.columns,
            wanted=sheet.sheet,
            header_row=sheet.header_row,
            several_rows=resource.several_rows,
            counts_people=UNCOUNTED in resource.fields,
        )
        sheet.report = {
            "joined": [join["sheet"] for join in chosen.joins if "sheet" in join],
            "counted": chosen.counted,
            "left_out": chosen.left_out,
        }
        for group in chosen.groups:
            group["answers"] = remembered_people.answers_for(sheet)
        return {"sheet": chosen.name, "joins": chosen.joins}

    return choose


def describe(sheet, found):
    sheet.sheet, sheet.separator = found.name[:100], found.separator
    sheet.report |= {"encoding": found.encoding, "sheets": list(found.names)}


# ---------------------------------------------------------------- the header


def header_row_of(sheet, found, resource):
    row = sheet.header_row or remembered_columns.header_row(sheet, found.head)
    if row is None:
        row = shape.guess_header_row(found.head, resource.columns, found.merged)
    if row is None:
        raise no_header(found)
    return row


def no_header(found):
    said = [_("No row names columns that we know. Say which row holds the headers.")]
    if found.separator:
        said.append(_("If its columns were split at the wrong sign, say what separates them."))
    return ValidationError({"header_row": said})


def head(sheet, found, resource):
    """Take the rows down to the header and settle what the columns are; returns the Filler."""
    above = [json.loads(line) for line in islice(found.lines, sheet.header_row)]
    if len(above) < sheet.header_row:
        raise nothing_below(sheet.header_row)
    headers, groups = shape.headings(above, sheet.header_row, found.merged)
    take_headers(sheet, headers, groups, found.head, resource)
    return merged.filler(sheet, found.merged, resource)


def nothing_below(row):
    return ValidationError(
        {"header_row": _("There is no row below row %(n)d of this sheet.") % {"n": row}}
    )


def keep_rows(sheet, found, filler, told):
    """Store every row below the header; returns how many there are."""
    keeper = Keeper(sheet, told, of=max(found.of - sheet.header_row, 0))
    for number, line in enumerate(found.lines, sheet.header_row + 1):
        cells = json.loads(line)
        keeper.keep(number, cells, None if filler.fill(number, cells) else line)
    count = keeper.finish()
    if not count:
        raise nothing_below(sheet.header_row)
    return count


def restage(sheet, *, header_row=None, name=None, separator=None, told=quiet):
    """The same file read again: from another header row, another sheet, by another separator.

    What people mended stays with the rows in which they did.
    """
    carrying.put_aside(sheet)
    if name is not None and name != sheet.sheet:
        sheet.sheet, sheet.header_row = name, None
    if separator is not None and separator != sheet.separator:
        sheet.separator, sheet.header_row = separator, None
    if header_row is not None:
        sheet.header_row = header_row
    return read(sheet, told=told)

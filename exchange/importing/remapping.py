"""A person says what the columns of a sheet are: the rows stay, and are to be judged anew."""

from collections import defaultdict

from django.core.exceptions import ValidationError
from django.db import connection, transaction

from casework.sentences import say as _
from exchange.importing import merged
from exchange.importing.outcome import NotApplied
from exchange.importing.recognising import needed, report_columns
from exchange.importing.storing import Fingerprints
from exchange.mapping import Found
from exchange.mapping.codebooks import codebook_of
from exchange.mapping.joining import DAY, MOMENT, part_sets, split_name
from exchange.models import Import
from exchange.registry import resource_class

AT_ONCE = 2000


def remap(sheet, columns, *, given=None):
    """Read the sheet by `columns`, {position: column name or ""}; returns it, staged anew.

    Raises ValidationError with a sentence for each position that is wrong, NotApplied.
    """
    resource = resource_class(sheet.kind)
    columns = {str(at): name for at, name in columns.items() if name}
    if wrong := faults(columns, sheet, resource):
        raise ValidationError(wrong)
    return restaged(sheet, lambda fresh: said_by_person(fresh, columns, given, resource))


def column_faults(sheet, columns):
    """{position: sentence} of what is wrong with a choice of columns; blank ones are left out."""
    said = {str(at): name for at, name in columns.items() if name}
    return faults(said, sheet, resource_class(sheet.kind))


def remap_as(sheet, remembered):
    """Read the sheet by what is remembered under a name."""
    resource = resource_class(sheet.kind)

    def reread(fresh):
        found = {int(at): Found(**each) for at, each in fresh.report["columns"]["found"].items()}
        codebook = codebook_of(fresh.headers, resource)
        report_columns(fresh, found, resource, codebook=codebook, remembered=remembered)

    return restaged(sheet, reread)


@transaction.atomic
def restaged(sheet, change):
    """The sheet after `change`, its rows without verdicts and with the fingerprints that follow."""
    fresh = Import.objects.select_for_update().get(pk=sheet.pk)
    if fresh.is_written:
        raise NotApplied(_("This sheet was applied already."))
    change(fresh)
    fresh.state = Import.State.STAGED
    fresh.totals = {"rows": fresh.rows.count()}
    fresh.save(update_fields=["mapping", "given", "report", "state", "totals"])
    merged.refill(fresh, resource_class(fresh.kind))
    fresh.rows.update(verdict="", findings=[], changes={}, shown={}, ref="")
    mark_anew(fresh)
    return fresh


def said_by_person(sheet, columns, given, resource):
    before = sheet.report.get("columns", {})
    found = dict(before.get("found", {}))
    for at in range(len(sheet.headers)):
        name = columns.get(str(at), "")
        if found.get(str(at), {}).get("name", "") != name:
            found[str(at)] = {"name": name, "how": "person", "sure": 1.0, "because": ""}
    sheet.mapping = columns
    sheet.given = sheet.given if given is None else given
    sheet.report = sheet.report | {
        "columns": before
        | {"found": found, "needed": needed(columns, resource), "unsure": [], "seen": True}
    }


SAVE_MARKS = """
    UPDATE exchange_importrow AS kept SET fingerprint = said.mark
    FROM unnest(%s::bigint[], %s::text[]) AS said(id, mark)
    WHERE kept.id = said.id
"""


def mark_anew(sheet):
    """Rows are equal to rows of other sheets by what their columns are read as."""
    fingerprints, marks = Fingerprints(sheet), {}
    rows = sheet.rows.order_by("number").values_list("id", "raw")
    for key, raw in rows.iterator(chunk_size=AT_ONCE):
        marks[key] = fingerprints.of(raw)
    with connection.cursor() as cursor:
        cursor.execute(SAVE_MARKS, [list(marks), list(marks.values())])


# ---------------------------------------------------------------- what cannot be


def faults(columns, sheet, resource):
    """{position: sentence} of what is wrong with a choice of columns."""
    wrong, feeds = {}, defaultdict(lambda: defaultdict(list))
    for at, name in columns.items():
        column, part = split_name(name)
        known = resource.fields.get(column)
        if known is None or (part and not any(part in parts for parts in part_sets(known))):
            wrong[at] = _("There is no such column. Choose another.")
        else:
            feeds[column][part].append(at)
    for column, parts in feeds.items():
        title = resource.fields[column].title
        sentence = fed_twice(title, parts, sheet.headers) or fed_in_part(title, parts)
        if sentence:
            wrong |= {at: sentence for positions in parts.values() for at in positions}
    return wrong


def fed_twice(title, parts, headers):
    """What to say if several columns give one field, or one part of it, or it and a part."""
    if all(len(each) == 1 for each in parts.values()) and not ("" in parts and len(parts) > 1):
        return ""
    positions = sorted(int(at) for each in parts.values() for at in each)
    names = _(", ").join(f"“{headers[at]}”" for at in positions)
    facts = {"names": names, "title": title}
    return _("%(names)s are all read as “%(title)s”. Leave all but one out.") % facts


def fed_in_part(title, parts):
    """What to say if the parts make no whole."""
    if parts.keys() & set(DAY) and not parts.keys() >= set(DAY):
        return _("“%(title)s” needs a day, a month and a year.") % {"title": title}
    if parts.keys() & set(MOMENT) and "date" not in parts:
        return _("“%(title)s” needs a date beside its time.") % {"title": title}
    return ""

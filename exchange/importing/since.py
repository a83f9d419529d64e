"""What became since of the records of rows that were applied before: such a row writes nothing,
and a person who brings it again is told where its record says otherwise by now."""

import json

from django.db import connection
from django.db.models import Exists, OuterRef

from casework.models import Case
from casework.references import copied
from casework.sentences import say as _
from exchange.cases import Change
from exchange.importing.judging import rows_of
from exchange.rows import TOLD_ALREADY, Row

OTHERWISE, OUT_OF_PLAY = "says_otherwise", "out_of_play"
ADD = """
    UPDATE exchange_importrow AS kept SET findings = kept.findings || said.findings
    FROM jsonb_to_recordset(%s::jsonb) AS said(id bigint, findings jsonb)
    WHERE kept.id = said.id
"""


def tell(sheet, resource, refs):
    """Note beside rows that were applied before what their records are by now; `refs` is {key of a
    row: reference}. Of records out of sight nothing is told, and nothing of those as they were."""
    if not issubclass(resource._meta.model, Case):
        return
    moved = moved_on(resource, set(refs.values()))
    keys = [key for key, ref in refs.items() if ref in moved]
    records = by_record(sheet, refs, keys) if keys else {}
    read_anew(resource, records)
    found = []
    for ref, pairs in records.items():
        if finding := finding_of(resource, [row for _key, row in pairs], ref, moved[ref]):
            found += [{"id": key, "findings": [finding]} for key, _row in pairs]
    if found:
        with connection.cursor() as cursor:
            cursor.execute(ADD, [json.dumps(found)])


def moved_on(resource, refs):
    """{reference: status} of the records in sight to which anything was done after they came."""
    model = resource._meta.model
    later = model.events.rel.related_model.objects.filter(case=OuterRef("pk"))
    later = later.exclude(verb="created").exclude(verb__in=resource.steps)
    seen = model.objects.visible_to(resource.by).filter(Exists(later), ref__in=refs)
    return dict(seen.order_by().values_list("ref", "status"))


def by_record(sheet, refs, keys):
    """{reference: (key, row) of its rows}."""
    found = {}
    for staged, row in rows_of(sheet, sheet.rows.filter(pk__in=keys)):
        found.setdefault(refs[staged.pk], []).append((staged.pk, row))
    return found


def read_anew(resource, records):
    """Read the rows as if they named their records, and fetch these at once."""
    rows = []
    for ref, pairs in records.items():
        for _key, row in pairs:
            resource.read(row)
            row.values |= {"ref": ref, "version": None}
            rows.append(row)
    if rows:
        resource.look_up(rows)


def finding_of(resource, rows, ref, status):
    """What is to be told of a record, as a finding; None where it says what the rows say."""
    told, model = Row(rows[0].number, {}), resource._meta.model
    if status in model.merge_refuses:
        words = dict(model._meta.get_field("status").flatchoices)[status]
        told.note(
            "", _("%(ref)s is “%(status)s” now.") % {"ref": ref, "status": words}, OUT_OF_PLAY
        )
    elif names := differing(resource, rows, resource.by_ref[ref]):
        sentence = _("%(ref)s says otherwise by now: %(columns)s. Nothing of it is changed.")
        told.note("", sentence % {"ref": ref, "columns": names}, OTHERWISE)
    return told.findings[0] if told.findings else None


def differing(resource, rows, stored):
    """The titles of the columns that would change, were the rows a change of the record."""
    case = copied(stored)
    rows[0].changes = resource.changed_fields(rows[0], stored, case)
    resource.plan_records(rows, stored, Change(case, changed=False))
    names = dict.fromkeys(name for row in rows for name in (*row.changes, *told_already(row)))
    return list(dict.fromkeys(title_of(resource, name) for name in names))


def told_already(row):
    """The columns whose values the record holds, and which are not what counts there."""
    return [found["column"] for found in row.findings if found["code"] == TOLD_ALREADY]


def title_of(resource, name):
    """What people call the column of a change; a further record is called by its kind."""
    field = resource.fields.get(resource.column_of(name.replace(" ", "_")))
    return field.title_lazy if field else name.removeprefix("+ ")

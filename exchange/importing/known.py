"""Rows that were applied before, cell for cell: they say nothing new, so nobody judges them again.

A row with a version is judged against the record itself, and a row with mended cells by what it
now says, whatever was applied before.
"""

from itertools import islice

from django.db import connection
from django.db.models import Q

from casework.sentences import say as _
from exchange.importing import since
from exchange.models import Import, ImportRow
from exchange.rows import NOTE, Verdict

AT_ONCE = 2000  # rows asked about together: by their prints, never by joining two whole sheets
CODE = "applied_before"
MARKED = Q(verdict=Verdict.UNCHANGED, findings__contains=[{"code": CODE}])

MARK = """
    UPDATE exchange_importrow AS kept
    SET verdict = 'unchanged', ref = known.ref,
        findings = jsonb_build_array(jsonb_build_object(
            'column', '', 'field', '', 'severity', %s::text, 'code', %s::text,
            'message', replace(%s, '%%(ref)s', known.ref),
            'say', jsonb_build_array(%s, jsonb_build_object('ref', known.ref))))
    FROM unnest(%s::bigint[], %s::text[]) AS known (id, ref)
    WHERE kept.id = known.id
"""


def wait_for_others(sheet):
    """Let no other sheet of this kind and house be written or undone until our transaction ends.

    Two that say the same and are applied at once would each find that nobody applied it before.
    """
    key = f"exchange.write {sheet.organisation_id} {sheet.kind}"
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [key])


def mark_known(sheet, resource):
    """Settle the rows without a verdict that were applied before."""
    sentence = _("Applied before, as %(ref)s.")
    for found in known_among(sheet, sheet.rows.filter(verdict="")):
        if found:
            with connection.cursor() as cursor:
                keys, refs = [row for row, _number in found], list(found.values())
                cursor.execute(MARK, [NOTE, CODE, str(sentence), sentence.source, keys, refs])
            since.tell(sheet, resource, dict(zip(keys, refs, strict=True)))


def turned(sheet):
    """The number of a row that another sheet has applied since the check; -1 where one that was
    applied before no longer counts as such; None without either."""
    fresh = sheet.rows.exclude(MARKED).exclude(verdict__in=(Verdict.REFUSED, Verdict.SKIPPED))
    for found in known_among(sheet, fresh):
        if found:
            return min(number for _row, number in found)
    marked = sheet.rows.filter(MARKED)
    still = sum(len(found) for found in known_among(sheet, marked))
    return None if still == marked.count() else -1


def known_among(sheet, rows):
    """For each lot of these rows, {(key, number): reference} of those that were applied before."""
    versions = [int(place) for place, name in sheet.mapping.items() if name == "version"]
    rows = rows.filter(edits={}).exclude(fingerprint="")
    names = ("pk", "number", "fingerprint", *(f"raw__{place}" for place in versions))
    prints = rows.order_by().values_list(*names).iterator(chunk_size=AT_ONCE)
    while lot := list(islice(prints, AT_ONCE)):
        asked = [(key, number, said) for key, number, said, *seen in lot if not any(seen)]
        refs = applied(sheet, [said for _key, _number, said in asked])
        yield {(key, number): refs[said] for key, number, said in asked if said in refs}


def applied(sheet, prints):
    """{print: reference} of these that were applied before, the latest first."""
    sheets = Import.objects.filter(
        organisation_id=sheet.organisation_id, kind=sheet.kind, state=Import.State.APPLIED
    )
    order = dict(sheets.values_list("pk", "at"))
    if not order:
        return {}
    verdicts = (Verdict.NEW, Verdict.CHANGED, Verdict.UNCHANGED)
    rows = ImportRow.objects.filter(fingerprint__in=prints, verdict__in=verdicts).exclude(ref="")
    found = rows.order_by().values_list("sheet_id", "fingerprint", "ref")
    told = sorted((order[key], said, ref) for key, said, ref in found if key in order)
    return {said: ref for _at, said, ref in told}

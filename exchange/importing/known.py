"""Rows that were applied before, cell for cell: they say nothing new, so nobody judges them again.

All of a sheet's are found in one statement. A row with a version is judged against the record
itself, and a row with mended cells by what it now says, whatever was applied before.
"""

from django.db import connection
from django.db.models import Q
from django.utils.translation import gettext as _

from exchange.models import Import
from exchange.rows import NOTE, Verdict

CODE = "applied_before"
MARKED = Q(verdict=Verdict.UNCHANGED, findings__contains=[{"code": CODE}])

# The latest applied row for each row of the sheet that says the same; constants alone make the
# statements.
APPLIED_BEFORE = """
    SELECT DISTINCT ON (mine.id) mine.id, mine.number, before.ref, mine.verdict, mine.findings
    FROM exchange_importrow AS mine
    JOIN exchange_importrow AS before ON before.fingerprint = mine.fingerprint
        AND before.verdict IN ('new', 'changed', 'unchanged') AND before.ref <> ''
    JOIN exchange_import AS sheet ON sheet.id = before.sheet_id
        AND sheet.organisation_id = %(organisation)s AND sheet.kind = %(kind)s
        AND sheet.state = %(applied)s
    WHERE mine.sheet_id = %(sheet)s AND mine.edits = '{}'
        AND NOT EXISTS (
            SELECT FROM unnest(%(versions)s::int[]) AS place
            WHERE coalesce(mine.raw ->> place, '') <> ''
        )
    ORDER BY mine.id, sheet.at DESC
"""
MARK = f"""
    UPDATE exchange_importrow AS kept
    SET verdict = 'unchanged', ref = known.ref, changes = '{{}}', shown = '{{}}',
        findings = jsonb_build_array(jsonb_build_object(
            'column', '', 'field', '', 'severity', '{NOTE}', 'code', '{CODE}',
            'message', replace(%(sentence)s, '%%(ref)s', known.ref)))
    FROM ({APPLIED_BEFORE}) AS known
    WHERE kept.id = known.id AND kept.verdict = ''
"""  # noqa: S608
TURNED = f"""
    SELECT min(number) FILTER (WHERE NOT marked AND verdict <> ''), count(*) FILTER (WHERE marked)
    FROM (
        SELECT number, verdict, verdict = 'unchanged'
            AND findings @> '[{{"code": "{CODE}"}}]' AS marked
        FROM ({APPLIED_BEFORE}) AS known
        WHERE verdict NOT IN ('refused', 'skipped')
    ) AS said
"""  # noqa: S608


def mark_known(sheet):
    """Settle the rows without a verdict that were applied before."""
    with connection.cursor() as cursor:
        cursor.execute(MARK, facts(sheet) | {"sentence": _("Applied before, as %(ref)s.")})


def turned(sheet):
    """The number of a row that was applied by another sheet since the check; -1 for one whose
    earlier import counts no more; None without either."""
    with connection.cursor() as cursor:
        cursor.execute(TURNED, facts(sheet))
        number, still = cursor.fetchone()
    if number is None and still != sheet.rows.filter(MARKED).count():
        return -1
    return number


def facts(sheet):
    return {
        "sheet": sheet.pk,
        "organisation": sheet.organisation_id,
        "kind": sheet.kind,
        "applied": Import.State.APPLIED,
        "versions": [int(at) for at, name in sheet.mapping.items() if name == "version"],
    }

"""Rows that a person left out are not judged: they are skipped, and why they were refused stays."""

from django.db import connection

from casework.sentences import say as _
from exchange.rows import LEFT_OUT, NOTE

# The findings of such a row become notes: nobody is asked to look at it any more.
SET_ASIDE = """
    UPDATE exchange_importrow AS kept
    SET verdict = 'skipped', ref = '', changes = '{}',
        findings = coalesce((
            SELECT jsonb_agg((found - 'fix') || jsonb_build_object('severity', %(note)s))
            FROM jsonb_array_elements(kept.findings) AS found WHERE found ->> 'code' <> %(code)s
        ), '[]') || jsonb_build_array(jsonb_build_object(
            'column', '', 'field', '', 'severity', %(note)s, 'code', %(code)s,
            'message', %(sentence)s,
            'say', jsonb_build_array(%(source)s, '{}'::jsonb)))
    WHERE sheet_id = %(sheet)s AND answers @> jsonb_build_object(%(code)s, true)
"""


def set_aside(sheet):
    """Settle the rows that were left out; returns the others, which are to be judged."""
    facts = {"sheet": sheet.pk, "code": LEFT_OUT, "note": NOTE}
    said = _("Left out by a person.")
    with connection.cursor() as cursor:
        cursor.execute(SET_ASIDE, facts | {"sentence": str(said), "source": said.source})
    return sheet.rows.exclude(answers__contains={LEFT_OUT: True})

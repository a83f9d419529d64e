"""What a sheet brought beside what was read of it is forgotten: its file, its unread cells.

They may hold anybody's name and number, and nobody asked for them. They go by the clock of callers'
contacts. What was read stays, and so do the file's name and hash, who, when, and every count.
"""

from datetime import timedelta

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Q
from django.utils import timezone

from exchange.importing.carrying import page_of
from exchange.models import Import, Job

NOT_CHECKED = (Import.State.RECEIVED, Import.State.STAGED)
ON_ITS_WAY = timedelta(days=1)  # in which a sheet that is read is surely checked, or given up
# A row keeps the cells at these positions alone, of what came and of what a person mended.
EMPTY = """
    UPDATE exchange_importrow SET
        raw = (
            SELECT jsonb_agg(
                CASE WHEN (place - 1)::text = ANY(%(read)s) THEN cell ELSE '""'::jsonb END
                ORDER BY place
            )
            FROM jsonb_array_elements(raw) WITH ORDINALITY AS cells(cell, place)
        ),
        edits = (
            SELECT coalesce(jsonb_object_agg(key, value), '{}'::jsonb)
            FROM jsonb_each(edits) WHERE key = ANY(%(read)s)
        )
    WHERE sheet_id = %(sheet)s AND raw <> '[]'::jsonb
"""


def due(*, days=None, now=None):
    """The sheets that came in, and were applied if they were, so many days ago or more.

    One that somebody works on waits, also where no job tells of it: from the shell none does.
    """
    now = now or timezone.now()
    days = settings.AFTERMATH_CONTACT_PURGE_DAYS if days is None else days
    before = now - timedelta(days=days)
    applied = Q(batch=None) | Q(batch__at__lte=before)
    at_work = Job.objects.values("record")
    on_its_way = Q(state__in=NOT_CHECKED, at__gt=now - ON_ITS_WAY)
    found = Import.objects.filter(applied, at__lte=before, forgotten_at=None)
    return found.exclude(pk__in=at_work).exclude(on_its_way)


def forget_due(*, days=None, now=None):
    """Forget what is due, in every organisation; returns of how many sheets."""
    found = list(due(days=days, now=now).values_list("pk", flat=True))
    return sum(forget(pk, days=days, now=now) for pk in found)


@transaction.atomic
def forget(pk, *, days=None, now=None):
    """Delete the file, the cells that are read as nothing, and every copy of these; whether it did.

    A sheet that is being read or written just now is locked, and waits for the next time.
    """
    still = due(days=days, now=now).filter(pk=pk)
    sheet = still.select_for_update(of=("self",), skip_locked=True).first()
    if sheet is None:
        return False
    with connection.cursor() as cursor:
        cursor.execute(EMPTY, {"read": list(sheet.mapping), "sheet": sheet.pk})
    forget_acts(sheet)
    sheet.put_aside = {}
    sheet.forgotten_at = now or timezone.now()
    # Before the commit: a machine that stops in between finds the sheet due again, and no file.
    sheet.file.delete(save=False)
    sheet.save(update_fields=["file", "put_aside", "forgotten_at"])
    return True


def forget_acts(sheet):
    """That a person mended an unread cell stays told; what it said does not."""
    page = page_of(sheet)
    changed = []
    for act in sheet.mendings.all():
        read = sheet.mapping if act.page == page else {}
        for row in act.changes.values():
            cells = row.get("edits", {})
            cells |= {at: ["", ""] for at in cells if at not in read}
        changed.append(act)
    sheet.mendings.bulk_update(changed, ["changes"], batch_size=1000)

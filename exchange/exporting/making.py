"""A file is made whole, hashed and logged before its first byte leaves.

Small ones are made while the person waits and sent at once; `make` makes the big ones, in a worker,
and keeps them until they expire. How each ended is in the log: sent, cut short, failed.
"""

import hashlib
import tempfile
from datetime import timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files import File
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from casework.sentences import Sentences
from casework.sight import sight_of
from exchange.exporting.asking import Asked
from exchange.exporting.tables import Table
from exchange.exports import Export
from exchange.models import Job

PIECE = 64 * 1024
DROPPED_HOURS = 1  # nobody waits so long for a file that is sent at once
State = Export.State


def stream(resource, form, params, **asked):
    """The pieces of a file, made whole before the first; logged with how it ended."""
    made = made_now(Asked.of(resource, form=form, params=params, **asked))
    yield from made


def made_now(asked):
    """The file of what was asked, made and logged, ready to be sent as a `Sending`.

    Raises ValidationError where no such file can be made; the log says so.
    """
    export = asked.logged(state=State.MAKING)
    export.save()
    file = tempfile.TemporaryFile()  # noqa: SIM115 - closed by what sends it
    try:
        write(asked, export, file)
    except ValidationError as refusal:
        file.close()
        fail(export, refusal)
        raise
    except BaseException:
        file.close()
        end(export, State.CUT)
        raise
    return Sending(export, file)


class Sending:
    """The pieces of a made file. The log learns whether the last one was asked for."""

    def __init__(self, export, file):
        self.export = export
        self.file = file
        self.sent = 0

    def __iter__(self):
        self.file.seek(0)
        try:
            while piece := self.file.read(PIECE):
                self.sent += len(piece)
                yield piece
        finally:
            self.close()

    def close(self):
        """Called by the server too, when the person went away."""
        if self.file.closed:
            return
        self.file.close()
        end(self.export, State.SENT if self.sent == self.export.size else State.CUT)


def make(export, told=None):
    """Make the file of an export and keep it until it expires. Safe to call again at any time.

    `told(done, of)` hears of the progress; an exception that it raises stops the making.
    """
    if export.state not in (State.WAITING, State.MAKING):
        return export
    if export.by.organisation_id != export.organisation_id:  # they see another service's cases now
        fail(export, ValidationError(_("Who asked for this file has left.")))
        return export
    mark(export, state=State.MAKING, done=0, sight=sight_of(export.by))
    try:
        with tempfile.TemporaryFile() as file:
            write(Asked.again(export), export, file, told)
            keep(export, file)
    except ValidationError as refusal:
        fail(export, refusal)
    return export


def keep(export, file):
    """Put the made file where it waits until it expires, in the place of one that an earlier try
    left behind."""
    file.seek(0)
    name = f"{export.pk}.{export.form}"
    export.file.storage.delete(export.file.field.generate_filename(export, name))
    export.file.save(name, File(file), save=False)
    now = timezone.now()
    until = now + timedelta(hours=settings.EXCHANGE_EXPORT_HOURS)
    mark(export, state=State.READY, ended_at=now, expires_at=until, file=export.file.name)


def stop(export, why, *, cancelled):
    """Write down that the making was called off, or why it failed."""
    state = State.CANCELLED if cancelled else State.FAILED
    mark(export, state=state, failure=why, ended_at=timezone.now())


def write(asked, export, file, told=None):
    """Write what was asked into a file, and what was written into the log."""
    of = asked.records.count()
    mark(export, of=of)
    table = table_of(asked, lambda done: report(export, done, of, told))
    with override(asked.layout.language or "en"):
        asked.format.write(file, table)
    file.seek(0)
    digest = hashlib.file_digest(file, "sha256").hexdigest()
    size = file.seek(0, 2)
    mark(export, done=of, rows=table.written, cut=table.cut, size=size, sha256=digest)


def report(export, done, of, told):
    if told:
        mark(export, done=done)
        told(done, of)


def table_of(asked, told):
    layout, columns = asked.layout, asked.columns
    with override(layout.language or "en"):
        headers = layout.headers(columns)
    return Table(
        title=asked.resource.kind,
        names=[column.name for column in columns],
        headers=headers,
        tags=[column.tag for column in columns] if layout.tagged else [],
        rows=flat(layout.batches(asked.records, columns), told),
        right_to_left=asked.right_to_left,
        bom=asked.bom,
    )


def flat(batches, told):
    """The rows of all batches, one by one."""
    done = 0
    for records, rows in batches:
        yield from rows
        done += records
        told(done)


# ---------------------------------------------------------------- the log


def mark(export, **fields):
    for name, value in fields.items():
        setattr(export, name, value)
    Export.objects.filter(pk=export.pk).update(**fields)


def end(export, state):
    mark(export, state=state, ended_at=timezone.now())


def fail(export, refusal):
    mark(export, state=State.FAILED, failure=Sentences.of(refusal), ended_at=timezone.now())


def fetched(export):
    Export.objects.filter(pk=export.pk).update(fetched=F("fetched") + 1)


def give_up_dropped(now=None):
    """Say of exports that were cut off with their maker that they were; returns how many.

    One that was made while its reader waited leaves nothing behind when its process is killed.
    """
    long_ago = (now or timezone.now()) - timedelta(hours=DROPPED_HOURS)
    going = Export.objects.filter(state=State.MAKING, at__lt=long_ago)
    at_work = Job.objects.filter(record__in=going.values("pk")).values("record")
    dropped = going.exclude(pk__in=at_work)
    return dropped.update(state=State.CUT, ended_at=now or timezone.now())


def expire(now=None):
    """Delete the files that have lain long enough; the log stays. Returns how many."""
    due = list(Export.objects.to_expire(now))
    for export in due:
        export.file.delete(save=False)
        mark(export, state=State.EXPIRED, file="")
    return len(due)

"""What a page may ask: begin a job, see how far it is, call it off, know that somebody works."""

import time
from datetime import timedelta

from django.db import transaction
from django.db.models.functions import Now
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from procrastinate.contrib.django.models import ProcrastinateWorker

from exchange.jobs.naming import TASKS
from exchange.jobs.running import set_going, stop, taken
from exchange.jobs.telling import CalledOff
from exchange.models import Job

SILENT = timedelta(seconds=15)  # after so long without a heartbeat a worker is gone
LOOK_AGAIN = 0.05  # seconds


class Busy(Exception):
    """The record has a job already; the sentence says to wait for it."""


def begin(task, record, *, by, **options):
    """Ask for a task on a record, together with what else the caller's transaction writes.

    Raises Busy. `options` reach the task as they are and must be plain JSON.
    """
    with transaction.atomic():
        job, is_new = Job.objects.get_or_create(
            record=record.pk,
            defaults={
                "task": TASKS[task].name,
                "by": by,
                "options": options,
                "language": get_language() or by.language,
            },
        )
        if not is_new:
            raise Busy(_("Work on this goes on already. Wait for its end, or call it off."))
        set_going(job)
    return job


def of(record):
    """The job of a record, or None when none goes on."""
    return Job.objects.filter(record=record.pk).first()


def of_many(records):
    """{key of a record: its job}, of those that have one."""
    found = Job.objects.filter(record__in=[record.pk for record in records])
    return {job.record: job for job in found}


def ended_within(record, seconds):
    """Whether the record's job ends while one may well wait for it."""
    until = time.monotonic() + seconds
    while of(record) is not None:
        if time.monotonic() > until:
            return False
        time.sleep(LOOK_AGAIN)
    return True


def cancel(record):
    """Call the record's job off: at once where nobody does it yet, else at its next chunk."""
    with transaction.atomic():
        asked = of(record)
        if asked is None:
            return
        job = taken(asked.pk)
        if job is not None:
            stop(TASKS[job.task], job, CalledOff(), cancelled=True)
            job.delete()
        else:
            Job.objects.filter(pk=asked.pk).update(cancel_asked=True)


def somebody_works():
    """Whether any worker gave a sign of life lately."""
    return ProcrastinateWorker.objects.filter(last_heartbeat__gt=Now() - SILENT).exists()

"""One job, done in one transaction: what it wrote, what it became and that it ended, or nothing.

A lock that lives as long as the transaction says that somebody does the job. It ends with a killed
process, so a job without it is nobody's, and whoever takes it next begins anew.
"""

import logging
from contextlib import suppress

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import InterfaceError, OperationalError, connection, transaction
from django.utils import translation
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.exceptions import AlreadyEnqueued

from casework.sentences import Sentences
from casework.sentences import say as _
from exchange.importing.outcome import NotApplied
from exchange.jobs.naming import TASKS
from exchange.jobs.telling import CalledOff, PutBack, Telling, Untold, beside
from exchange.models import Job

LIMIT = 3  # attempts; a sheet that ends its worker each time must not do so for ever
REFUSALS = (ValidationError, PermissionDenied, NotApplied)

log = logging.getLogger(__name__)


@app.task(name="exchange.job")
def look(job):
    """What the queue holds: the key of a job to look at."""
    run(job)


def set_going(job):
    """Leave a job to the workers, in the transaction that made it; or do it here."""
    if settings.JOBS_AT_ONCE:
        do(job, Untold(job))
    else:
        enqueue(job)


def enqueue(job, *, after=0):
    """Let it wait in its queue, unless it waits there."""
    task = TASKS[job.task]
    record = task.model.objects.get(pk=job.record)
    later = {"schedule_in": {"seconds": after}} if after else {}
    entry = look.configure(queue=task.queue_of(record), queueing_lock=str(job.pk), **later)
    with suppress(AlreadyEnqueued), transaction.atomic():
        entry.defer(job=str(job.pk))


def is_queued(job):
    return ProcrastinateJob.objects.filter(queueing_lock=str(job.pk), status="todo").exists()


def run(key):
    """Do a job, unless it has ended or somebody does it. Falls are tried again, up to the limit."""
    with beside() as second:
        try:
            with transaction.atomic():
                job = taken(key)
                if job is not None:
                    do(job, Telling(job, second))
        except PutBack:
            Telling(job, second).take_back()
            enqueue(job)
        except Exception:
            log.exception("The job %s fell.", key)
            try_again_or_give_up(key)


def taken(key):
    """The job, for this transaction alone; None if it has ended or somebody else does it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_try_advisory_xact_lock(hashtextextended(%s, 0))", [f"exchange.job {key}"]
        )
        if not cursor.fetchone()[0]:
            return None
    return Job.objects.select_related("by").filter(pk=key).first()


def do(job, told):
    """The task, its outcome on the record, and the end of the job."""
    task = TASKS[job.task]
    record = task.model.objects.filter(pk=job.record).first()
    following = None
    if record is not None:
        with translation.override(job.language):
            following = outcome(task, record, job, told)
    job.delete()
    if following:
        follow(following, job)


def outcome(task, record, job, told):
    """The task that follows, if one does; a refusal or a cancellation is written on the record."""
    try:
        told.begin()
        if job.attempts > LIMIT:
            raise NotApplied(_given_up())
        with transaction.atomic():
            return task.perform(record, by=job.by, told=told, **job.options)
    except CalledOff as called_off:
        stop(task, job, called_off, cancelled=True)
    except REFUSALS as refusal:
        if isinstance(refusal.__cause__, OperationalError | InterfaceError):
            raise  # the database went away: that is no answer about the sheet
        stop(task, job, refusal, cancelled=False)
    return None


def stop(task, job, why, *, cancelled):
    record = task.model.objects.get(pk=job.record)
    task.stopped(record, Sentences.of(why), cancelled=cancelled)


def follow(name, ended):
    following = Job.objects.create(
        task=name, record=ended.record, by=ended.by, language=ended.language
    )
    set_going(following)


def try_again_or_give_up(key):
    with transaction.atomic():
        job = taken(key)
        if job is None:
            return
        if job.attempts < LIMIT:
            enqueue(job, after=2**job.attempts)
            return
        with translation.override(job.language):
            stop(TASKS[job.task], job, _given_up(), cancelled=False)
        job.delete()


def _given_up():
    return _(
        "It was begun %(n)d times and never came to its end, so nothing was written. "
        "Try again; if it ends like this once more, send the file to who runs this site."
    ) % {"n": LIMIT}

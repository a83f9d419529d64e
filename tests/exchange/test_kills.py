"""Workers killed at random moments: every import is applied once and whole, nothing is left over.

`KILLS=100` (or `make kills`) does as many as that; the suite itself does a few.
"""

import os
import random
import time
from collections import Counter
from datetime import date, timedelta
from itertools import cycle, islice

import pytest
from django.db import connection

from casework.models import Batch
from exchange import importing, jobs
from exchange.models import Import, ImportRow, Job
from exchange.tasks import NOT_READ
from incidents.models import Incident
from tests.exchange.conftest import as_csv
from tests.exchange.test_importing import GOOD, HEADERS
from tests.exchange.workers import empty_queue, kill, start_worker, wait_until, worker

KILLS = int(os.environ.get("KILLS", "6"))
ROWS = 300
TASKS = ("read", "check", "apply")

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def by_workers(settings, transactional_db):
    settings.JOBS_AT_ONCE = False
    empty_queue()
    yield
    empty_queue()


def receive(number, by):
    """One more sheet, of days and names of its own."""
    first = date(2026, 1, 1) - timedelta(days=(number + 1) * ROWS)  # none lies ahead
    rows = [
        [f"K{number}-{n}", f"{first + timedelta(days=n):%d/%m/%Y}", *GOOD[2:]] for n in range(ROWS)
    ]
    content = as_csv([HEADERS, *rows])
    return importing.receive(kind="incidents", content=content, name=f"{number}.csv", by=by)


def press_on(sheet):
    """What a person does with a sheet that stands still: read it, check it, apply it, once more."""
    sheet.refresh_from_db()
    if sheet.state == Import.State.APPLIED or jobs.of(sheet):
        return
    if sheet.state in NOT_READ:
        task = "read"
    else:
        task = "apply" if sheet.state == Import.State.CHECKED else "check"
    jobs.begin(task, sheet, by=sheet.by)


def is_applied(sheet):
    press_on(sheet)
    return sheet.state == Import.State.APPLIED


def locks_held():
    """How many jobs any process does: each holds a lock, which falls with its process."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND granted AND"
            " database = (SELECT oid FROM pg_database WHERE datname = current_database())"
        )
        return cursor.fetchone()[0]


def go_on(sheets, by):
    """Keep one sheet on its way: the last one, or the next when it is applied."""
    if not sheets or is_applied(sheets[-1]):
        sheets.append(receive(len(sheets), by))
    press_on(sheets[-1])


def at_work():
    """The task that some process does just now, or None."""
    job = Job.objects.first() if locks_held() else None
    return job and job.task


def time_of_each(sheets, by):
    """{task: seconds} of one sheet from receipt to records, undisturbed."""
    go_on(sheets, by)
    seconds, before = Counter(), time.monotonic()
    with worker():
        while sheets[-1].state != Import.State.APPLIED:
            press_on(sheets[-1])
            task, now = at_work(), time.monotonic()
            seconds[task] += now - before
            before = now
    return {task: seconds[task] for task in TASKS}


def kill_one_at_work(sheets, by, task, seconds):
    """Let a new worker do so much of a task; returns what the kill cut off."""
    process = start_worker()
    try:
        wait_until(lambda: go_on(sheets, by) or at_work() == task, seconds=120)
        time.sleep(seconds)
        return at_work() or "nothing"
    finally:
        kill(process)
        wait_until(lambda: not locks_held())  # the database has seen that it is gone


def test_kills_leave_no_partial_import(cast):
    """One after the other falls into the reading, the checking and the writing of a sheet."""
    chance, sheets, by = random.Random(28_11_2024), [], cast.data_manager
    lasts, cut_off = time_of_each(sheets, by), Counter()
    for task in islice(cycle(TASKS), KILLS):
        cut_off[kill_one_at_work(sheets, by, task, chance.uniform(0, lasts[task]))] += 1
        assert_whole(sheets)
    with worker():
        wait_until(lambda: is_applied(sheets[-1]) and not Job.objects.exists(), seconds=300)
    assert_whole(sheets)
    assert Incident.objects.count() == ROWS * len(sheets)
    print(f"{KILLS} kills cut off {dict(cut_off)}; {len(sheets)} imports, each whole")  # noqa: T201


def assert_whole(sheets):
    """Each import is there wholly or not at all, as its state says."""
    applied = Import.objects.filter(state=Import.State.APPLIED)
    assert Incident.objects.count() == ROWS * applied.count()
    assert Batch.objects.filter(kind=Batch.Kind.IMPORT).count() == applied.count()
    for sheet in Import.objects.all():
        rows = 0 if sheet.state in NOT_READ else ROWS
        assert sheet.rows.count() == rows
        if sheet.state == Import.State.APPLIED:
            assert sheet.totals == {"rows": ROWS} | dict.fromkeys(importing.TALLY, 0) | {
                "new": ROWS
            }
            assert Incident.objects.filter(events__batch=sheet.batch).distinct().count() == ROWS
            assert sheet.batch.note == sheet.name
    assert ImportRow.objects.count() == sum(sheet.rows.count() for sheet in sheets)

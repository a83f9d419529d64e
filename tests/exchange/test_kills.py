"""Workers killed at random moments: every import is applied once and whole, nothing is left over.

`KILLS=100` (or `make kills`) does as many as that; the suite itself does a few.
"""

import os
import random
import time
from collections import Counter
from datetime import date, timedelta

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
ROWS = 200
LONGEST = 0.4  # seconds from a job's beginning to the kill: about what the longest of them takes
TARGETS = ("read", "check", "apply")

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def by_workers(settings, transactional_db):
    settings.JOBS_AT_ONCE = False
    empty_queue()
    yield
    empty_queue()


def receive(number, by):
    """One more sheet, of days and names of its own."""
    first = date(2010, 1, 1) + timedelta(days=number * ROWS)
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


def is_being_done(job):
    return locks_held() > 0 and Job.objects.filter(pk=job.pk).exists()


def begun(target, sheets, by):
    """The job of this kind that a worker does; until there is one, the last sheet is pressed on."""
    if not sheets or is_applied(sheets[-1]):
        sheets.append(receive(len(sheets), by))
    press_on(sheets[-1])
    job = Job.objects.filter(task=target, began_at__isnull=False).first()
    return job if job and is_being_done(job) else None


def kill_one_in_the_middle(target, sheets, by, chance):
    process = start_worker()
    try:
        while True:
            job = wait_until(lambda: begun(target, sheets, by), seconds=120)
            time.sleep(chance.uniform(0, LONGEST))
            if is_being_done(job):
                return
    finally:
        kill(process)
        wait_until(lambda: not locks_held())  # the database has seen that it is gone


def test_kills_leave_no_partial_import(cast):
    chance, sheets, by = random.Random(28_11_2024), [], cast.data_manager
    targets = [chance.choice(TARGETS) for _ in range(KILLS)]
    for target in targets:
        kill_one_in_the_middle(target, sheets, by, chance)
        assert_whole(sheets)
    with worker():
        wait_until(lambda: is_applied(sheets[-1]) and not Job.objects.exists(), seconds=120)
    assert_whole(sheets)
    assert Incident.objects.count() == ROWS * len(sheets)
    print(f"{KILLS} kills {Counter(targets)}; {len(sheets)} imports, each whole")  # noqa: T201


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

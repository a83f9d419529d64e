"""Workers as processes: what they do, what their end leaves, and who goes on."""

import os
import signal
from contextlib import contextmanager

import pytest
from django.db import connection

from exchange import importing, jobs
from exchange.jobs import running
from exchange.models import Import, Job
from incidents.models import Incident
from tests.exchange.conftest import as_csv
from tests.exchange.test_importing import GOOD, HEADERS
from tests.exchange.workers import (
    empty_queue,
    kill,
    lose_entries,
    start_worker,
    wait_until,
    worker,
)

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def by_workers(settings, transactional_db):
    """Jobs go to the queue, which begins and ends empty."""
    settings.JOBS_AT_ONCE = False
    empty_queue()
    yield
    empty_queue()


@pytest.fixture
def staged(cast):
    rows = [HEADERS, *([f"A-{n}", *GOOD[1:]] for n in range(30))]
    return importing.stage(
        kind="incidents", content=as_csv(rows), name="sheet.csv", by=cast.data_manager
    )


@pytest.fixture
def checked(staged):
    return importing.check(staged)


@contextmanager
def held_up(sheet):
    """Whoever writes the sheet waits while the block lasts: its job stands still in the middle."""
    elsewhere = connection.copy()
    lock = "BEGIN; SELECT FROM exchange_import WHERE id = %s FOR UPDATE"
    elsewhere.cursor().execute(lock, [sheet.pk])
    try:
        yield
    finally:
        elsewhere.close()


def somebody_waits():
    """Whether any process waits for a lock, as a job does that is held up."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity"
            " WHERE datname = current_database() AND wait_event_type = 'Lock'"
        )
        return cursor.fetchone()[0] > 0


def end_all_connections():
    """What a restart of the database is to a worker."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            " AND backend_type = 'client backend'"
        )


def applied(sheet):
    sheet.refresh_from_db()
    return sheet.state == Import.State.APPLIED and Incident.objects.count() == 30


def test_a_worker_does_what_was_asked_and_leaves_at_a_sign(staged, cast):
    jobs.begin("check", staged, by=cast.data_manager)
    assert not jobs.somebody_works()
    with worker() as process:
        wait_until(lambda: jobs.of(staged) is None)
        assert jobs.somebody_works()
        staged.refresh_from_db()
        assert staged.state == Import.State.CHECKED
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=10) == 0
    assert not jobs.somebody_works()


def test_a_worker_leaves_with_the_process_that_started_it():
    with worker("--child-of", str(os.getpid() + 100_000)) as process:
        assert process.wait(timeout=30) == 0


def test_what_a_killed_worker_left_is_begun_anew_at_the_next_start(checked, cast):
    jobs.begin("apply", checked, by=cast.data_manager)
    with held_up(checked):
        process = start_worker()
        wait_until(somebody_waits)
        kill(process)
    assert Incident.objects.count() == 0
    assert jobs.of(checked).attempts == 1
    with worker():
        wait_until(lambda: jobs.of(checked) is None)
    assert applied(checked)


def test_two_workers_do_a_job_once(checked, cast):
    job = jobs.begin("apply", checked, by=cast.data_manager)
    with worker(), worker():
        with held_up(checked):
            wait_until(somebody_waits)
            lose_entries()  # its entry is lost, and the sweep of the idle one must not take it
            run_beside(job)
            assert jobs.of(checked).attempts == 1
        wait_until(lambda: jobs.of(checked) is None)
    assert applied(checked)


def run_beside(job):
    """The entry once more: the other worker looks at the job and leaves it."""
    running.enqueue(job)
    wait_until(lambda: not running.is_queued(job))


def test_a_job_whose_database_restarts_is_begun_anew(checked, cast):
    jobs.begin("apply", checked, by=cast.data_manager)
    with worker():  # it lives on or ends, as the restart hits it; the other is what a site starts
        with held_up(checked):
            wait_until(somebody_waits)
            end_all_connections()
        with worker():
            wait_until(lambda: jobs.of(checked) is None)
    assert applied(checked)


def test_a_job_asked_for_by_a_web_that_was_killed_is_done(staged, cast):
    Job.objects.create(task="check", record=staged.pk, by=cast.data_manager, language="en")
    with worker():
        wait_until(lambda: jobs.of(staged) is None)
    staged.refresh_from_db()
    assert staged.state == Import.State.CHECKED

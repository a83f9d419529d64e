"""Workers as processes: what they do, what their end leaves, what a page tells meanwhile."""

import os
import signal

import pytest
from django.db import connection

from exchange import importing, jobs
from exchange.models import Import
from tests.exchange.conftest import as_csv
from tests.exchange.test_importing import GOOD, HEADERS
from tests.exchange.workers import wait_until, worker

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def by_workers(settings, transactional_db):
    """Jobs go to the queue, which begins and ends empty."""
    settings.JOBS_AT_ONCE = False
    empty_queue()
    yield
    empty_queue()


def empty_queue():
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")
        cursor.execute("DELETE FROM procrastinate_workers")


@pytest.fixture
def staged(cast):
    rows = [HEADERS, *([f"A-{n}", *GOOD[1:]] for n in range(30))]
    return importing.stage(
        kind="incidents", content=as_csv(rows), name="sheet.csv", by=cast.data_manager
    )


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


def test_a_worker_leaves_with_the_process_that_started_it(staged):
    with worker("--child-of", str(os.getpid() + 100_000)) as process:
        assert process.wait(timeout=30) == 0

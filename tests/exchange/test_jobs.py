"""Jobs, one process alone: how each ends, and what is left when it does not."""

import pytest
from django.db import connection, transaction
from django.utils.translation import override

from exchange import importing, jobs
from exchange.importing import NotApplied
from exchange.jobs.naming import TASKS, Task, lanes_of
from exchange.jobs.running import LIMIT, is_queued, run, taken
from exchange.jobs.telling import STOPPING
from exchange.jobs.working import sweep
from exchange.models import Import, Job
from tests.exchange.conftest import as_csv
from tests.exchange.test_importing import GOOD, HEADERS
from tests.exchange.workers import empty_queue

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def queue(settings, transactional_db):
    """Jobs go to the queue, where nobody looks; it begins and ends empty."""
    settings.JOBS_AT_ONCE = False
    empty_queue()
    yield
    empty_queue()


@pytest.fixture
def manager(cast):
    return cast.data_manager


@pytest.fixture
def staged(manager):
    content = as_csv([HEADERS, GOOD])
    return importing.stage(kind="incidents", content=content, name="sheet.csv", by=manager)


@pytest.fixture
def work_of(staged, manager, monkeypatch):
    """`work_of(perform)` asks for a task of the test's own on the sheet."""

    def ask(perform):
        chosen = Task("own", Import, "Working", "imports", TASKS["check"].stopped, perform)
        monkeypatch.setitem(TASKS, "own", chosen)
        return jobs.begin("own", staged, by=manager)

    return ask


def rename(sheet, *, by, told):
    sheet.name = "renamed"
    sheet.save(update_fields=["name"])


def test_a_job_and_what_it_wrote_end_together(work_of, staged):
    run(work_of(rename).pk)
    staged.refresh_from_db()
    assert (staged.name, jobs.of(staged)) == ("renamed", None)


def test_a_record_has_one_job_at_a_time(work_of, staged, manager):
    work_of(rename)
    with pytest.raises(jobs.Busy, match="goes on already"):
        jobs.begin("check", staged, by=manager)
    assert Job.objects.get().task == "own"


def test_a_job_is_asked_for_with_what_else_is_written_or_not_at_all(work_of):
    with transaction.atomic():
        job = work_of(rename)
        assert is_queued(job)
        transaction.set_rollback(True)
    assert not Job.objects.exists()
    assert not is_queued(job)


def test_a_job_that_somebody_does_is_not_done_twice(work_of, staged):
    job = work_of(rename)
    elsewhere = connection.copy()
    with elsewhere.cursor() as cursor:
        key = [f"exchange.job {job.pk}"]
        cursor.execute("SELECT pg_advisory_lock(hashtextextended(%s, 0))", key)
        run(job.pk)
        assert jobs.of(staged).attempts == 0
        cursor.execute("SELECT pg_advisory_unlock(hashtextextended(%s, 0))", key)
    elsewhere.close()
    run(job.pk)
    assert jobs.of(staged) is None


def test_a_refusal_is_told_and_nothing_of_the_task_is_kept(work_of, staged):
    def refuse(sheet, *, by, told):
        rename(sheet, by=by, told=told)
        raise NotApplied("Row 7 is another now. Check again.")

    run(work_of(refuse).pk)
    staged.refresh_from_db()
    assert (staged.name, str(staged.failure)) == ("sheet.csv", "Row 7 is another now. Check again.")
    assert jobs.of(staged) is None


def test_a_fall_is_tried_again_and_given_up_in_the_end(work_of, staged):
    falls = []

    def fall(sheet, *, by, told):
        falls.append(jobs.of(sheet).attempts)
        rename(sheet, by=by, told=told)
        raise ZeroDivisionError

    job = work_of(fall)
    for _ in range(LIMIT + 1):
        run(job.pk)
    staged.refresh_from_db()
    assert falls == [1, 2, 3]
    assert (staged.name, jobs.of(staged)) == ("sheet.csv", None)
    assert "begun 3 times and never came to its end" in str(staged.failure)


def test_a_job_whose_worker_was_killed_too_often_is_not_begun_again(work_of, staged):
    job = work_of(rename)
    Job.objects.update(attempts=LIMIT)
    run(job.pk)
    staged.refresh_from_db()
    assert staged.name == "sheet.csv"
    assert "begun 3 times" in str(staged.failure)


def test_why_it_failed_is_told_in_the_language_of_whoever_reads_it(work_of, staged):
    job = work_of(rename)
    Job.objects.update(attempts=LIMIT, language="ar")
    run(job.pk)
    staged.refresh_from_db()
    with override("ar"):
        assert "begun" not in str(staged.failure)
    assert "begun 3 times" in str(staged.failure)


def test_what_follows_is_asked_for_in_the_same_transaction(work_of, staged):
    def go_on(sheet, *, by, told):
        return "check"

    run(work_of(go_on).pk)
    following = jobs.of(staged)
    assert following.task == "check"
    assert is_queued(following)


def test_progress_is_seen_while_the_work_is_not(work_of, staged):
    seen = []

    def work(sheet, *, by, told):
        rename(sheet, by=by, told=told)
        told(1, 2)
        elsewhere = connection.copy()
        with elsewhere.cursor() as cursor:
            cursor.execute("SELECT done, of, (SELECT name FROM exchange_import) FROM exchange_job")
            seen.extend(cursor.fetchall())
        elsewhere.close()

    run(work_of(work).pk)
    assert seen == [(1, 2, "sheet.csv")]


def test_who_calls_a_job_off_is_heard_at_the_next_chunk(work_of, staged):
    def work(sheet, *, by, told):
        rename(sheet, by=by, told=told)
        elsewhere = connection.copy()
        with elsewhere.cursor() as cursor:
            cursor.execute("UPDATE exchange_job SET cancel_asked = true")
        elsewhere.close()
        told(1, 2)
        raise AssertionError

    run(work_of(work).pk)
    staged.refresh_from_db()
    assert (staged.name, staged.state, jobs.of(staged)) == ("sheet.csv", "staged", None)
    assert "called off" in str(staged.failure)


def test_a_job_that_nobody_does_is_called_off_at_once(work_of, staged):
    job = work_of(rename)
    jobs.cancel(staged)
    assert jobs.of(staged) is None
    run(job.pk)  # its entry in the queue finds nothing to do
    staged.refresh_from_db()
    assert staged.name == "sheet.csv"


def test_a_worker_that_is_to_end_puts_its_job_back(work_of, staged):
    def work(sheet, *, by, told):
        rename(sheet, by=by, told=told)
        STOPPING.set()
        told(1, 2)

    job = work_of(work)
    empty_queue()
    try:
        run(job.pk)
    finally:
        STOPPING.clear()
    staged.refresh_from_db()
    assert staged.name == "sheet.csv"
    assert (jobs.of(staged).attempts, is_queued(job)) == (0, True)


def test_the_sweep_puts_back_what_nobody_does_and_nothing_else(work_of):
    job = work_of(rename)
    sweep()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'doing' RETURNING id")
        assert len(cursor.fetchall()) == 1  # the sweep added none to the one that waited
    sweep()
    assert is_queued(job)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_jobs")
        assert cursor.fetchone() == (1,)  # the entry of the worker that is gone went too


def test_a_job_without_its_record_ends(work_of, staged):
    job = work_of(rename)
    staged.delete()
    run(job.pk)
    assert not Job.objects.exists()


def test_a_job_is_taken_by_one_transaction(work_of):
    job = work_of(rename)
    with transaction.atomic():
        assert taken(job.pk) == job


@pytest.mark.parametrize(
    ("queues", "lanes"),
    [
        (jobs.QUEUES, [("interactive", "notifications"), ("imports", "exports", "upkeep")]),
        (["imports"], [("imports",)]),
        (["exports", "interactive"], [("interactive",), ("exports",)]),
    ],
)
def test_queues_are_worked_in_their_lanes(queues, lanes):
    assert lanes_of(queues) == lanes

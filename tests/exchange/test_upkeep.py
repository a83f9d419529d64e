"""What workers do by themselves: every queue is served, and what is due goes on its day."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.utils import timezone
from procrastinate.contrib.django import app

from exchange import jobs
from exchange.exports import Export
from exchange.jobs.naming import lanes_of
from exchange.models import Job

State = Export.State


@pytest.fixture
def export(cast):
    """`export(state, hours ago)`, with its file."""

    def made(state, ago):
        at = timezone.now() - timedelta(hours=ago)
        found = Export(
            kind="incidents", form="csv", by=cast.data_manager, state=state, at=at,
            expires_at=at + timedelta(hours=settings.EXCHANGE_EXPORT_HOURS),
        )  # fmt: skip
        found.file.save("x.csv", ContentFile(b"x"))
        return found

    return made


def test_a_worker_serves_every_queue():
    assert sorted(name for lane in lanes_of(jobs.QUEUES) for name in lane) == sorted(jobs.QUEUES)
    queues = {each.queue for each in jobs.TASKS.values() if isinstance(each.queue, str)}
    queues |= {each.queue for each in app.tasks.values() if each.name.startswith("upkeep.")}
    assert queues <= set(jobs.QUEUES)


def test_every_chore_is_done_by_the_clock():
    clock = {each.task.name for each in app.periodic_registry.periodic_tasks.values()}
    assert {f"upkeep.{name}" for name in jobs.CHORES} <= clock
    assert {"exports", "contacts"} <= jobs.CHORES.keys()


@pytest.mark.django_db
def test_a_chore_with_nothing_due_does_nothing():
    for perform in jobs.CHORES.values():
        perform()


def test_files_of_exports_are_deleted_when_their_time_has_come(export):
    old = export(State.READY, settings.EXCHANGE_EXPORT_HOURS + 1)
    fresh = export(State.READY, 0)
    storage, name = old.file.storage, old.file.name
    jobs.CHORES["exports"]()
    old.refresh_from_db()
    fresh.refresh_from_db()
    assert (old.state, fresh.state) == (State.EXPIRED, State.READY)
    assert not storage.exists(name)


def test_an_export_whose_maker_is_gone_is_said_to_be_cut_short(export, cast):
    dropped, fresh, at_work = (export(State.MAKING, hours) for hours in (2, 0, 2))
    Job.objects.create(task="export", record=at_work.pk, by=cast.data_manager, language="en")
    jobs.CHORES["exports"]()
    states = [Export.objects.get(pk=each.pk).state for each in (dropped, fresh, at_work)]
    assert states == [State.CUT, State.MAKING, State.MAKING]

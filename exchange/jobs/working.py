"""The worker: looks at the queues until it is told to end, and finds again what others dropped."""

import asyncio
import os
import signal

from asgiref.sync import sync_to_async
from django.db import close_old_connections, connection, transaction
from procrastinate.contrib.django import app

from exchange.jobs.naming import lanes_of
from exchange.jobs.running import enqueue, is_queued, taken
from exchange.jobs.telling import STOPPING
from exchange.models import Job

SWEEP_EVERY = 10  # seconds
HEARTBEAT_EVERY = 5  # seconds
DEAD_AFTER = 30  # seconds without a heartbeat

FORGET_DROPPED = """
    DELETE FROM procrastinate_jobs AS entry
    WHERE entry.status = 'doing' AND NOT EXISTS (
        SELECT FROM procrastinate_workers AS worker
        WHERE worker.id = entry.worker_id AND worker.last_heartbeat > now() - %s * interval '1 s'
    )
"""


def sweep():
    """Put every job back into the queue that nobody does and that does not wait there."""
    for job in Job.objects.all():
        if not is_queued(job):  # asked before it is taken: what waits is never withheld
            with transaction.atomic():
                dropped = taken(job.pk)
                if dropped is not None:
                    enqueue(dropped)
    with connection.cursor() as cursor:
        cursor.execute(FORGET_DROPPED, [DEAD_AFTER])


async def work(queues, *, parent=None):
    """Work until SIGTERM or SIGINT, or until the parent is gone; says whether that was asked for.

    It ends by itself when the database goes: who started it starts it again.
    """
    ending = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, ending.set)
    hands = app.with_connector(app.connector.get_worker_connector())
    async with hands.open_async():
        lanes = [asyncio.create_task(lane(hands, names)) for names in lanes_of(queues)]
        asked = asyncio.create_task(ending.wait())
        beside = [asyncio.create_task(keep_sweeping()), asyncio.create_task(mourn(parent, ending))]
        await asyncio.wait([*lanes, *beside, asked], return_when=asyncio.FIRST_COMPLETED)
        was_asked = ending.is_set()
        STOPPING.set()  # for the threads: they put their jobs back at the next chunk
        for each in (*beside, *lanes, asked):
            each.cancel()  # a lane that is cancelled waits for its job
        ends = await asyncio.gather(*lanes, *beside, return_exceptions=True)
    faults = [end for end in ends if isinstance(end, Exception)]
    if faults and not was_asked:
        raise faults[0]
    return was_asked


async def lane(hands, names):
    await hands.run_worker_async(
        queues=list(names),
        name=names[0],
        concurrency=1,
        delete_jobs="always",  # the job's own row is the truth
        install_signal_handlers=False,
        update_heartbeat_interval=HEARTBEAT_EVERY,
        stalled_worker_timeout=DEAD_AFTER,
    )


async def keep_sweeping():
    while True:
        await sync_to_async(_sweep_in_thread, thread_sensitive=False)()
        await asyncio.sleep(SWEEP_EVERY)


def _sweep_in_thread():
    close_old_connections()
    try:
        sweep()
    finally:
        close_old_connections()


async def mourn(parent, ending):
    """Ask for the end when the process that started this one was killed."""
    while True:
        await asyncio.sleep(1)
        if parent is not None and os.getppid() != parent:
            ending.set()

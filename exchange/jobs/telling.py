"""How far a job is: written beside its transaction, where all can see it; and whether to go on."""

import threading
import time
from contextlib import contextmanager

from django.db import OperationalError, connection

from casework.sentences import say as _

OFTEN = 0.3  # seconds between two writes
STOPPING = threading.Event()
"""Set when this process is asked to end: its jobs put themselves back at their next chunk."""

# Who locks the table of jobs may wait for our transaction: neither would ever see the other.
PATIENCE = "SET lock_timeout = '2s'"
BEGUN = """
    UPDATE exchange_job SET began_at = now(), attempts = attempts + 1, done = 0, of = NULL
    WHERE id = %s RETURNING attempts, cancel_asked
"""
TOLD = "UPDATE exchange_job SET done = %s, of = %s WHERE id = %s RETURNING cancel_asked"
NOT_BEGUN = """
    UPDATE exchange_job SET began_at = NULL, attempts = greatest(attempts - 1, 0), done = 0
    WHERE id = %s
"""


class CalledOff(Exception):
    """A person called the job off: nothing of it is kept."""

    def __init__(self):
        super().__init__(_("It was called off, and nothing was written."))


class PutBack(Exception):
    """The worker is to end: nothing of the job is kept, and another worker begins it anew."""


@contextmanager
def beside():
    """A second connection: what it writes is seen at once, whatever becomes of the transaction."""
    second = connection.copy()
    try:
        second.cursor().execute(PATIENCE)
        yield second
    finally:
        second.close()


class Telling:
    """What a task gets as `told`: it writes a few times a second, and hears whether to go on."""

    def __init__(self, job, second):
        self.job = job
        self.second = second
        self.due = 0.0

    def begin(self):
        """Count the attempt; a process killed from here on has made it in vain."""
        self.job.attempts, called_off = self._ask(BEGUN, [self.job.pk])
        if called_off:
            raise CalledOff

    def __call__(self, done, of=None):
        if STOPPING.is_set():
            raise PutBack
        if time.monotonic() < self.due:
            return
        self.due = time.monotonic() + OFTEN
        try:
            called_off = self._ask(TOLD, [done, of, self.job.pk])[0]
        except OperationalError:  # the work goes on untold
            return
        if called_off:
            raise CalledOff

    def take_back(self):
        """An attempt that we gave up ourselves does not count."""
        with self.second.cursor() as cursor:
            cursor.execute(NOT_BEGUN, [self.job.pk])

    def _ask(self, statement, values):
        with self.second.cursor() as cursor:
            cursor.execute(statement, values)
            return cursor.fetchone()


class Untold(Telling):
    """For a job done where it was asked for: nobody watches it, and nobody can call it off."""

    def __init__(self, job):
        super().__init__(job, None)

    def begin(self):
        pass

    def __call__(self, done, of=None):
        pass

"""Which tasks there are, on which record each works, and in which queue it waits."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db import models

INTERACTIVE, NOTIFICATIONS, IMPORTS, EXPORTS = "interactive", "notifications", "imports", "exports"
UPKEEP = "upkeep"
QUEUES = (INTERACTIVE, NOTIFICATIONS, IMPORTS, EXPORTS, UPKEEP)
LANES = ((INTERACTIVE, NOTIFICATIONS), (IMPORTS, EXPORTS, UPKEEP))
"""What one worker does side by side: a small sheet does not wait for a large one to end."""


def lanes_of(queues):
    """The queues asked for, in the lanes that are worked side by side."""
    chosen = (tuple(name for name in lane if name in queues) for lane in LANES)
    return [lane for lane in chosen if lane]


@dataclass(frozen=True)
class Task:
    """One kind of long work. `queue` names a queue, or finds it for a record."""

    name: str
    model: type[models.Model]
    words: str
    queue: str | Callable
    stopped: Callable
    perform: Callable

    def queue_of(self, record):
        return self.queue(record) if callable(self.queue) else self.queue


TASKS: dict[str, Task] = {}


def task(name, *, model, words, queue, stopped):
    """Make a function the task `name`: perform(record, *, by, told, **options).

    It runs inside one transaction and calls `told(done, of)` between chunks; it may raise
    ValidationError, PermissionDenied or NotApplied with a sentence for the person, and may return
    the name of the task that follows at once. `stopped(record, why, *, cancelled)` writes down
    that it was refused (`why`: its Sentences) or called off; all else that it wrote is rolled back.
    `words` say what is being done, as in “Checking”.
    """

    def register(perform):
        TASKS[name] = Task(name, model, words, queue, stopped, perform)
        return perform

    return register

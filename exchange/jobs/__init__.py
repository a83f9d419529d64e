"""Long work: asked for by a page, done by a worker, told as it goes, never half done.

A task of one's own is a function in exchange/tasks.py under `@task`; a page asks for it with
`begin("name", record, by=person)`. What nobody asks for stands there under `@upkeep`.
"""

from exchange.jobs.asking import Busy, begin, cancel, ended_within, of, of_many, somebody_works
from exchange.jobs.naming import EXPORTS, IMPORTS, INTERACTIVE, NOTIFICATIONS, QUEUES, TASKS, task
from exchange.jobs.telling import CalledOff
from exchange.jobs.upkeep import CHORES, EVERY_HOUR, EVERY_MINUTE, EVERY_TEN_MINUTES, upkeep

__all__ = [
    "CHORES",
    "EVERY_HOUR",
    "EVERY_MINUTE",
    "EVERY_TEN_MINUTES",
    "EXPORTS",
    "IMPORTS",
    "INTERACTIVE",
    "NOTIFICATIONS",
    "QUEUES",
    "TASKS",
    "Busy",
    "CalledOff",
    "begin",
    "cancel",
    "ended_within",
    "of",
    "of_many",
    "somebody_works",
    "task",
    "upkeep",
]

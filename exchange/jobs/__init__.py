"""Long work: asked for by a page, done by a worker, told as it goes, never half done.

A task of one's own is a function in exchange/tasks.py under `@task`; a page asks for it with
`begin("name", record, by=person)`.
"""

from exchange.jobs.asking import Busy, begin, cancel, ended_within, of, of_many, somebody_works
from exchange.jobs.naming import EXPORTS, IMPORTS, INTERACTIVE, NOTIFICATIONS, QUEUES, TASKS, task
from exchange.jobs.telling import CalledOff

__all__ = [
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
]

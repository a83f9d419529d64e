"""Real workers for tests: processes that work on the test's own database until they are ended."""

import os
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from urllib.parse import quote

from django.conf import settings
from django.db import connection


def address_of_test_database():
    """The test's database as another process reaches it: by its socket, or by its host."""
    chosen = connection.settings_dict
    person = ":".join(quote(chosen[part]) for part in ("USER", "PASSWORD") if chosen.get(part))
    options = f"host={quote(chosen['HOST'], safe='')}&port={chosen['PORT'] or 5432}"
    return f"postgresql://{person}@/{chosen['NAME']}?{options}"


def start_worker(*words):
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    return subprocess.Popen(
        [sys.executable, "manage.py", "work", *words],
        cwd=settings.BASE_DIR,
        env={
            **kept,
            "AFTERMATH_TESTING": "1",
            "AFTERMATH_JOBS_AT_ONCE": "no",  # what follows a job waits in the queue, as ever
            "AFTERMATH_VAR": str(settings.MEDIA_ROOT.parent),
            "DATABASE_URL": address_of_test_database(),
        },
    )


@contextmanager
def worker(*words):
    process = start_worker(*words)
    try:
        yield process
    finally:
        if process.poll() is None:
            process.terminate()
        process.wait(timeout=30)


def kill(process):
    process.send_signal(signal.SIGKILL)
    process.wait(timeout=30)


def empty_queue():
    """No entry and no worker: as before the first one. Living workers would miss their own rows."""
    lose_entries()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_workers")


def lose_entries():
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")


def wait_until(is_so, *, seconds=60):
    """The first true answer of `is_so()`."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if answer := is_so():
            return answer
        time.sleep(0.02)
    raise TimeoutError

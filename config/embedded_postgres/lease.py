"""Who still uses the server: each process holds a shared lock; the last one out may stop it.

A lock dies with its process, so a kill -9 leaves no wrong count behind.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class Lease:
    """This process's share in the server. A forked child has none until it takes its own."""

    def __init__(self, path: Path):
        self.path = path
        self._descriptor: int | None = None
        self._holder: int | None = None

    @property
    def held(self) -> bool:
        return self._holder == os.getpid()

    def take(self) -> None:
        """Take a share; waits while a leaving process is stopping the server."""
        if self._descriptor is not None:  # inherited by fork: the parent's share, not ours
            os.close(self._descriptor)
        self._descriptor = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        fcntl.flock(self._descriptor, fcntl.LOCK_SH)
        self._holder = os.getpid()

    @contextmanager
    def given_up(self) -> Iterator[bool]:
        """Give the share up; inside, says whether this process is the last and keeps others out."""
        try:
            fcntl.flock(self._descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            last = True
        except BlockingIOError:
            last = False
        try:
            yield last
        finally:
            self._drop()

    def _drop(self) -> None:
        # Unlocked, not only closed: a forked child may still hold a copy of the descriptor.
        fcntl.flock(self._descriptor, fcntl.LOCK_UN)
        os.close(self._descriptor)
        self._descriptor = self._holder = None

"""The worker beside the web: one child process, started again when it ends, ended with the site."""

import os
import subprocess
import sys
import time
from pathlib import Path

from django.conf import settings

AGAIN_AFTER = 2.0  # seconds between two starts, so that one which cannot start burns no machine
GRACE = 8.0  # seconds for a job to put itself back; what is killed then is begun anew all the same


class Worker:
    """``manage.py work`` as a child. It watches this process, and ends when this one is killed."""

    def __init__(self):
        self.process = None
        self.started_at = None

    def keep(self):
        """Start it unless it runs; called about once a second."""
        if self.process is not None and self.process.poll() is None:
            return
        if self.started_at is not None and time.monotonic() - self.started_at < AGAIN_AFTER:
            return
        self.started_at = time.monotonic()
        manage = str(Path(settings.BASE_DIR) / "manage.py")
        self.process = subprocess.Popen(
            [sys.executable, manage, "work", "--child-of", str(os.getpid())],
            stdin=subprocess.DEVNULL,
        )

    def ask_to_end(self):
        if self.process is not None:
            self.process.terminate()

    def wait(self):
        """Until it has ended, by force if it takes too long."""
        if self.process is None:
            return
        try:
            self.process.wait(timeout=GRACE)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

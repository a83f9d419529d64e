"""Where evidence is kept: surely on disk before anyone is told that it was received."""

import os
from pathlib import Path

from django.core.files.storage import FileSystemStorage


class DurableStorage(FileSystemStorage):
    """Files that a power cut after “received” does not take away."""

    def _save(self, name, content):
        name = super()._save(name, content)
        saved = Path(self.path(name))
        _sync(saved)
        _sync(saved.parent)  # the folder's entry for a new file is data of its own
        return name


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)

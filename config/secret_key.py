"""The secret key of a site that was given none: made once, in a file only its owner reads."""

import os
from pathlib import Path
from tempfile import NamedTemporaryFile

from django.core.management.utils import get_random_secret_key


def kept_in(path: Path) -> str:
    """The key in the file, which is made at the first call; processes that race get one key."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        _write_once(path, get_random_secret_key())
    return path.read_text().strip()


def _write_once(path: Path, key: str) -> None:
    # A temporary file is 0600, and a link is made whole or not at all.
    with NamedTemporaryFile("w", dir=path.parent, prefix=".secret_key.") as fresh:
        fresh.write(key)
        fresh.flush()
        os.fsync(fresh.fileno())
        try:
            os.link(fresh.name, path)
        except FileExistsError:
            return

"""A file that has its name only once it is whole, and what runs that were ended left of such files.

A run holds a lock on the file that it writes, and the system lets go of it however the run ends. So
an unfinished file that nobody holds is a leftover, and one that is held belongs to a run that goes
on.
"""

import fcntl
import os
from contextlib import contextmanager, suppress

from config.backups.contents import BackupRefused

UNFINISHED = ".unfinished-backup"  # of nobody's files but ours: a leftover is deleted


@contextmanager
def whole_file(target):
    """A file for nobody else's eyes at a path that does not exist yet.

    Raises BackupRefused where it does, or where another run is writing it; OSError. Then, and
    whenever the block raises, nothing is left of it.
    """
    refuse_if_there(target)
    clear_leftovers(target.parent)
    part = target.with_name(target.name + UNFINISHED)
    with started(part) as out:
        try:
            yield out
            out.flush()
            os.fsync(out.fileno())
            refuse_if_there(target)
            part.rename(target)
        except BaseException:
            part.unlink(missing_ok=True)
            raise


def refuse_if_there(target):
    if target.exists():
        raise BackupRefused(f"{target} is there already. Name another file.")


def clear_leftovers(folder):
    """Delete what runs that were ended left in a folder: it holds names, and takes up the disk."""
    for part in folder.glob(f"*{UNFINISHED}"):
        with suppress(OSError), part.open("r+b") as left:
            fcntl.flock(left, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if is_at(part, left):
                part.unlink()


def started(part):
    """A new file that is ours alone. Whoever clears the folder may take it for a leftover in the
    moment before it is held, so it must still be there once it is."""
    while True:
        try:
            out = os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")
        except FileExistsError:
            raise BackupRefused(
                f"Another run is writing {part}. Wait for it, or name another file."
            ) from None
        with suppress(OSError):  # a disk that knows no locks: then nobody clears it either
            fcntl.flock(out, fcntl.LOCK_EX)
        if is_at(part, out):
            return out
        out.close()


def is_at(path, file):
    """Whether an open file is still the one at that path."""
    try:
        return os.path.samestat(path.stat(), os.fstat(file.fileno()))
    except FileNotFoundError:
        return False

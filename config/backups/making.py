"""A backup is made while people go on working: the records of one moment, then their files.

Evidence never changes once it is stored, so the files that the records name are the right ones,
however much later they are read.
"""

import io
import json
import os
import tarfile
import tempfile
from pathlib import Path
from typing import NamedTuple

from django.core.files.storage import default_storage
from django.utils import timezone

from config.backups import contents
from config.backups.contents import CONTENTS, DUMP, FILES, FORMAT, Hashing
from config.backups.programs import run
from config.backups.whole_file import whole_file


class Made(NamedTuple):
    """What was put into a backup; `missing` are names of files that nobody finds any more."""

    records: int
    files: int
    missing: list


def back_up(target):
    """Write a backup to a path that does not exist yet, or whole to an open binary file.

    Returns what was Made. Raises BackupRefused, ProgramFailed, OSError; then there is no file.
    """
    if isinstance(target, Path):
        with whole_file(target) as out:
            return write(out)
    return write(target)


def write(out):
    with tarfile.open(fileobj=out, mode="w|") as tar, contents.one_moment() as snapshot:
        said = {
            "format": FORMAT,
            "made_at": timezone.now().isoformat(),
            "migrations": contents.migrations(),
            "counts": contents.counts(kind._meta.db_table for kind in contents.kinds()),
            "database": add_dump(tar, snapshot),
            "files": {},
            "missing": [],
        }
        for name in contents.files():
            add_file(tar, name, said)
        add_text(tar, CONTENTS, json.dumps(said, indent=1))
    return Made(sum(said["counts"].values()), len(said["files"]), said["missing"])


def add_dump(tar, snapshot):
    left_out = [f"--exclude-table-data={kind._meta.db_table}" for kind in contents.LEFT_OUT]
    with tempfile.TemporaryFile() as dump:  # without a name: a run that is killed leaves none
        run("pg_dump", "--format=custom", f"--snapshot={snapshot}", *left_out, writes=dump)
        size = dump.seek(0, os.SEEK_END)
        dump.seek(0)
        return add(tar, DUMP, dump, size)


def add_file(tar, name, said):
    try:
        with default_storage.open(name) as file:
            said["files"][name] = add(tar, FILES + name, file, default_storage.size(name))
    except FileNotFoundError:
        said["missing"].append(name)


def add_text(tar, name, text):
    content = text.encode()
    add(tar, name, io.BytesIO(content), len(content))


def add(tar, name, file, size):
    """Returns the hash of what was added."""
    about, passing = tarfile.TarInfo(name), Hashing(file)
    about.size, about.mode = size, 0o600
    about.mtime = int(timezone.now().timestamp())
    tar.addfile(about, passing)
    return passing.sha256

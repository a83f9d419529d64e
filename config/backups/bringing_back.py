"""A backup is brought back into an empty site; it is read to its end before anything is written.

The files come before the records, and the records in one transaction: what breaks off in the middle
leaves an empty site, and the same command begins anew.
"""

import json
import shutil
import tarfile
import tempfile

from django.core.files import File
from django.core.files.storage import default_storage
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from config.backups import contents
from config.backups.contents import AT_ONCE, CONTENTS, DUMP, FILES, FORMAT, BackupRefused, hash_of
from config.backups.programs import run


def bring_back(path):
    """Returns what the backup said of itself; raises BackupRefused, ProgramFailed, OSError."""
    said = proved(path)
    refuse_unless_empty()
    refuse_if_newer(said)
    with tarfile.open(path, "r:") as tar:
        for name in said["files"]:
            put_back(tar.extractfile(FILES + name), name, said["files"][name])
        load(tar.extractfile(DUMP))
    refuse_if_other(said)
    return said


def proved(path):
    """The contents of a backup whose every byte is as it was when it was made."""
    try:
        with tarfile.open(path, "r:") as tar:
            hashes = {each.name: None for each in tar if each.isfile()}
            if CONTENTS not in hashes:
                raise BackupRefused(f"{path} breaks off before its end. Take another backup.")
            said = json.load(tar.extractfile(CONTENTS))
            refuse_unless_known(path, said)
            expected = {FILES + name: of for name, of in said["files"].items()}
            for name, of in (expected | {DUMP: said["database"]}).items():
                if name not in hashes or hash_of(tar.extractfile(name)) != of:
                    raise BackupRefused(f"{path} is damaged at “{name}”. Take another backup.")
            return said
    except (tarfile.TarError, ValueError, EOFError) as error:
        raise BackupRefused(f"{path} is no backup, or damaged: {error}.") from error


def refuse_unless_known(path, said):
    if said.get("format") != FORMAT:
        raise BackupRefused(f"{path} was made by another Aftermath. Bring it back with that one.")


def refuse_unless_empty():
    if connection.introspection.table_names():
        raise BackupRefused(
            "There are records here already, and none is ever written over. Name an empty database "
            "in DATABASE_URL, or a new folder in AFTERMATH_VAR, and bring the backup back there."
        )


def refuse_if_newer(said):
    known = MigrationLoader(None).disk_migrations
    unknown = [f"{app}.{name}" for app, name in said["migrations"] if (app, name) not in known]
    if unknown:
        raise BackupRefused(
            f"The backup is of a newer Aftermath, which has {', '.join(unknown)}. Install that one."
        )


def put_back(file, name, sha256):
    """Store the file under its own name; one that is there already must be the same."""
    if not default_storage.exists(name):
        saved = default_storage.save(name, File(file))
        if saved != name:
            raise BackupRefused(f"“{name}” cannot have its name here. Empty the folder of files.")
    with default_storage.open(name) as stored:
        if hash_of(stored) != sha256:
            raise BackupRefused(f"There is another file called “{name}” already. Empty the folder.")


def load(dump):
    words = ("--no-owner", "--no-privileges", "--no-comments", "--single-transaction")
    with tempfile.TemporaryFile() as file:
        shutil.copyfileobj(dump, file, AT_ONCE)
        file.seek(0)
        run(
            "pg_restore",
            *words,
            "--exit-on-error",
            f"--dbname={connection.settings_dict['NAME']}",
            reads=file,
        )


def refuse_if_other(said):
    now = contents.counts(said["counts"])
    other = [table for table, many in said["counts"].items() if now[table] != many]
    if other:
        raise BackupRefused(f"Not all came back of: {', '.join(other)}. Do not use this database.")

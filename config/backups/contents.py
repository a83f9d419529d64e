"""What a backup holds: the records as of one moment, and the files that they name."""

import hashlib
from contextlib import contextmanager

from django.apps import apps
from django.contrib.sessions.models import Session
from django.db import connection, transaction
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import FileField

from accounts.models import SignInTry
from exchange.models import Basis, Plan

FORMAT = 1
DUMP, FILES, CONTENTS = "database.dump", "files/", "contents.json"
AT_ONCE = 1 << 20  # bytes
# Whoever comes by a backup is not signed in by it, and nobody waits for what was guessed before;
# what a check keeps ready is a memory and no record.
LEFT_OUT = (Session, SignInTry, Plan, Basis)


class BackupRefused(Exception):
    """A backup is not made or not brought back; the sentence says why and what to do."""


def in_words(error):
    """An OSError as people say it: which file or folder, and what is the matter with it."""
    return f"{error.filename}: {error.strerror}." if error.filename else str(error)


class Hashing:
    """A file that is read, with the hash and the number of the bytes that came by."""

    def __init__(self, file):
        self.file, self.digest, self.size = file, hashlib.sha256(), 0

    def read(self, size=AT_ONCE):
        piece = self.file.read(size)
        self.digest.update(piece)
        self.size += len(piece)
        return piece

    @property
    def sha256(self):
        return self.digest.hexdigest()


def hash_of(file):
    """The SHA-256 of what is left to read."""
    passing = Hashing(file)
    while passing.read():
        pass
    return passing.sha256


@contextmanager
def one_moment():
    """The name of a snapshot: what is asked within, and what pg_dump is told of it, agree."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        cursor.execute("SELECT pg_export_snapshot()")
        yield cursor.fetchone()[0]


def kinds():
    """The kinds of records that a backup holds."""
    kept = (model for model in apps.get_models() if model._meta.managed)
    return [model for model in kept if model not in LEFT_OUT]


def counts(tables):
    """{table: how many rows it has}."""
    found = {}
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"SELECT count(*) FROM {connection.ops.quote_name(table)}")  # noqa: S608
            [found[table]] = cursor.fetchone()
    return found


def files():
    """The name of every file that a record has."""
    for kind in kinds():
        for field in kind._meta.concrete_fields:
            if isinstance(field, FileField):
                named = kind._base_manager.exclude(**{field.name: ""}).order_by(field.name)
                yield from named.values_list(field.name, flat=True).distinct().iterator()


def migrations():
    """The changes of the database that were made, as [app, name]."""
    return sorted(map(list, MigrationRecorder(connection).applied_migrations()))

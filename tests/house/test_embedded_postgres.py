"""The embedded server: one for all who need it, found again after any death, gone when unneeded."""

import os
import signal
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import pytest
from django.conf import settings
from django.db import (
    ConnectionHandler,
    DatabaseError,
    OperationalError,
    connection,
    transaction,
)

from config import databases
from config.embedded_postgres.binaries import PostgresUnavailable
from config.embedded_postgres.server import EmbeddedServer

pytestmark = pytest.mark.slow


@pytest.fixture
def root(kept_folder):
    yield kept_folder
    assert not EmbeddedServer(kept_folder).answers(), "a test left its server running"


class Client:
    """A process that holds a lease; ``postmaster`` is the server's process number."""

    def __init__(self, root: Path, statement: str = "SELECT 1"):
        words = [sys.executable, "-m", "tests.house.postgres_client", str(root), statement]
        pipe = subprocess.PIPE
        self.process = subprocess.Popen(words, stdin=pipe, stdout=pipe, cwd=settings.BASE_DIR)

    def wait_until_connected(self) -> None:
        self.postmaster = int(self.process.stdout.readline())

    def leave(self) -> None:
        self.process.stdin.close()
        self.process.wait(timeout=30)
        self.process.stdout.close()


@contextmanager
def client(root: Path, statement: str = "SELECT 1"):
    """A client that has connected, run the statement, and leaves at the end of the block."""
    found = Client(root, statement)
    try:
        found.wait_until_connected()
        yield found
    finally:
        found.leave()


@pytest.mark.django_db
def test_tests_run_on_a_throwaway_server():
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('fsync'), current_database()")
        fsync, database = cursor.fetchone()
    assert fsync == "off"
    assert database.startswith("test_aftermath")


@pytest.mark.django_db
@pytest.mark.parametrize(
    "statement",
    ["SELECT %s::int", "INSERT INTO accounts_signintry (mark, until) VALUES (%s, NULL)"],
)
def test_the_servers_log_holds_nothing_of_what_people_write(statement):
    written, log = f"caller {uuid4()}", settings.VAR_DIR / "pgtest" / "server.log"
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, [written])
    with connection.cursor() as cursor:
        cursor.execute("SHOW log_min_duration_statement")
        assert cursor.fetchone() == ("-1",)
    assert written not in log.read_text()
    assert log.stat().st_mode & 0o077 == 0


def test_importing_the_settings_starts_nothing(tmp_path):
    surroundings = {**os.environ, "AFTERMATH_VAR": str(tmp_path), "AFTERMATH_TESTING": "1"}
    words = [sys.executable, "-c", "import django; django.setup()"]
    surroundings["DJANGO_SETTINGS_MODULE"] = "config.settings"
    subprocess.run(words, env=surroundings, cwd=settings.BASE_DIR, check=True)
    assert list(tmp_path.iterdir()) == []


def test_several_processes_at_once_start_one_server_and_the_last_stops_it(fresh_folder):
    first, *others = clients = [Client(fresh_folder) for _ in range(5)]
    for each in clients:
        each.wait_until_connected()
    for each in others:
        each.leave()
    assert len({each.postmaster for each in clients}) == 1
    assert EmbeddedServer(fresh_folder).answers()
    first.leave()
    assert not EmbeddedServer(fresh_folder).answers()


def test_data_outlives_a_killed_server(root):
    with client(root, "CREATE TABLE kept AS SELECT 28 AS day") as first:
        os.kill(first.postmaster, signal.SIGKILL)
        with client(root, "DELETE FROM kept WHERE day = 28") as second:
            assert second.postmaster != first.postmaster


def test_a_killed_client_keeps_no_server_alive(root):
    with client(root) as killed:
        killed.process.kill()
    assert EmbeddedServer(root).answers()
    with client(root):
        pass
    assert not EmbeddedServer(root).answers()


def test_a_connection_comes_back_after_the_server_was_killed(root, django_db_blocker):
    handler = ConnectionHandler({"default": databases.embedded(root, throwaway=True)})
    with django_db_blocker.unblock():
        found = handler["default"]
        found.ensure_connection()
        os.kill(int((root / "data/postmaster.pid").read_text().split()[0]), signal.SIGKILL)
        found.close()
        with found.cursor() as cursor:
            cursor.execute("SELECT 1")
            assert cursor.fetchone() == (1,)
        found.close()
    found.server.leave()


def test_a_database_url_reaches_a_server_that_somebody_else_runs(root, django_db_blocker):
    folder = EmbeddedServer(root).socket_folder
    named = databases.from_url(f"postgresql://aftermath@/aftermath?host={folder}")
    with client(root), django_db_blocker.unblock():
        found = ConnectionHandler({"default": named})["default"]
        with found.cursor() as cursor:
            cursor.execute("SELECT current_database()")
            assert cursor.fetchone() == ("aftermath",)
        found.close()


def test_a_pid_file_that_names_a_stranger_is_no_hindrance(root):
    with client(root):
        pass
    stale = root / "data/postmaster.pid"
    stale.write_text(f"{os.getpid()}\n{root}/data\n1\n5432\n\n\n\nready\n")
    with client(root) as found:
        assert found.postmaster != os.getpid()


def test_a_cluster_of_another_major_version_is_refused_in_words(root):
    with client(root):
        pass
    version = root / "data/PG_VERSION"
    actual = version.read_text()
    version.write_text("9\n")
    with pytest.raises(PostgresUnavailable, match="was made by PostgreSQL 9"):
        EmbeddedServer(root).ensure_running()
    version.write_text(actual)


def test_a_failure_to_start_reaches_django_as_an_operational_error(
    tmp_path, monkeypatch, django_db_blocker
):
    monkeypatch.setattr(EmbeddedServer, "join", _refuse)
    handler = ConnectionHandler({"default": databases.embedded(tmp_path, throwaway=True)})
    with django_db_blocker.unblock(), pytest.raises(OperationalError, match="No server here"):
        handler["default"].ensure_connection()


def _refuse(server):
    raise PostgresUnavailable("No server here.")


def test_a_socket_folder_that_somebody_else_made_is_refused(kept_folder, tmp_path, monkeypatch):
    waiting = kept_folder / "elsewhere"
    waiting.symlink_to(tmp_path)
    monkeypatch.setattr(EmbeddedServer, "socket_folder", waiting)
    with pytest.raises(PostgresUnavailable, match="was made by somebody else"):
        EmbeddedServer(kept_folder).ensure_running()


def test_a_socket_far_down_the_tree_gets_a_short_name():
    deep = EmbeddedServer(Path("/srv") / ("deep/" * 30))
    assert len(str(deep.socket_folder)) < 86
    assert deep.socket_folder == EmbeddedServer(deep.root).socket_folder

"""The life of the embedded server: made once, started by whoever needs it, stopped by the last.

No TCP port, no account created, no permission of a parent folder changed. Web workers, management
commands and tests that name the same folder find the same server, however many start at once.
"""

import atexit
import fcntl
import hashlib
import os
import shutil
import socket
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from config.embedded_postgres.account import Account
from config.embedded_postgres.binaries import (
    PostgresUnavailable,
    major_version,
    program,
)
from config.embedded_postgres.lease import Lease

SUPERUSER = DATABASE = "aftermath"
PORT = 5432  # only part of the socket's file name; no TCP port is opened
LONGEST_SOCKET_FOLDER = 85  # the kernel takes 107 bytes for folder, slash and socket name
START_PATIENCE = 90  # seconds; recovery after a power cut may need most of them
LONGEST_LOG = 10_000_000  # bytes

SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "60",
    "shared_buffers": "128MB",
    "max_wal_size": "2GB",
    "wal_level": "minimal",  # nobody replicates this server, and bulk loads write less
    "max_wal_senders": "0",
    "random_page_cost": "1.1",
    # A refused or slow statement holds what somebody wrote, callers' numbers and exact points too,
    # and nobody deletes it from a log. Whoever asked is told of every error.
    "log_min_messages": "log",
    "log_min_error_statement": "panic",
    "log_min_duration_statement": "-1",
}
THROWAWAY_SETTINGS = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
}


class EmbeddedServer:
    """One PostgreSQL cluster in a folder of its own.

    A ``throwaway`` server is for tests: it is faster because it does not survive a power cut.
    """

    def __init__(self, root: Path, *, throwaway: bool = False):
        self.root = Path(root)
        self.data = self.root / "data"
        self.log = self.root / "server.log"
        self.throwaway = throwaway
        self.account = Account(self.root, self.data)
        self.lease = Lease(self.root / "lease")
        self._thread_lock = threading.Lock()

    @property
    def socket_folder(self) -> Path:
        """Where clients connect: known before anything runs, and short enough for the kernel."""
        beside = self.root / "run"
        if len(os.fsencode(beside)) <= LONGEST_SOCKET_FOLDER:
            return beside
        name = hashlib.sha256(os.fsencode(beside)).hexdigest()[:12]
        return Path(tempfile.gettempdir()) / f"aftermath-{name}"

    # Leases

    def join(self) -> None:
        """Make sure that the server runs, and keep it running while this process lives."""
        with self._thread_lock:
            if self.lease.held:
                return
            self._make_root()
            self.lease.take()
            atexit.register(self.leave)
            self.ensure_running()

    def leave(self) -> None:
        """End this process's use; the last one to leave stops the server."""
        if not self.lease.held:
            return
        with self.lease.given_up() as last:
            if last:
                self._stop()

    # Start and stop

    def ensure_running(self) -> None:
        """Start the server unless it answers; one process starts it while the others wait."""
        with self._start_lock():
            self._make_folders()
            if self.answers():
                return
            if not self.data.exists():
                self._make_cluster()
            self._refuse_other_major()
            self._forget_dead_postmaster()
            self._start()

    def answers(self) -> bool:
        """Whether a server that has finished starting listens on the socket."""
        try:
            lines = (self.data / "postmaster.pid").read_text().splitlines()
            with socket.socket(socket.AF_UNIX) as probe:
                probe.connect(str(self.socket_folder / f".s.PGSQL.{PORT}"))
        except OSError:
            return False
        return len(lines) > 7 and lines[7].strip() == "ready"

    def _start(self) -> None:
        self._prepare_log()
        deadline = time.monotonic() + START_PATIENCE
        while True:
            # A killed postmaster's children may outlive it a moment: the first try may fail.
            outcome = self._pg_ctl("start", "-l", self.log, "-o", self._options())
            if outcome.returncode == 0:
                return
            if time.monotonic() > deadline:
                raise PostgresUnavailable(self._why_not(outcome.stdout))
            time.sleep(0.2)

    def _stop(self) -> None:
        if self.answers():
            self._pg_ctl("stop", "-m", "fast")

    def _pg_ctl(self, verb: str, *words: object):
        patience = ["-w", "-t", START_PATIENCE]
        return self.account.run(program("pg_ctl"), verb, "-D", self.data, *patience, *words)

    def _options(self) -> str:
        chosen = SETTINGS | (THROWAWAY_SETTINGS if self.throwaway else {})
        chosen |= {
            "port": str(PORT),
            "unix_socket_directories": str(self.socket_folder),
        }
        return " ".join(f"-c {name}='{value}'" for name, value in chosen.items())

    def _forget_dead_postmaster(self) -> None:
        """Remove a pid file whose process is a zombie, or a stranger that got the number since.

        PostgreSQL itself still refuses to start while processes of the old server use its memory.
        """
        pid_file = self.data / "postmaster.pid"
        try:
            pid = int(pid_file.read_text().split("\n")[0])
            words = Path(f"/proc/{pid}/cmdline").read_bytes()
        except (OSError, ValueError):
            return  # no file, no such process (PostgreSQL sees that itself), or no /proc
        if os.fsencode(self.data) not in words:
            pid_file.unlink()

    # Files

    @contextmanager
    def _start_lock(self) -> Iterator[None]:
        with (self.root / "start.lock").open("a") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _make_root(self) -> None:
        self.root.mkdir(parents=True, exist_ok=True)
        if not os.access(self.root, os.W_OK):
            raise PostgresUnavailable(
                f"{self.root} belongs to another account. Run this as that account, "
                "or name another folder in AFTERMATH_VAR."
            )

    def _make_folders(self) -> None:
        self.account.give(self.root)
        self.socket_folder.mkdir(mode=0o700, exist_ok=True)
        if self.socket_folder.is_symlink() or not self.account.owns(self.socket_folder):
            raise PostgresUnavailable(
                f"{self.socket_folder} was made by somebody else. Remove it, or move the project "
                "to a shorter path, whose sockets fit beside the data."
            )
        self.account.give(self.socket_folder)

    def _make_cluster(self) -> None:
        """Make the cluster under a temporary name, so that a half-made one is never used."""
        for left_over in self.root.glob("data.new.*"):
            shutil.rmtree(left_over)
        fresh = self.root / f"data.new.{os.getpid()}"
        self._must("make its files", program("initdb"), "-D", fresh, *_initdb_words())
        self._must(
            "create its database",
            *(program("postgres"), "--single", "-D", fresh, "postgres"),
            stdin=f"CREATE DATABASE {DATABASE};\n",
        )
        fresh.rename(self.data)

    def _must(self, purpose: str, *words: object, stdin: str = "") -> None:
        outcome = self.account.run(*words, stdin=stdin)
        if outcome.returncode:
            raise PostgresUnavailable(
                f"The embedded PostgreSQL could not {purpose}:\n{outcome.stdout}"
            )

    def _refuse_other_major(self) -> None:
        made_by = (self.data / "PG_VERSION").read_text().strip()
        if made_by != str(major_version()):
            raise PostgresUnavailable(
                f"{self.data} was made by PostgreSQL {made_by}, and the installed programs are "
                f"{major_version()}. Install the old ones, run manage.py back_up, move the folder "
                "away and run manage.py bring_back with the new ones; nothing was changed."
            )

    def _prepare_log(self) -> None:
        old = self.log.with_suffix(".old.log")
        if self.log.exists() and self.log.stat().st_size > LONGEST_LOG:
            self.log.replace(old)
        self.log.touch()
        self.account.give(self.log)
        for each in filter(Path.exists, (self.log, old)):
            each.chmod(0o600)

    def _why_not(self, said: str) -> str:
        tail = "\n".join(self.log.read_text(errors="replace").splitlines()[-15:])
        return f"The embedded PostgreSQL did not start: {said}\nThe end of {self.log}:\n{tail}"


def _initdb_words() -> list[str]:
    words = ["-U", SUPERUSER, "--auth=trust", "--encoding=UTF8", "--data-checksums"]
    if major_version() < 17:
        return [*words, "--locale=C.UTF-8"]
    # The built-in locale sorts the same on every machine and after every upgrade of the C library.
    return [
        *words,
        "--locale-provider=builtin",
        "--builtin-locale=C.UTF-8",
        "--locale=C",
    ]

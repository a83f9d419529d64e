"""A process that uses the embedded server in a folder until its standard input is closed."""

import sys
from pathlib import Path

import psycopg

from config.embedded_postgres.server import DATABASE, SUPERUSER, EmbeddedServer


def main(root: str, statement: str) -> None:
    server = EmbeddedServer(Path(root))
    server.join()
    with psycopg.connect(
        host=str(server.socket_folder), user=SUPERUSER, dbname=DATABASE, autocommit=True
    ) as connection:
        connection.execute(statement)
    postmaster = (server.data / "postmaster.pid").read_text().splitlines()[0]
    sys.stdout.write(f"{postmaster}\n")
    sys.stdout.flush()
    sys.stdin.read()


if __name__ == "__main__":
    main(*sys.argv[1:])

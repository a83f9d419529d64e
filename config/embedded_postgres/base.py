"""The database backend: Django's own for PostgreSQL, which first joins the embedded server."""

from functools import cache
from pathlib import Path

from django.db.backends.postgresql import base

from config.embedded_postgres.binaries import PostgresUnavailable
from config.embedded_postgres.server import EmbeddedServer


@cache
def server_at(root: str, *, throwaway: bool) -> EmbeddedServer:
    """The one server object of this process for a folder, so that it takes one lease."""
    return EmbeddedServer(Path(root), throwaway=throwaway)


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection that brings its server with it."""

    @property
    def server(self) -> EmbeddedServer:
        chosen = self.settings_dict
        return server_at(chosen["EMBEDDED_ROOT"], throwaway=chosen["EMBEDDED_THROWAWAY"])

    def get_new_connection(self, conn_params):
        try:
            self.server.join()
            return self._connect_or_revive(conn_params)
        except (PostgresUnavailable, OSError) as reason:
            raise base.Database.OperationalError(str(reason)) from reason

    def _connect_or_revive(self, conn_params):
        try:
            return super().get_new_connection(conn_params)
        except base.Database.OperationalError:  # killed under us: start it again, once
            self.server.ensure_running()
            return super().get_new_connection(conn_params)

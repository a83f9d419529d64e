"""The database, reached and brought up to date before the first page is served."""

from django.conf import settings
from django.core.management import call_command
from django.db import OperationalError, connection
from django.db.migrations.executor import MigrationExecutor


class DatabaseUnreachable(Exception):
    """No connection can be made; the message says to what, why, and what to check."""


def check_reachable() -> None:
    """Connect once; the embedded server is started by that."""
    try:
        connection.ensure_connection()
    except OperationalError as error:
        raise DatabaseUnreachable(_sentence(str(error).strip())) from error


def is_behind() -> bool:
    """Whether migrations wait to be applied."""
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def bring_up_to_date() -> None:
    call_command("migrate", interactive=False, verbosity=0)


def _sentence(reason: str) -> str:
    if not settings.DATABASE_URL:
        return reason
    chosen = connection.settings_dict
    place = f"“{chosen['NAME']}” at {chosen['HOST'] or 'this machine'}"
    first_line = reason.splitlines()[0].rstrip(".")
    return f"The database {place} cannot be reached: {first_line}. Check DATABASE_URL."

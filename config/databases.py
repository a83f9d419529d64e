"""Which database: the one that DATABASE_URL names, else an embedded PostgreSQL. Starts nothing."""

from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

from config.embedded_postgres.server import DATABASE, PORT, SUPERUSER, EmbeddedServer

KEPT_OPEN = {"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}


def embedded(root: Path, *, throwaway: bool) -> dict[str, object]:
    """The settings of the embedded server in ``root``."""
    return {
        "ENGINE": "config.embedded_postgres",
        "NAME": DATABASE,
        "USER": SUPERUSER,
        "HOST": str(EmbeddedServer(root).socket_folder),
        "PORT": str(PORT),
        "EMBEDDED_ROOT": str(root),
        "EMBEDDED_THROWAWAY": throwaway,
        **KEPT_OPEN,
    }


def from_url(url: str) -> dict[str, object]:
    """The settings of ``postgresql://user:password@host:port/name?option=value``."""
    parts = urlsplit(url)
    if parts.scheme not in ("postgres", "postgresql") or not parts.path.strip("/"):
        raise ImproperlyConfigured(
            "DATABASE_URL must look like postgresql://user:password@host:5432/name."
        )
    options = {"connect_timeout": "10"} | dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.strip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", None) or unquote(parts.hostname or ""),
        "PORT": options.pop("port", None) or str(parts.port or ""),
        "OPTIONS": options,
        **KEPT_OPEN,
    }

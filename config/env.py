"""Typed readers of the environment: each says in a whole sentence what is wrong with a value."""

import os
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

TRUE = {"1", "true", "yes", "on"}
FALSE = {"0", "false", "no", "off", ""}


def text(name: str, default: str = "") -> str:
    """A text; surrounding blanks are cut off, and an empty variable counts as absent."""
    return os.environ.get(name, "").strip() or default


def flag(name: str, *, default: bool = False) -> bool:
    """A yes or no."""
    value = text(name).lower()
    if not value:
        return default
    if value not in TRUE | FALSE:
        raise ImproperlyConfigured(f"{name} must be yes or no (or 1 or 0), not “{value}”.")
    return value in TRUE


def integer(name: str, default: int, *, least: int = 0) -> int:
    """A whole number, not below ``least``."""
    value = text(name)
    if not value:
        return default
    if not value.isdecimal() or int(value) < least:
        raise ImproperlyConfigured(f"{name} must be a whole number from {least} up, not “{value}”.")
    return int(value)


def words(name: str, default: tuple[str, ...] = ()) -> list[str]:
    """A list, its entries separated by commas."""
    entries = [entry.strip() for entry in text(name).split(",")]
    return [entry for entry in entries if entry] or list(default)


def numbers(name: str, default: tuple[float, ...]) -> tuple[float, ...]:
    """As many numbers as the default has, separated by commas."""
    if not text(name):
        return default
    try:
        found = tuple(float(entry) for entry in words(name))
    except ValueError:
        found = ()
    if len(found) != len(default):
        raise ImproperlyConfigured(f"{name} must be {len(default)} numbers with commas between.")
    return found


def path(name: str, default: Path) -> Path:
    """A folder or file, made absolute."""
    return Path(text(name) or default).expanduser().absolute()

"""Mistakes of a deployment that can be seen before anybody signs in, each with what to do."""

import os

from django.conf import settings
from django.core.checks import Error, Warning
from django.db import connections

from casework import tiles

OLDEST_POSTGRES = 15


def country_box_is_a_box(app_configs, **options):
    south, west, north, east = settings.AFTERMATH_COUNTRY_BOX
    if -90 <= south < north <= 90 and -180 <= west < east <= 180:
        return []
    return [
        Error(
            "AFTERMATH_COUNTRY_BOX holds no place.",
            hint="Give south, west, north, east in degrees, such as 32.0,35.4,37.6,42.6.",
            id="config.E001",
        )
    ]


def week_starts_on_a_weekday(app_configs, **options):
    if settings.AFTERMATH_WEEK_STARTS_ON <= 6:
        return []
    return [
        Error(
            "AFTERMATH_WEEK_STARTS_ON is no weekday.",
            hint="Give 0 for Monday, up to 6 for Sunday.",
            id="config.E002",
        )
    ]


def tile_address_is_usable(app_configs, **options):
    if not settings.AFTERMATH_TILES or tiles.is_usable(settings.AFTERMATH_TILES):
        return []
    return [
        Error(
            f"AFTERMATH_TILES is no tile address: “{settings.AFTERMATH_TILES}”.",
            hint="Name one host and {z}, {x}, {y}, such as https://host/{z}/{x}/{y}.png.",
            id="config.E006",
        )
    ]


def secret_key_is_private(app_configs, **options):
    path = settings.VAR_DIR / "secret_key"
    if not path.exists() or not path.stat().st_mode & 0o077:
        return []
    return [
        Warning(
            f"Others on this machine can read {path}.",
            hint=f"chmod 600 {path}. If somebody may have read it, remove it: a new one is made, "
            "and everybody signs in and sets up their second step anew (see the README).",
            id="config.W001",
        )
    ]


def policy_allows_nothing_unsafe(app_configs, **options):
    directives = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]
    unsafe = [name for name, sources in directives.items() if "unsafe-" in " ".join(sources)]
    return [
        Error(
            f"The content security policy allows something unsafe in {name}.",
            hint="Move the script or style into a file under static/.",
            id="config.E003",
        )
        for name in unsafe
    ]


def demo_stays_off_real_databases(app_configs, **options):
    if not (settings.AFTERMATH_DEMO and settings.DATABASE_URL):
        return []
    return [
        Warning(
            "AFTERMATH_DEMO is set beside DATABASE_URL.",
            hint="Unset AFTERMATH_DEMO: the demo people's password is known to everybody.",
            id="config.W002",
        )
    ]


def https_is_on(app_configs, **options):
    if settings.HTTPS:
        return []
    return [
        Warning(
            "People would sign in without https.",
            hint="Serve behind https and set AFTERMATH_HTTPS=1 (and AFTERMATH_BEHIND_PROXY=1 "
            "where a proxy sets X-Forwarded-Proto).",
            id="config.W003",
        )
    ]


def a_password_is_not_enough(app_configs, **options):
    if settings.AFTERMATH_SECOND_STEP:
        return []
    return [
        Warning(
            "A stolen password is enough to sign in as anybody.",
            hint="Unset AFTERMATH_SECOND_STEP, or set it to 1: the roles that decide, or that see "
            "exact points and names, are then asked for a code as well.",
            id="config.W007",
        )
    ]


def senders_are_told_apart(app_configs, **options):
    if settings.AFTERMATH_SENDER_HEADER or not getattr(settings, "SECURE_PROXY_SSL_HEADER", None):
        return []
    return [
        Warning(
            "Behind the proxy, all that the public reports seems to come from one address.",
            hint="Set AFTERMATH_SENDER_HEADER to the header in which the proxy tells the sender's "
            "address, such as X-Forwarded-For: else a busy hour looks like a flood.",
            id="config.W006",
        )
    ]


def database_is_a_real_one(app_configs, **options):
    if settings.DATABASE_URL:
        return []
    return [
        Warning(
            "The embedded PostgreSQL serves one machine, and its owner may change the history.",
            hint="Set DATABASE_URL to a PostgreSQL where the site's account is no superuser.",
            id="config.W004",
        )
    ]


def var_can_be_written(app_configs, **options):
    nearest = next(path for path in (settings.VAR_DIR, *settings.VAR_DIR.parents) if path.exists())
    if os.access(nearest, os.W_OK):
        return []
    return [
        Error(
            f"This account cannot write in {nearest}.",
            hint="Name a folder for files and secrets in AFTERMATH_VAR.",
            id="config.E004",
        )
    ]


def postgres_is_recent(app_configs, databases=None, **options):
    return [_too_old(alias) for alias in databases or () if _major(alias) < OLDEST_POSTGRES]


def _major(alias: str) -> int:
    with connections[alias].temporary_connection():
        return connections[alias].pg_version // 10_000


def _too_old(alias: str) -> Error:
    return Error(
        f"The database “{alias}” is PostgreSQL {_major(alias)}; {OLDEST_POSTGRES} is the oldest "
        "that Aftermath works on.",
        hint="Upgrade the server, or unset DATABASE_URL to use the embedded one.",
        id="config.E005",
    )


ALWAYS = [
    country_box_is_a_box,
    week_starts_on_a_weekday,
    tile_address_is_usable,
    secret_key_is_private,
    policy_allows_nothing_unsafe,
    demo_stays_off_real_databases,
]
BEFORE_DEPLOYING = [
    https_is_on,
    a_password_is_not_enough,
    senders_are_told_apart,
    database_is_a_real_one,
    var_can_be_written,
]

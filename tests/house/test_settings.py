"""Settings from the environment: what is read, what is refused, what a deployment is warned of."""

import os
import stat
import subprocess
import sys

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.files.base import ContentFile

from config import checks, databases, env, secret_key
from config.storage import DurableStorage


@pytest.mark.parametrize(
    ("value", "meaning"), [("1", True), ("Yes", True), ("off", False), ("", True), (" 0 ", False)]
)
def test_a_flag_is_read_as_yes_or_no(monkeypatch, value, meaning):
    monkeypatch.setenv("FLAG", value)
    assert env.flag("FLAG", default=True) is meaning


@pytest.mark.parametrize(
    ("read", "value"),
    [
        (lambda: env.flag("VALUE"), "perhaps"),
        (lambda: env.integer("VALUE", 5), "five"),
        (lambda: env.integer("VALUE", 5, least=1), "0"),
        (lambda: env.numbers("VALUE", (1.0, 2.0)), "1,2,3"),
        (lambda: env.numbers("VALUE", (1.0, 2.0)), "north,south"),
    ],
)
def test_a_value_that_means_nothing_is_refused_by_the_variables_name(monkeypatch, read, value):
    monkeypatch.setenv("VALUE", value)
    with pytest.raises(ImproperlyConfigured, match="VALUE must be"):
        read()


def test_lists_and_numbers_have_commas_between(monkeypatch):
    monkeypatch.setenv("VALUE", " 32.0, 35.4 ,")
    assert env.words("VALUE") == ["32.0", "35.4"]
    assert env.numbers("VALUE", (0.0, 0.0)) == (32.0, 35.4)


def test_a_database_url_is_taken_apart():
    found = databases.from_url("postgresql://eod%40hq:p%2Fw@db:6432/after?sslmode=require")
    assert found["ENGINE"] == "django.db.backends.postgresql"
    assert (found["USER"], found["PASSWORD"]) == ("eod@hq", "p/w")
    assert (found["HOST"], found["PORT"], found["NAME"]) == ("db", "6432", "after")
    assert found["OPTIONS"] == {"sslmode": "require", "connect_timeout": "10"}


def test_a_database_url_may_name_a_socket():
    assert databases.from_url("postgresql:///after?host=/run/pg")["HOST"] == "/run/pg"


@pytest.mark.parametrize("url", ["mysql://db/after", "postgresql://db", "db.example:5432/after"])
def test_a_database_url_of_another_kind_is_refused(url):
    with pytest.raises(ImproperlyConfigured, match="DATABASE_URL must look like"):
        databases.from_url(url)


def test_a_secret_key_is_made_once_and_private(tmp_path):
    path = tmp_path / "var" / "secret_key"
    key = secret_key.kept_in(path)
    assert len(key) >= 50
    assert secret_key.kept_in(path) == key
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert list(path.parent.iterdir()) == [path]


def test_a_secret_key_that_another_process_made_first_is_kept(tmp_path):
    path = tmp_path / "secret_key"
    path.write_text("theirs")
    secret_key._write_once(path, "ours")
    assert secret_key.kept_in(path) == "theirs"


def test_a_site_with_a_database_of_its_own_needs_a_secret_key_of_its_own(tmp_path):
    outcome = django_in_a_process("pass", DATABASE_URL="postgresql://db/after")
    assert "Set AFTERMATH_SECRET_KEY" in outcome.stderr


def test_an_uploaded_file_is_private_and_never_overwritten(tmp_path):
    storage = DurableStorage(location=tmp_path, file_permissions_mode=0o600)
    first = storage.save("originals/photo.jpg", ContentFile(b"first"))
    second = storage.save("originals/photo.jpg", ContentFile(b"second"))
    assert first != second
    assert (tmp_path / first).read_bytes() == b"first"
    assert stat.S_IMODE((tmp_path / first).stat().st_mode) == 0o600


@pytest.mark.parametrize(
    ("name", "value", "check"),
    [
        ("AFTERMATH_COUNTRY_BOX", (37.6, 35.4, 32.0, 42.6), checks.country_box_is_a_box),
        ("AFTERMATH_WEEK_STARTS_ON", 7, checks.week_starts_on_a_weekday),
        (
            "CONTENT_SECURITY_POLICY",
            {"DIRECTIVES": {"script-src": ["'unsafe-inline'"]}},
            checks.policy_allows_nothing_unsafe,
        ),
    ],
)
def test_a_setting_that_cannot_work_is_an_error_with_a_hint(settings, name, value, check):
    assert check(None) == []
    setattr(settings, name, value)
    [message] = check(None)
    assert message.hint


def test_a_readable_secret_key_is_warned_of(settings, tmp_path):
    settings.VAR_DIR = tmp_path
    assert checks.secret_key_is_private(None) == []
    (tmp_path / "secret_key").write_text("key")
    (tmp_path / "secret_key").chmod(0o644)
    [message] = checks.secret_key_is_private(None)
    assert "chmod 600" in message.hint


def test_the_demo_beside_a_real_database_is_warned_of(settings):
    settings.AFTERMATH_DEMO, settings.DATABASE_URL = True, "postgresql://db/after"
    [message] = checks.demo_stays_off_real_databases(None)
    assert "password" in message.hint


def test_a_proxy_that_tells_no_sender_is_warned_of(settings):
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    settings.AFTERMATH_SENDER_HEADER = ""
    assert [found.id for found in checks.senders_are_told_apart(None)] == ["config.W006"]
    settings.AFTERMATH_SENDER_HEADER = "X-Forwarded-For"
    assert checks.senders_are_told_apart(None) == []


def test_a_password_that_is_enough_is_warned_of(settings):
    settings.AFTERMATH_SECOND_STEP = False
    assert [found.id for found in checks.a_password_is_not_enough(None)] == ["config.W007"]
    settings.AFTERMATH_SECOND_STEP = True
    assert checks.a_password_is_not_enough(None) == []


@pytest.mark.parametrize(
    ("surroundings", "demanded"),
    [({}, True), ({"AFTERMATH_DEMO": "1"}, False), ({"AFTERMATH_SECOND_STEP": "0"}, False)],
)
def test_the_second_step_is_demanded_but_of_the_demos_people(surroundings, demanded):
    outcome = django_in_a_process("print(settings.AFTERMATH_SECOND_STEP)", **surroundings)
    assert outcome.stdout.strip() == str(demanded)


@pytest.mark.django_db
def test_an_old_postgres_is_refused(monkeypatch):
    assert checks.postgres_is_recent(None, databases=["default"]) == []
    monkeypatch.setattr(checks, "OLDEST_POSTGRES", 99)
    [message] = checks.postgres_is_recent(None, databases=["default"])
    assert "99 is the oldest" in message.msg


def django_in_a_process(code: str, **surroundings: str):
    """Run code in a process that has read the settings in other surroundings."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    settings_module = {"DJANGO_SETTINGS_MODULE": "config.settings"}
    return subprocess.run(
        [sys.executable, "-c", f"from django.conf import settings; settings.DEBUG; {code}"],
        env={**kept, **settings_module, **surroundings},
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_command_without_a_setting_it_needs_says_so_in_one_line():
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    answer = subprocess.run(
        [sys.executable, "manage.py", "serve"],
        env={**kept, "DATABASE_URL": "postgresql://127.0.0.1:1/after"},
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=False,
    )
    assert answer.returncode == 1
    assert answer.stderr.startswith("Set AFTERMATH_SECRET_KEY")
    assert answer.stderr.count("\n") == 1

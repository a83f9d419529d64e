"""``manage.py serve``: refuses in a sentence, serves, and leaves nothing behind."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import OperationalError, connection

from config.embedded_postgres.server import EmbeddedServer
from config.serving import database, demo
from config.serving.port import PortRefused, check_free


@pytest.fixture
def taken_port():
    with closing(socket.create_server(("127.0.0.1", 0))) as listener:
        yield listener.getsockname()[1]


def free_port() -> int:
    with closing(socket.create_server(("127.0.0.1", 0))) as listener:
        return listener.getsockname()[1]


def test_a_port_in_use_is_refused_with_another_to_choose(taken_port):
    with pytest.raises(CommandError, match=rf"Port {taken_port} is already in use.*PORT="):
        call_command("serve", port=taken_port)


def test_a_port_that_is_no_port_is_refused():
    with pytest.raises(PortRefused, match="1 to 65535"):
        check_free("127.0.0.1", 80190)


def test_a_database_that_cannot_be_reached_is_named_in_one_line(settings, monkeypatch):
    settings.DATABASE_URL = "postgresql://db.example/after"
    monkeypatch.setattr(connection, "ensure_connection", refuse_connection)
    with pytest.raises(database.DatabaseUnreachable) as refusal:
        database.check_reachable()
    assert "cannot be reached: connection refused. Check DATABASE_URL." in str(refusal.value)
    assert "\n" not in str(refusal.value)


def refuse_connection():
    raise OperationalError("connection refused\n\tIs the server running?")


@pytest.mark.usefixtures("empty_house")
def test_a_start_serves_on_where_the_demo_is_refused(settings, django_user_model):
    settings.DATABASE_URL = "postgresql://db.example/after"
    assert "DATABASE_URL names a database of your own" in demo.load()
    assert not django_user_model.objects.exists()


@pytest.mark.usefixtures("empty_house")
def test_a_start_leaves_real_people_without_the_demo(django_user_model):
    django_user_model.objects.create_user("layla")
    assert "“layla” is a person of your own" in demo.load()
    assert django_user_model.objects.count() == 1


@pytest.mark.usefixtures("empty_house")
def test_demo_people_are_told_only_where_they_exist(django_user_model):
    assert demo.present_people() == []
    django_user_model.objects.create_user("quality")
    assert demo.present_people() == [("quality", "quality reviewer")]


# The whole command, as a process


@contextmanager
def site(var: Path):
    """A served site with the folder ``var``; gives its process and its sign-in page's address."""
    port = free_port()
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    process = subprocess.Popen(
        [sys.executable, "manage.py", "serve", "--port", str(port)],
        env={**kept, "AFTERMATH_VAR": str(var), "AFTERMATH_WORKERS": "1"},
        cwd=settings.BASE_DIR,
        stdout=subprocess.DEVNULL,
    )
    try:
        yield process, f"http://127.0.0.1:{port}/accounts/login/"
    finally:
        process.terminate()
        process.wait(timeout=30)


def wait_for(address: str, process: subprocess.Popen, *, seconds: int = 90) -> int:
    """The status of the page, as soon as something answers."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with urllib.request.urlopen(address) as answer:
                return answer.status
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.1)
    raise TimeoutError(address)


def wait_until_stopped(server: EmbeddedServer, *, seconds: int = 20) -> None:
    deadline = time.monotonic() + seconds
    while server.answers():
        assert time.monotonic() < deadline, "the embedded server still runs"
        time.sleep(0.1)


@pytest.mark.slow
def test_a_site_stops_whole_and_comes_back_after_a_kill(fresh_folder):
    server = EmbeddedServer(fresh_folder / "pg")
    with site(fresh_folder) as (process, address):
        assert wait_for(address, process) == 200
        os.kill(process.pid, signal.SIGKILL)
    wait_until_stopped(server)  # the orphaned workers notice, leave, and the last one stops it
    with site(fresh_folder) as (process, address):
        assert wait_for(address, process) == 200
    assert process.returncode == 0
    assert not server.answers()

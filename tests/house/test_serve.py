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
from config.management.commands import serve
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


def test_the_demo_is_loaded_by_a_process_that_serves_nothing(monkeypatch, tmp_path):
    """What sets its reports as PDF keeps threads; a process forked after it would hang on each."""
    told = tmp_path / "by"
    monkeypatch.setattr(demo, "load", lambda: str(told.write_text(str(os.getpid()))))
    serve.Command()._load_demo()
    assert told.read_text() != str(os.getpid())


def test_a_demo_that_could_not_be_loaded_is_told(monkeypatch):
    monkeypatch.setattr(demo, "load", lambda: os._exit(1))
    with pytest.raises(CommandError, match="could not be loaded"):
        serve.Command()._load_demo()


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
        worker = wait_for_worker(process)
        os.kill(process.pid, signal.SIGKILL)
    wait_until_stopped(server)  # the orphans notice, leave, and the last one stops it
    wait_until_gone(worker)
    with site(fresh_folder) as (process, address):
        assert wait_for(address, process) == 200
    assert process.returncode == 0
    assert not server.answers()


def worker_of(process: subprocess.Popen) -> int | None:
    """The process number of the site's worker, once it runs."""
    for words in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            ours = words.read_bytes().split(b"\0")
        except OSError:  # ended meanwhile
            continue
        if ours[-3:-1] == [b"--child-of", str(process.pid).encode()]:
            return int(words.parent.name)
    return None


def wait_for_worker(process: subprocess.Popen, *, other_than: int | None = None) -> int:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        found = worker_of(process)
        if found not in (None, other_than):
            return found
        time.sleep(0.1)
    raise TimeoutError


def runs(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def wait_until_gone(pid: int) -> None:
    deadline = time.monotonic() + 20
    while runs(pid):
        assert time.monotonic() < deadline, "the worker still runs"
        time.sleep(0.1)


@pytest.mark.slow
def test_the_worker_is_started_again_and_stops_with_the_site(fresh_folder):
    server = EmbeddedServer(fresh_folder / "pg")
    with site(fresh_folder) as (process, address):
        assert wait_for(address, process) == 200
        first = wait_for_worker(process)
        os.kill(first, signal.SIGKILL)
        second = wait_for_worker(process, other_than=first)
    assert process.returncode == 0
    assert not runs(second)
    assert not server.answers()

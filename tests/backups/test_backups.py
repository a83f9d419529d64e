"""What is backed up comes back whole, into an empty site alone; what is damaged is refused."""

import json
import os
import subprocess
import sys
import tarfile

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command

from config.backups.bringing_back import proved, refuse_if_newer
from config.backups.contents import DUMP, BackupRefused
from config.backups.whole_file import UNFINISHED
from config.embedded_postgres.binaries import program
from exchange import importing
from exchange.models import Plan
from incidents.models import Incident
from tests.exchange.conftest import as_csv
from tests.exchange.test_importing import GOOD, HEADERS
from tests.factories import make_incident, toll

pytestmark = pytest.mark.django_db(transaction=True)

LOOK = """
import json
from django.contrib.sessions.models import Session
from django.core.files.storage import default_storage
from incidents.models import Incident
one = Incident.objects.get()
file = one.files.get()
print(json.dumps([one.ref, str(one.casualty_reports.get().range_of("killed").minimum),
    default_storage.open(file.original.name).read().decode(), one.events.count(),
    Session.objects.count()]))
"""

MIDST = """
import sys
from pathlib import Path
import django
django.setup()
from config.backups.whole_file import whole_file
with whole_file(Path(sys.argv[1])) as out:
    out.write(b"half ")
    out.flush()
    print("half of it", flush=True)
    out.write(sys.stdin.buffer.read())
"""


@pytest.fixture
def evidence(cast, settings, tmp_path, client):
    """An incident with a figure and a file, a checked sheet, and somebody who is signed in."""
    settings.MEDIA_ROOT = tmp_path / "files"
    incident = make_incident(cast=cast, numbers=toll(killed=7))
    client.force_login(cast.coordinator)
    sheet = importing.stage(
        kind="incidents",
        content=as_csv([HEADERS, GOOD]),
        name="partner.csv",
        by=cast.data_manager,
    )
    importing.check(sheet)
    assert Plan.objects.exists()
    name = default_storage.save("originals/2024/11/photo.jpg", ContentFile(b"what was seen"))
    incident.files.create(
        original=name, name="photo.jpg", size=13, sha256="0" * 64, created_by=cast.coordinator
    )
    return incident


@pytest.fixture
def backup(evidence, tmp_path):
    path = tmp_path / "backup.tar"
    call_command("back_up", path)
    return path


def site(room, *words):
    """Run a command of a site whose records and files are in a folder of its own."""
    ours = {name: text for name, text in os.environ.items() if not name.startswith("AFTERMATH_")}
    ours.pop("DATABASE_URL", None)
    return subprocess.run(
        [sys.executable, "manage.py", *map(str, words)],
        cwd=settings.BASE_DIR,
        env=ours | {"AFTERMATH_VAR": str(room)},
        capture_output=True,
        text=True,
        check=False,
    )


def test_all_comes_back_into_an_empty_site_and_nobody_is_signed_in(evidence, backup, tmp_path):
    room = tmp_path / "other"
    done = site(room, "bring_back", backup)
    assert done.returncode == 0, done.stderr
    looked = site(room, "shell", "--no-imports", "-c", LOOK)
    found = json.loads(looked.stdout.splitlines()[-1])
    assert found == [evidence.ref, "7", "what was seen", evidence.events.count(), 0]
    again = site(room, "bring_back", backup)
    assert again.returncode == 1
    assert "none is ever written over" in again.stderr


def test_a_backup_is_for_its_owner_alone_and_takes_nobodys_place(backup):
    assert backup.stat().st_mode & 0o077 == 0
    before = backup.read_bytes()
    with pytest.raises(CommandError, match="is there already"):
        call_command("back_up", backup)
    assert backup.read_bytes() == before


@pytest.mark.parametrize("end", [0, 512, 5_000, -12_000])
def test_what_breaks_off_is_no_backup(backup, end):
    backup.write_bytes(backup.read_bytes()[:end])
    with pytest.raises(BackupRefused):
        proved(backup)


def test_one_byte_that_is_another_is_found(backup):
    with tarfile.open(backup) as tar:
        at = tar.getmember(DUMP).offset_data + 200
    content = bytearray(backup.read_bytes())
    content[at] ^= 1
    backup.write_bytes(content)
    with pytest.raises(BackupRefused, match=f"damaged at “{DUMP}”"):
        proved(backup)


def test_what_is_no_backup_is_refused(tmp_path):
    other = tmp_path / "letter.txt"
    other.write_text("Dear all,")
    with pytest.raises(CommandError, match="is no backup"):
        call_command("bring_back", other)


def test_records_are_never_written_over(backup):
    with pytest.raises(CommandError, match="none is ever written over"):
        call_command("bring_back", backup)
    assert Incident.objects.count() == 1


def test_a_file_that_is_gone_is_told_and_the_rest_is_kept(evidence, tmp_path):
    default_storage.delete("originals/2024/11/photo.jpg")
    path = tmp_path / "backup.tar"
    with pytest.raises(CommandError, match=r"not there: originals/2024/11/photo\.jpg"):
        call_command("back_up", path)
    assert proved(path)["missing"] == ["originals/2024/11/photo.jpg"]


def test_a_backup_that_fails_leaves_no_file(evidence, tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path / "files" / "originals" / "2024" / "11" / "photo.jpg"
    with pytest.raises(CommandError, match="There is no backup"):
        call_command("back_up", tmp_path / "backup.tar")
    assert list(tmp_path.glob("backup*")) == []


@pytest.mark.parametrize("command", ["back_up", "bring_back"])
def test_a_folder_that_is_not_there_is_told_in_words(tmp_path, command):
    with pytest.raises(CommandError, match=r"/none/b\.tar.*: No such file or directory\.$") as told:
        call_command(command, tmp_path / "none" / "b.tar")
    assert "Errno" not in str(told.value)


@pytest.fixture
def other_run(tmp_path):
    """A run that is in the midst of writing `other.tar`, in a process of its own."""
    words = [sys.executable, "-c", MIDST, str(tmp_path / "other.tar")]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with subprocess.Popen(words, cwd=settings.BASE_DIR, **pipes) as running:
        assert running.stdout.readline() == b"half of it\n"
        yield running
        running.kill()


@pytest.mark.parametrize("name", ["other.tar", "the next night.tar"])
def test_what_a_killed_run_left_is_cleared_by_the_next(evidence, tmp_path, other_run, name):
    other_run.kill()
    other_run.wait()
    assert [each.name for each in tmp_path.glob("*.tar*")] == [f"other.tar{UNFINISHED}"]
    call_command("back_up", tmp_path / name)
    assert [each.name for each in tmp_path.glob("*.tar*")] == [name]
    assert proved(tmp_path / name)


def test_a_run_that_goes_on_keeps_its_file(evidence, tmp_path, other_run):
    call_command("back_up", tmp_path / "mine.tar")
    with pytest.raises(CommandError, match="Another run is writing"):
        call_command("back_up", tmp_path / "other.tar")
    other_run.communicate(b"the rest")
    assert (tmp_path / "other.tar").read_bytes() == b"half the rest"
    assert sorted(each.name for each in tmp_path.glob("*.tar*")) == ["mine.tar", "other.tar"]


def test_no_file_with_records_lies_in_the_room_for_passing_files(evidence, tmp_path, monkeypatch):
    """Or a killed run would leave them there, for whoever looks."""
    room = tmp_path / "passing"
    room.mkdir()
    spy = tmp_path / "spy"
    spy.write_text(
        f"#!/bin/sh\nls -A '{room}' > '{tmp_path}/seen'\nexec '{program('pg_dump')}' \"$@\""
    )
    spy.chmod(0o700)
    monkeypatch.setattr("config.backups.programs.program", lambda name: str(spy))
    monkeypatch.setattr("tempfile.tempdir", str(room))
    call_command("back_up", tmp_path / "backup.tar")
    assert (tmp_path / "seen").read_text() == ""


def test_one_of_a_newer_program_waits_for_that():
    refuse_if_newer({"migrations": [["incidents", "0001_initial"]]})
    with pytest.raises(BackupRefused, match=r"newer Aftermath, which has incidents\.9999_later"):
        refuse_if_newer({"migrations": [["incidents", "9999_later"]]})

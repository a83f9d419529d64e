"""Files that want to hurt: each ends in rows or in one sentence, and nobody else notices."""

import io
import os
import signal
import threading
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError

from exchange import reading
from exchange.reading.confined import reader
from tests.exchange.hostile import FILES, GROUPS, content_of
from tests.exchange.hostile.building import ROWS, sheet, text_cell
from tests.exchange.hostile.parts import far_cell, million_merged, row


def outcome(content, name):
    """How many rows come out, or the code of the one sentence that does."""
    try:
        reading.refuse_upload(name, len(content))
        with reading.opened(io.BytesIO(content), name) as found:
            return sum(1 for _line in found.lines)
    except ValidationError as refused:
        [_sentence] = refused.messages
        return refused.code


def refused(content, name="a.csv"):
    with pytest.raises(ValidationError) as told:
        reading.read(content, name)
    return told.value


@pytest.mark.parametrize("name", FILES)
def test_a_hostile_file_ends_in_rows_or_in_one_sentence(name):
    filename, made, expected = FILES[name]
    assert outcome(content_of(made), filename) == expected


def test_the_corpus_is_large_and_no_file_hides_another():
    assert len(FILES) == sum(map(len, GROUPS)) >= 80


def test_what_takes_too_long_is_ended(settings):
    settings.EXCHANGE_READ_SECONDS = 1
    assert refused(b"\n" * 40_000_000).code == "slow"


def test_what_takes_too_much_memory_is_ended_and_the_far_cell_is_named():
    [sentence] = refused(far_cell(), "a.xlsx").messages
    assert sentence == "This sheet reaches to row 1048576 and column 16384. Delete the far cells."


def test_a_sheet_that_is_merely_large_is_told_so(settings):
    settings.EXCHANGE_READ_MB = 128
    content = sheet(ROWS + row(190_000, text_cell("AX190000", "x")))
    assert "more memory than it may" in refused(content, "a.xlsx").messages[0]


@pytest.mark.parametrize(
    ("by", "code"),
    [(signal.SIGKILL, "slow"), (signal.SIGABRT, "huge"), (signal.SIGSEGV, "unreadable")],
)
def test_a_reading_process_that_dies_is_one_sentence(by, code):
    content = io.BytesIO(b"a,b\n" + b"1,2\n" * 150_000)
    with reader(content, suffix=".csv") as process:
        process.first()
        os.kill(process.process.pid, by)
        with pytest.raises(ValidationError) as told:
            list(process.lines())
    assert told.value.code == code


def test_the_process_ends_with_the_reader_that_has_enough():
    with reader(io.BytesIO(b"a,b\n" + b"1,2\n" * 150_000), suffix=".csv") as process:
        process.first()
    assert process.process.returncode == -signal.SIGKILL


@pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="needs /proc")
def test_the_reading_process_knows_neither_key_nor_database():
    with reader(io.BytesIO(b"a,b\n" + b"1,2\n" * 150_000), suffix=".csv") as process:
        process.first()
        told = Path(f"/proc/{process.process.pid}/environ").read_bytes()
    assert {each.split(b"=")[0] for each in told.split(b"\0") if each} <= {
        b"PYTHONUTF8", b"PYTHONDONTWRITEBYTECODE", b"LC_CTYPE",
    }  # fmt: skip


def test_the_web_answers_while_a_hostile_file_is_read(client, db):
    content, ended = million_merged(), []
    thread = threading.Thread(target=lambda: ended.append(outcome(content, "a.xlsx")))
    thread.start()
    answered = 0
    while thread.is_alive():
        assert client.get("/accounts/login/").status_code == 200
        answered += thread.is_alive()
    assert answered >= 3
    assert ended == ["huge"]
